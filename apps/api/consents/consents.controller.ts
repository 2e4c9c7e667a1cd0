import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  readConsent,
  readConsents,
  recordConsent,
  withdrawRecord,
  type ConsentFilter,
  type ConsentGiven,
  type ConsentSummary,
  type ConsentView,
  type ConsentWithdrawn,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ListConsentsDto, RecordConsentDto, WithdrawRecordDto } from './consent.dto';
import { ListConsentsDoc, ReadConsentDoc, RecordConsentDoc, WithdrawRecordDoc } from './consents.docs';

@ApiTags('consents')
@Controller('v1/consents')
export class ConsentsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @RecordConsentDoc()
  @Permit('referrals:write')
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: RecordConsentDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ConsentView> {
    const { status, body } = await this.actions.change(caller, request, 201, (tools) =>
      recordConsent(tools, dto as ConsentGiven),
    );
    reply.status(status).header('location', `/v1/consents/${body.id}`);
    return body;
  }

  @ListConsentsDoc()
  @Permit('referrals:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListConsentsDto,
  ): Promise<{ data: ConsentSummary[]; next: string | null }> {
    const { cursor, ...filter } = query;
    return this.actions.run(caller, (tools) =>
      readConsents(tools, { ...(filter as ConsentFilter), ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }

  @ReadConsentDoc()
  @Permit('referrals:read')
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<ConsentView> {
    return this.actions.run(caller, (tools) => readConsent(tools, id));
  }

  @WithdrawRecordDoc()
  @Permit('referrals:write')
  @HttpCode(200)
  @Post(':id/withdraw')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: WithdrawRecordDto,
  ): Promise<ConsentWithdrawn> {
    return (await this.actions.change(caller, request, 200, (tools) => withdrawRecord(tools, id, dto))).body;
  }
}
