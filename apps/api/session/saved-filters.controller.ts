import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  listSavedFilters,
  removeSavedFilter,
  saveFilter,
  type Caller,
  type IdempotentRequest,
  type SavedFilter,
} from '#identity';
import type { Uuid } from '#kernel';
import { ApiActions, AnyKey, CurrentCaller, Idempotent } from '#runtime';
import type { Reply } from '../http/reply';
import { RecordId } from '../http/record-id.pipe';
import { personOf } from './person-of';
import { ListSavedFiltersDoc, RemoveSavedFilterDoc, SaveFilterDoc } from './saved-filters.docs';
import { SaveFilterDto } from './saved-filters.dto';

/** What whoever is signed in wants their lists to show, on every machine. */
@ApiTags('people')
@Controller('v1/saved-filters')
export class SavedFiltersController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListSavedFiltersDoc()
  @AnyKey()
  @Get()
  async list(@CurrentCaller() caller: Caller): Promise<{ data: SavedFilter[]; next: null }> {
    const { id } = personOf(caller);
    return { data: await this.actions.run(caller, ({ tx }) => listSavedFilters(tx, id)), next: null };
  }

  @SaveFilterDoc()
  @AnyKey()
  @Post()
  async save(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: SaveFilterDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<SavedFilter> {
    const person = { id: personOf(caller).id, organisationId: caller.organisationId };
    const { page, name } = dto;
    const search = Object.fromEntries(Object.entries(dto.search) as [string, string][]);
    const { body } = await this.actions.change(caller, request, 201, ({ tx, clock }) =>
      saveFilter({ tx, clock, person }, { page, name, search }),
    );
    reply.header('location', `/v1/saved-filters/${body.id}`);
    return body;
  }

  @RemoveSavedFilterDoc()
  @AnyKey()
  @HttpCode(204)
  @Delete(':id')
  async remove(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<void> {
    const { id: personId } = personOf(caller);
    await this.actions.run(caller, ({ tx }) => removeSavedFilter(tx, personId, id));
  }
}
