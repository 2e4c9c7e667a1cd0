import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import { readNoticeFigures, type NoticeFigures } from '#reporting';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { NoticeFiguresDoc } from './accountability.docs';
import { NoticeFiguresDto } from './accountability.dto';

/** All that the senior coordinator learns of allegations: how many. */
@ApiTags('accountability')
@Controller('v1/accountability-figures')
export class NoticeFiguresController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @NoticeFiguresDoc()
  @Permit('accountability:count')
  @Get()
  read(@CurrentCaller() caller: Caller, @Query() { quarter }: NoticeFiguresDto): Promise<NoticeFigures> {
    return this.actions.run(caller, (tools) => readNoticeFigures(tools, quarter));
  }
}
