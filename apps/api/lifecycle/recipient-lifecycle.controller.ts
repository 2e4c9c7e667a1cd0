import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import { confirm, referOnward, reopenReceived, type Confirmed, type ReferralSummary } from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ConfirmCancelDoc, ConfirmRecallDoc, ReferOnwardDoc, ReopenReceivedDoc } from './lifecycle.docs';
import { NoteDto, OnwardDto } from './lifecycle.dto';

/** What a body may do with a case in its inbox beside deciding on it. */
@ApiTags('inbox')
@Permit('inbox:write')
@Controller('v1/inbox/:messageId')
export class RecipientLifecycleController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ConfirmCancelDoc()
  @HttpCode(200)
  @Post('confirm-cancel')
  async confirmCancel(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
  ): Promise<Confirmed> {
    return (await this.actions.change(caller, request, 200, (tools) => confirm(tools, messageId, 'confirm_cancel')))
      .body;
  }

  @ConfirmRecallDoc()
  @HttpCode(200)
  @Post('confirm-recall')
  async confirmRecall(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
  ): Promise<Confirmed> {
    return (await this.actions.change(caller, request, 200, (tools) => confirm(tools, messageId, 'confirm_recall')))
      .body;
  }

  @ReferOnwardDoc()
  @Post('refer-onward')
  async referOnward(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
    @Body() dto: OnwardDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReferralSummary> {
    const { status, body } = await this.actions.change(caller, request, 201, (tools) =>
      referOnward(tools, messageId, dto),
    );
    reply.status(status).header('location', `/v1/referrals/${body.id}`);
    return body;
  }

  @ReopenReceivedDoc()
  @HttpCode(200)
  @Post('reopen')
  async reopen(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('messageId', RecordId) messageId: Uuid,
    @Body() dto: NoteDto,
  ): Promise<Confirmed> {
    return (await this.actions.change(caller, request, 200, (tools) => reopenReceived(tools, messageId, dto))).body;
  }
}
