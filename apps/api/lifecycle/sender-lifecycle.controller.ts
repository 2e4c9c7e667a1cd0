import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import type { SuggestedBody } from '#routing';
import {
  cancelReferral,
  closeReferral,
  enterInError,
  reopenReferral,
  rerouteReferral,
  suggestRecipients,
  withdrawConsent,
  type ReferralSummary,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import {
  CancelDoc,
  CloseDoc,
  EnteredInErrorDoc,
  ReopenDoc,
  RerouteDoc,
  WithdrawConsentDoc,
  SuggestRecipientsDoc,
} from './lifecycle.docs';
import { MoveDto, RerouteDto } from './lifecycle.dto';

/** What a sender may do with a referral that is on its way. */
@ApiTags('referrals')
@Permit('referrals:write')
@Controller('v1/referrals/:id')
export class SenderLifecycleController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @CancelDoc()
  @HttpCode(200)
  @Post('cancel')
  async cancel(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: MoveDto,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => cancelReferral(tools, id, dto))).body;
  }

  @WithdrawConsentDoc()
  @HttpCode(200)
  @Post('withdraw-consent')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: MoveDto,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => withdrawConsent(tools, id, dto))).body;
  }

  @CloseDoc()
  @HttpCode(200)
  @Post('close')
  async close(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: MoveDto,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => closeReferral(tools, id, dto))).body;
  }

  @ReopenDoc()
  @HttpCode(200)
  @Post('reopen')
  async reopen(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: MoveDto,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => reopenReferral(tools, id, dto))).body;
  }

  @RerouteDoc()
  @HttpCode(202)
  @Post('reroute')
  async reroute(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: RerouteDto,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 202, (tools) => rerouteReferral(tools, id, dto))).body;
  }

  @EnteredInErrorDoc()
  @HttpCode(200)
  @Post('entered-in-error')
  async enteredInError(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<ReferralSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => enterInError(tools, id))).body;
  }

  @SuggestRecipientsDoc()
  @Permit('referrals:read')
  @Get('suggested-recipients')
  async suggested(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: SuggestedBody[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => suggestRecipients(tools, id)), next: null };
  }
}
