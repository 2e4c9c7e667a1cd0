import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import {
  readAcknowledgement,
  readMeetingFigures,
  readPublished,
  type AcknowledgementReport,
  type MeetingReport,
  type PublishedFigures,
} from '#reporting';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { ReadAcknowledgementDoc, ReadMeetingFiguresDoc, ReadPublishedDoc } from './figures.docs';
import { AcknowledgementDto, PeriodDto, PublishedDto } from './figures.dto';

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

  @ReadPublishedDoc()
  @Permit('figures:read')
  @Get('published')
  published(@CurrentCaller() caller: Caller, @Query() query: PublishedDto): Promise<PublishedFigures> {
    return this.actions.run(caller, (tools) => readPublished(tools, query));
  }

  @ReadMeetingFiguresDoc()
  @Permit('meetings:read')
  @Get('meetings')
  meetings(@CurrentCaller() caller: Caller, @Query() query: PeriodDto): Promise<MeetingReport> {
    return this.actions.run(caller, (tools) => readMeetingFigures(tools, query));
  }
}
