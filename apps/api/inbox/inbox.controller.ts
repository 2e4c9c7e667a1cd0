import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  acknowledge,
  decide,
  progress,
  readInbox,
  readInboxItem,
  type Decided,
  type InboxContent,
  type InboxItem,
  type Progressed,
  type Receipt,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { DecisionDto, ListInboxDto, ProgressDto } from './inbox.dto';
import { AcknowledgeDoc, DecideDoc, ListInboxDoc, ProgressDoc, ReadInboxItemDoc } from './inbox.docs';

/** While a long poll waits, the inbox is looked at so often, milliseconds. */
const LOOK_EVERY = 500;

@ApiTags('inbox')
@Controller('v1/inbox')
export class InboxController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListInboxDoc()
  @Permit('inbox:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListInboxDto,
  ): Promise<{ data: InboxItem[]; next: string | null }> {
    const { after, wait, ...rest } = query;
    const asked = { ...rest, after: BigInt(after) };
    const until = performance.now() + wait * 1_000;
    for (;;) {
      const page = await this.actions.run(caller, (tools) => readInbox(tools, asked));
      if (page.data.length > 0) return page;
      if (performance.now() >= until) return { data: [], next: after };
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  }

  @ReadInboxItemDoc()
  @Permit('inbox:read')
  @Get(':messageId')
  read(@CurrentCaller() caller: Caller, @Param('messageId', RecordId) messageId: Uuid): Promise<InboxContent> {
    return this.actions.run(caller, (tools) => readInboxItem(tools, messageId));
  }

  @AcknowledgeDoc()
  @Permit('inbox:write')
  @HttpCode(200)
  @Post(':messageId/acknowledge')
  async acknowledge(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
  ): Promise<Receipt> {
    return (await this.actions.change(caller, request, 200, (tools) => acknowledge(tools, messageId))).body;
  }

  @DecideDoc()
  @Permit('inbox:write')
  @HttpCode(200)
  @Post(':messageId/decision')
  async decide(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
    @Body() dto: DecisionDto,
  ): Promise<Decided> {
    return (await this.actions.change(caller, request, 200, (tools) => decide(tools, messageId, dto))).body;
  }

  @ProgressDoc()
  @Permit('inbox:write')
  @HttpCode(200)
  @Post(':messageId/progress')
  async progress(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
    @Body() dto: ProgressDto,
  ): Promise<Progressed> {
    return (await this.actions.change(caller, request, 200, (tools) => progress(tools, messageId, dto))).body;
  }
}
