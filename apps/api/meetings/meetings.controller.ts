import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  cancelMeeting,
  closeMeeting,
  createMeeting,
  listMeetings,
  meetingLines,
  openMeeting,
  previewMeeting,
  readMeeting,
  rescheduleMeeting,
  type MeetingLine,
  type MeetingPreview,
  type MeetingTools,
  type MeetingView,
  type WrittenMeeting,
} from '#meetings';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { once, seen, timeOf, withSettings } from './meeting-actions';
import * as docs from './meetings.docs';
import { CreateMeetingDto } from './meeting-series.dto';
import { CancelMeetingDto, ListMeetingsDto, RescheduleMeetingDto } from './meeting.dto';

@ApiTags('meetings')
@Controller('v1/meetings')
export class MeetingsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @docs.CreateMeetingDoc()
  @Permit('meetings:manage')
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: CreateMeetingDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<WrittenMeeting> {
    const { status, body } = await once(this.actions, caller, request, 201, (tools) =>
      createMeeting(tools, withSettings(dto)),
    );
    reply.status(status).header('location', `/v1/meetings/${body.id}`).header('etag', `"${body.version}"`);
    return body;
  }

  @docs.ListMeetingsDoc()
  @Permit('meetings:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { from, to, ...filter }: ListMeetingsDto,
  ): Promise<{ data: MeetingView[]; next: string | null }> {
    const time = timeOf({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
    return seen(this.actions, caller, (tools) => listMeetings(tools, { ...filter, ...time }));
  }

  @docs.ReadMeetingDoc()
  @Permit('meetings:read')
  @Get(':id')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeetingView> {
    const meeting = await seen(this.actions, caller, (tools) => readMeeting(tools, id));
    reply.header('etag', `"${meeting.version}"`);
    return meeting;
  }

  @docs.MeetingTimelineDoc()
  @Permit('meetings:read')
  @Get(':id/timeline')
  async timeline(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: MeetingLine[]; next: null }> {
    const data = await seen(this.actions, caller, async (tools) => {
      await readMeeting(tools, id);
      return meetingLines(tools.tx, id);
    });
    return { data, next: null };
  }

  @docs.PreviewMeetingDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/preview')
  preview(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: RescheduleMeetingDto,
  ): Promise<MeetingPreview> {
    return seen(this.actions, caller, (tools) => previewMeeting(tools, id, dto));
  }

  @docs.RescheduleMeetingDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/reschedule')
  reschedule(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: RescheduleMeetingDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeetingView> {
    return this.moved(caller, request, reply, (tools) => rescheduleMeeting(tools, id, version, dto));
  }

  @docs.CancelMeetingDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/cancel')
  cancel(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() { reason }: CancelMeetingDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeetingView> {
    return this.moved(caller, request, reply, (tools) => cancelMeeting(tools, id, version, reason));
  }

  @docs.OpenMeetingDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/open')
  open(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeetingView> {
    return this.moved(caller, request, reply, (tools) => openMeeting(tools, id, version));
  }

  @docs.CloseMeetingDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/close')
  close(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<MeetingView> {
    return this.moved(caller, request, reply, (tools) => closeMeeting(tools, id, version));
  }

  private async moved(
    caller: Caller,
    request: IdempotentRequest,
    reply: Reply,
    work: (tools: MeetingTools) => Promise<MeetingView>,
  ): Promise<MeetingView> {
    const { body } = await once(this.actions, caller, request, 200, work);
    reply.header('etag', `"${body.version}"`);
    return body;
  }
}
