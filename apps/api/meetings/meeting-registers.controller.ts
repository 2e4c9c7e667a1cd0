import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  closeAction,
  listActions,
  listDecisions,
  searchRecords,
  type ActionView,
  type DecisionView,
  type FoundRecord,
} from '#meetings';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import { once, seen, timeOf } from './meeting-actions';
import * as docs from './meeting-agenda.docs';
import { CloseActionDto, ListActionsDto, ListDecisionsDto, SearchRecordsDto } from './meeting-agenda.dto';

/** What meetings decided, and what they asked bodies to do. */
@ApiTags('meetings')
@Controller('v1')
export class MeetingRegistersController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @docs.ListDecisionsDoc()
  @Permit('meetings:read')
  @Get('decisions')
  decisions(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListDecisionsDto,
  ): Promise<{ data: DecisionView[]; next: string | null }> {
    const page = cursor === undefined ? {} : { before: cursor };
    return seen(this.actions, caller, (tools) => listDecisions(tools, { ...filter, ...page }));
  }

  @docs.SearchRecordsDoc()
  @Permit('meetings:read')
  @Get('meeting-records')
  async records(
    @CurrentCaller() caller: Caller,
    @Query() { from, to, ...asked }: SearchRecordsDto,
  ): Promise<{ data: FoundRecord[]; next: null }> {
    const time = timeOf({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
    return {
      data: await seen(this.actions, caller, (tools) => searchRecords(tools, { ...asked, ...time })),
      next: null,
    };
  }

  @docs.ListActionsDoc()
  @Permit('meetings:read')
  @Get('actions')
  listed(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListActionsDto,
  ): Promise<{ data: ActionView[]; next: string | null }> {
    const page = cursor === undefined ? {} : { before: cursor };
    return seen(this.actions, caller, (tools) => listActions(tools, { ...filter, ...page }));
  }

  @docs.CloseActionDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('actions/:id/close')
  async close(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { outcome }: CloseActionDto,
  ): Promise<ActionView> {
    return (await once(this.actions, caller, request, 200, (tools) => closeAction(tools, id, outcome))).body;
  }
}
