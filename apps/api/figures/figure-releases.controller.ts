import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import { agreeToBeNamed, listReleases, releaseFigures, type ReleaseView } from '#reporting';
import { ApiActions, CurrentCaller, Idempotent, Permit, SETTINGS, type Settings } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { AgreeToBeNamedDoc, ListReleasesDoc, ReleaseFiguresDoc } from './figures.docs';
import { ListReleasesDto, ReleaseFiguresDto } from './figures.dto';

/** Figures that were published: suppressed, numbered, never changed. */
@ApiTags('figures')
@Controller('v1/figure-releases')
export class FigureReleasesController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'figures'>,
  ) {}

  @ReleaseFiguresDoc()
  @Permit('figures:release')
  @Post()
  async release(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { operation, quarter }: ReleaseFiguresDto,
  ): Promise<ReleaseView> {
    const asked = { operation, quarter, threshold: this.settings.figures.threshold };
    return (await this.actions.change(caller, request, 201, (tools) => releaseFigures(tools, asked))).body;
  }

  @ListReleasesDoc()
  @Permit('figures:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListReleasesDto,
  ): Promise<{ data: ReleaseView[]; next: string | null }> {
    const page = cursor === undefined ? {} : { before: cursor };
    return this.actions.run(caller, (tools) => listReleases(tools, { ...filter, ...page }));
  }

  @AgreeToBeNamedDoc()
  @Permit('figures:approve')
  @HttpCode(204)
  @Post(':id/name')
  async agree(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<void> {
    await this.actions.change(caller, request, 204, async (tools) => {
      await agreeToBeNamed(tools, id);
      return {};
    });
  }
}
