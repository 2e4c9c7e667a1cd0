import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  cancelMessage,
  createMessage,
  listReferrals,
  previewReferral,
  readReferral,
  readReferralSummary,
  readThread,
  readTimeline,
  submitMessage,
  type ReferralFilter,
  type ReferralSummary,
  type ReferralView,
  type Submitted,
  type ThreadMessage,
  type TimelineLine,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { EvidenceWatch } from '../evidence/evidence-watch';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { MoveDto } from '../lifecycle/lifecycle.dto';
import {
  CancelMessageDoc,
  ListMessagesDoc,
  MessageTimelineDoc,
  PreviewMessageDoc,
  ReadMessageDoc,
  ReadThreadDoc,
  SendMessageDoc,
  SubmitMessageDoc,
} from './messages.docs';
import { ListMessagesDto, SendMessageDto } from './message.dto';

@ApiTags('messages')
@Controller('v1/messages')
export class MessagesController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(EvidenceWatch) private readonly evidence: EvidenceWatch,
  ) {}

  @SendMessageDoc()
  @Permit('messages:write')
  @Post()
  async send(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: SendMessageDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReferralSummary> {
    const { draft, ...message } = dto;
    if (!draft) await this.evidence.requireSealing();
    const { status, body } = await this.actions.change(caller, request, 201, async (tools) => {
      const created = await createMessage(tools, message);
      if (!created) throw new Error('a message without import key cannot have been imported before');
      if (!draft) await submitMessage(tools, created.id);
      return readReferralSummary(tools, created.id, 'message');
    });
    reply.status(status).header('location', `/v1/messages/${body.id}`);
    return body;
  }

  @ListMessagesDoc()
  @Permit('messages:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListMessagesDto,
  ): Promise<{ data: ReferralSummary[]; next: string | null }> {
    const { cursor, ...filter } = query;
    return this.actions.run(caller, (tools) =>
      listReferrals(tools, { ...(filter as ReferralFilter), ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }

  @ReadMessageDoc()
  @Permit('messages:read')
  @Get(':id')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReferralView> {
    const message = await this.actions.run(caller, (tools) => readReferral(tools, id, 'message'));
    reply.header('etag', `"${message.version}"`);
    return message;
  }

  @ReadThreadDoc()
  @Permit('messages:read')
  @Get(':id/thread')
  async thread(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: ThreadMessage[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => readThread(tools, id)), next: null };
  }

  @MessageTimelineDoc()
  @Permit('messages:read')
  @Get(':id/timeline')
  async timeline(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: TimelineLine[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => readTimeline(tools, id, 'message')), next: null };
  }

  @PreviewMessageDoc()
  @Permit('messages:read')
  @Get(':id/preview')
  preview(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): ReturnType<typeof previewReferral> {
    return this.actions.run(caller, (tools) => previewReferral(tools, id, 'message'));
  }

  @SubmitMessageDoc()
  @Permit('messages:write')
  @HttpCode(202)
  @Post(':id/submit')
  async submit(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<Submitted> {
    await this.evidence.requireSealing();
    return (await this.actions.change(caller, request, 202, (tools) => submitMessage(tools, id))).body;
  }

  @CancelMessageDoc()
  @Permit('messages:write')
  @HttpCode(200)
  @Post(':id/cancel')
  async cancel(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: MoveDto,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => cancelMessage(tools, id, dto))).body;
  }
}
