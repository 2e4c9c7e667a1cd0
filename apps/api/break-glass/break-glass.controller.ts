import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  approveOpening,
  endOpening,
  readOpened,
  readOpening,
  readOpenings,
  refuseOpening,
  requestOpening,
  type OpenedView,
  type OpeningView,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit, StepUp } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ListOpeningsDto, RequestOpeningDto } from './break-glass.dto';
import {
  ApproveOpeningDoc,
  EndOpeningDoc,
  ListOpeningsDoc,
  ReadOpenedDoc,
  ReadOpeningDoc,
  RefuseOpeningDoc,
  RequestOpeningDoc,
} from './break-glass.docs';

/** Two persons of two bodies: one asks to see a record, another agrees. Both show a second factor. */
@ApiTags('break-glass')
@Controller('v1/break-glass')
export class BreakGlassController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @RequestOpeningDoc()
  @StepUp()
  @Permit('break-glass:request')
  @Post()
  async request(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: RequestOpeningDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<OpeningView> {
    const { status, body } = await this.actions.change(caller, request, 201, (tools) => requestOpening(tools, dto));
    reply.status(status).header('location', `/v1/break-glass/${body.id}`);
    return body;
  }

  @ListOpeningsDoc()
  @Permit('inbox:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit }: ListOpeningsDto,
  ): Promise<{ data: OpeningView[]; next: string | null }> {
    return this.actions.run(caller, (tools) =>
      readOpenings(tools, { limit, ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }

  @ReadOpeningDoc()
  @Permit('inbox:read')
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<OpeningView> {
    return this.actions.run(caller, (tools) => readOpening(tools, id));
  }

  @ReadOpenedDoc()
  @Permit('break-glass:request')
  @Get(':id/record')
  readRecord(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<OpenedView> {
    return this.actions.run(caller, (tools) => readOpened(tools, id));
  }

  @ApproveOpeningDoc()
  @StepUp()
  @Permit('break-glass:approve')
  @HttpCode(200)
  @Post(':id/approve')
  async approve(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<OpeningView> {
    return (await this.actions.change(caller, request, 200, (tools) => approveOpening(tools, id))).body;
  }

  @RefuseOpeningDoc()
  @Permit('break-glass:approve')
  @HttpCode(200)
  @Post(':id/refuse')
  async refuse(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<OpeningView> {
    return (await this.actions.change(caller, request, 200, (tools) => refuseOpening(tools, id))).body;
  }

  @EndOpeningDoc()
  @Permit('break-glass:approve')
  @HttpCode(200)
  @Post(':id/end')
  async end(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<OpeningView> {
    return (await this.actions.change(caller, request, 200, (tools) => endOpening(tools, id))).body;
  }
}
