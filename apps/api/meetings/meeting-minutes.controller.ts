import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  amendMinutes,
  answerMinutes,
  htmlOf,
  pdfOf,
  printed,
  readMinutes,
  submitMinutes,
  textOf,
  verifyMinutes,
  type MinutesView,
  type PrintedMinutes,
  type Verified,
} from '#meetings';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { once, seen, sendPrint } from './meeting-actions';
import * as docs from './meeting-minutes.docs';
import { AmendMinutesDto, ApproveMinutesDto, RequestChangesDto } from './meeting-minutes.dto';

@ApiTags('meetings')
@Controller('v1/meetings/:id')
export class MeetingMinutesController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @docs.ReadMinutesDoc()
  @Permit('meetings:read')
  @Get('minutes')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MinutesView> {
    const minutes = await seen(this.actions, caller, (tools) => readMinutes(tools, id));
    reply.header('etag', `"${minutes.version}"`);
    return minutes;
  }

  @docs.PdfDoc()
  @Permit('meetings:read')
  @Get('minutes.pdf')
  async pdf(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid, @Res() reply: Reply): Promise<void> {
    sendPrint(reply, 'application/pdf', await pdfOf(await this.printed(caller, id)));
  }

  @docs.HtmlDoc()
  @Permit('meetings:read')
  @Get('minutes.html')
  async html(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid, @Res() reply: Reply): Promise<void> {
    // Its own text is escaped, and nothing in it runs or is fetched.
    reply.header('content-security-policy', "default-src 'none'; sandbox");
    sendPrint(reply, 'text/html; charset=utf-8', htmlOf(await this.printed(caller, id)));
  }

  @docs.TextDoc()
  @Permit('meetings:read')
  @Get('minutes.txt')
  async text(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid, @Res() reply: Reply): Promise<void> {
    sendPrint(reply, 'text/plain; charset=utf-8', textOf(await this.printed(caller, id)));
  }

  @docs.SubmitMinutesDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('minutes/submit')
  async submit(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
  ): Promise<MinutesView> {
    return (await once(this.actions, caller, request, 200, (tools) => submitMinutes(tools, id, version))).body;
  }

  @docs.ApproveMinutesDoc()
  @Permit('minutes:approve')
  @HttpCode(200)
  @Post('minutes/approve')
  async approve(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { remarks }: ApproveMinutesDto,
  ): Promise<MinutesView> {
    const work = once(this.actions, caller, request, 200, (tools) => answerMinutes(tools, id, 'approved', remarks));
    return (await work).body;
  }

  @docs.RequestChangesDoc()
  @Permit('minutes:approve')
  @HttpCode(200)
  @Post('minutes/request-changes')
  async requestChanges(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { remarks }: RequestChangesDto,
  ): Promise<MinutesView> {
    const work = once(this.actions, caller, request, 200, (tools) =>
      answerMinutes(tools, id, 'changes_requested', remarks),
    );
    return (await work).body;
  }

  @docs.AmendMinutesDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('minutes/amend')
  async amend(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: AmendMinutesDto,
  ): Promise<MinutesView> {
    return (await once(this.actions, caller, request, 200, (tools) => amendMinutes(tools, id, dto))).body;
  }

  @docs.VerifyMinutesDoc()
  @Permit('meetings:read')
  @HttpCode(200)
  @Post('minutes/verify')
  verify(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<Verified> {
    return seen(this.actions, caller, (tools) => verifyMinutes(tools, id));
  }

  private async printed(caller: Caller, id: Uuid): Promise<PrintedMinutes> {
    return printed(await seen(this.actions, caller, (tools) => readMinutes(tools, id)));
  }
}
