import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dateIn } from '#directory';
import type { Caller } from '#identity';
import { capacitiesOn, type CapacityRow } from '#messages';
import { ownOperation } from '#routing';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { ListCapacitiesDoc } from './capacities.docs';
import { ListCapacitiesDto } from './capacities.dto';

/** What the bodies of an operation last said that they can take up. */
@ApiTags('directory')
@Controller('v1/capacities')
export class CapacitiesController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListCapacitiesDoc()
  @Permit('directory:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListCapacitiesDto,
  ): Promise<{ data: CapacityRow[]; next: null }> {
    const data = await this.actions.run(caller, async ({ tx, directory, clock }) => {
      const { operation } = await ownOperation(directory, caller.slug, query.operation);
      return capacitiesOn(tx, operation.id, dateIn(operation.timeZone, clock.now()));
    });
    return { data, next: null };
  }
}
