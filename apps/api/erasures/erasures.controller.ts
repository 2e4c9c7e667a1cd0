import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import { invalidInput, type Uuid } from '#kernel';
import {
  approveErasure,
  readErasure,
  readErasures,
  refuseErasure,
  requestErasure,
  type ErasureAsked,
  type ErasureView,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit, StepUp } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ListErasuresDto, RequestErasureDto } from './erasure.dto';
import {
  ApproveErasureDoc,
  ListErasuresDoc,
  ReadErasureDoc,
  RefuseErasureDoc,
  RequestErasureDoc,
} from './erasures.docs';

/** Two persons who may erase: one asks, another decides. */
@ApiTags('erasures')
@Controller('v1/erasures')
export class ErasuresController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @RequestErasureDoc()
  @Permit('records:erase')
  @Post()
  async request(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: RequestErasureDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ErasureView> {
    const asked = askedFor(dto);
    const { status, body } = await this.actions.change(caller, request, 201, (tools) => requestErasure(tools, asked));
    reply.status(status).header('location', `/v1/erasures/${body.id}`);
    return body;
  }

  @ListErasuresDoc()
  @Permit('records:erase')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit }: ListErasuresDto,
  ): Promise<{ data: ErasureView[]; next: string | null }> {
    return this.actions.run(caller, (tools) =>
      readErasures(tools, { limit, ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }

  @ReadErasureDoc()
  @Permit('records:erase')
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<ErasureView> {
    return this.actions.run(caller, (tools) => readErasure(tools, id));
  }

  @ApproveErasureDoc()
  @StepUp()
  @Permit('records:erase')
  @HttpCode(200)
  @Post(':id/approve')
  async approve(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<ErasureView> {
    return (await this.actions.change(caller, request, 200, (tools) => approveErasure(tools, id))).body;
  }

  @RefuseErasureDoc()
  @Permit('records:erase')
  @HttpCode(200)
  @Post(':id/refuse')
  async refuse(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<ErasureView> {
    return (await this.actions.change(caller, request, 200, (tools) => refuseErasure(tools, id))).body;
  }
}

/** One way of saying what is to go. @throws HubError `invalid_input` */
function askedFor({ cause, reason, messageId, case: ofCase }: RequestErasureDto): ErasureAsked {
  if ((messageId === undefined) === (ofCase === undefined))
    throw invalidInput([
      { pointer: '/messageId', code: 'one_of', message: 'name either a message, by "messageId", or a "case".' },
    ]);
  return { cause, reason, ...(messageId === undefined ? {} : { messageId }), ...(ofCase ? { case: ofCase } : {}) };
}
