import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import { confirm, type Confirmed } from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { ConfirmCancelDoc, ConfirmRecallDoc } from './lifecycle.docs';

/** What a body confirms when the sender took something back. */
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
}
