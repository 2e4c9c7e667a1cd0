import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  approveException,
  readException,
  readExceptions,
  refuseException,
  requestException,
  revokeException,
  type ExceptionView,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit, StepUp } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { DecideExceptionDto, ListExceptionsDto, RequestExceptionDto } from './release-exception.dto';
import {
  ApproveExceptionDoc,
  ListExceptionsDoc,
  ReadExceptionDoc,
  RefuseExceptionDoc,
  RequestExceptionDoc,
  RevokeExceptionDoc,
} from './release-exceptions.docs';

/** Asking is a sender's move on its referral; deciding needs a scope of its own. */
@ApiTags('release exceptions')
@Controller('v1')
export class ReleaseExceptionsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @RequestExceptionDoc()
  @Permit('referrals:write')
  @Post('referrals/:id/release-exceptions')
  async request(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { expiresAt, ...dto }: RequestExceptionDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ExceptionView> {
    const { status, body } = await this.actions.change(caller, request, 201, (tools) =>
      requestException(tools, id, { ...dto, expiresAt: new Date(expiresAt) }),
    );
    reply.status(status).header('location', `/v1/release-exceptions/${body.id}`);
    return body;
  }

  @ListExceptionsDoc()
  @Permit('referrals:read')
  @Get('release-exceptions')
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListExceptionsDto,
  ): Promise<{ data: ExceptionView[]; next: string | null }> {
    return this.actions.run(caller, (tools) =>
      readExceptions(tools, { ...filter, ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }

  @ReadExceptionDoc()
  @Permit('referrals:read')
  @Get('release-exceptions/:id')
  read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<ExceptionView> {
    return this.actions.run(caller, (tools) => readException(tools, id));
  }

  @ApproveExceptionDoc()
  @StepUp()
  @Permit('release:approve')
  @HttpCode(200)
  @Post('release-exceptions/:id/approve')
  async approve(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: DecideExceptionDto,
  ): Promise<ExceptionView> {
    return (await this.actions.change(caller, request, 200, (tools) => approveException(tools, id, dto))).body;
  }

  @RefuseExceptionDoc()
  @Permit('release:approve')
  @HttpCode(200)
  @Post('release-exceptions/:id/refuse')
  async refuse(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: DecideExceptionDto,
  ): Promise<ExceptionView> {
    return (await this.actions.change(caller, request, 200, (tools) => refuseException(tools, id, dto))).body;
  }

  @RevokeExceptionDoc()
  @Permit('release:approve')
  @HttpCode(200)
  @Post('release-exceptions/:id/revoke')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<ExceptionView> {
    return (await this.actions.change(caller, request, 200, (tools) => revokeException(tools, id))).body;
  }
}
