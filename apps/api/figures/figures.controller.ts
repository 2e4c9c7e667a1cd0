import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import { readAcknowledgement, type AcknowledgementReport } from '#reporting';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { ReadAcknowledgementDoc } from './figures.docs';
import { AcknowledgementDto } from './figures.dto';

@ApiTags('figures')
@Controller('v1/figures')
export class FiguresController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ReadAcknowledgementDoc()
  @Permit('referrals:read')
  @Get('acknowledgement')
  acknowledgement(@CurrentCaller() caller: Caller, @Query() query: AcknowledgementDto): Promise<AcknowledgementReport> {
    return this.actions.run(caller, (tools) => readAcknowledgement(tools, query));
  }
}
