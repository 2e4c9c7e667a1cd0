import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  attendanceSheet,
  changeItem,
  noteAttendance,
  orderItems,
  pdfOfSheet,
  proposeItem,
  readAgenda,
  readAttendance,
  recordAction,
  recordDecision,
  startItem,
  stopItem,
  writeNote,
  type ActionView,
  type AgendaView,
  type AttendanceView,
  type DecisionView,
  type ItemView,
  type NoteView,
} from '#meetings';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { acted, once, seen, sendPrint } from './meeting-actions';
import * as docs from './meeting-agenda.docs';
import {
  ChangeItemDto,
  NoteAttendanceDto,
  OrderAgendaDto,
  ProposeItemDto,
  RecordActionDto,
  RecordDecisionDto,
  WriteNoteDto,
} from './meeting-agenda.dto';

/** The agenda, and what is recorded in the meeting. */
@ApiTags('meetings')
@Controller('v1/meetings/:id')
export class MeetingAgendaController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @docs.ReadAgendaDoc()
  @Permit('meetings:read')
  @Get('agenda')
  agenda(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<AgendaView> {
    return seen(this.actions, caller, (tools) => readAgenda(tools, id));
  }

  @docs.ProposeItemDoc()
  @Permit('meetings:read')
  @Post('agenda')
  async propose(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: ProposeItemDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ItemView> {
    const { status, body } = await once(this.actions, caller, request, 201, (tools) => proposeItem(tools, id, dto));
    reply.status(status).header('etag', `"${body.version}"`);
    return body;
  }

  @docs.OrderAgendaDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('agenda/order')
  async order(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() { items }: OrderAgendaDto,
  ): Promise<AgendaView> {
    return (await once(this.actions, caller, request, 200, (tools) => orderItems(tools, id, version, items))).body;
  }

  @docs.ChangeItemDoc()
  @Permit('meetings:manage')
  @Patch('agenda/:itemId')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Param('itemId', RecordId) itemId: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: ChangeItemDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ItemView> {
    const item = await acted(this.actions, caller, (tools) => changeItem(tools, id, itemId, version, dto));
    reply.header('etag', `"${item.version}"`);
    return item;
  }

  @docs.WriteNoteDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('agenda/:itemId/note')
  async note(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Param('itemId', RecordId) itemId: Uuid,
    @ExpectedVersion() version: number,
    @Body() { note }: WriteNoteDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<NoteView> {
    const { body } = await once(this.actions, caller, request, 200, (tools) =>
      writeNote(tools, id, itemId, version, note),
    );
    reply.header('etag', `"${body.noteVersion}"`);
    return body;
  }

  @docs.StartItemDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('agenda/:itemId/start')
  async start(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Param('itemId', RecordId) itemId: Uuid,
  ): Promise<AgendaView> {
    return (await once(this.actions, caller, request, 200, (tools) => startItem(tools, id, itemId))).body;
  }

  @docs.StopItemDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('agenda/:itemId/stop')
  async stop(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Param('itemId', RecordId) itemId: Uuid,
  ): Promise<AgendaView> {
    return (await once(this.actions, caller, request, 200, (tools) => stopItem(tools, id, itemId))).body;
  }

  @docs.RecordDecisionDoc()
  @Permit('meetings:manage')
  @Post('agenda/:itemId/decisions')
  async decide(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Param('itemId', RecordId) itemId: Uuid,
    @Body() dto: RecordDecisionDto,
  ): Promise<DecisionView> {
    return (await once(this.actions, caller, request, 201, (tools) => recordDecision(tools, id, itemId, dto))).body;
  }

  @docs.RecordActionDoc()
  @Permit('meetings:manage')
  @Post('agenda/:itemId/actions')
  async act(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Param('itemId', RecordId) itemId: Uuid,
    @Body() dto: RecordActionDto,
  ): Promise<ActionView> {
    return (await once(this.actions, caller, request, 201, (tools) => recordAction(tools, id, itemId, dto))).body;
  }

  @docs.ReadAttendanceDoc()
  @Permit('meetings:read')
  @Get('attendance')
  async attendance(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: AttendanceView[]; next: null }> {
    return { data: await seen(this.actions, caller, (tools) => readAttendance(tools, id)), next: null };
  }

  @docs.AttendanceSheetDoc()
  @Permit('meetings:read')
  @Get('attendance.pdf')
  async sheet(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid, @Res() reply: Reply): Promise<void> {
    const sheet = await seen(this.actions, caller, (tools) => attendanceSheet(tools, id));
    sendPrint(reply, 'application/pdf', await pdfOfSheet(sheet));
  }

  @docs.NoteAttendanceDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('attendance')
  async attend(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { arrivedAt, leftAt, ...dto }: NoteAttendanceDto,
  ): Promise<{ data: AttendanceView[]; next: null }> {
    const times = {
      ...(arrivedAt === undefined ? {} : { arrivedAt: new Date(arrivedAt) }),
      ...(leftAt === undefined ? {} : { leftAt: new Date(leftAt) }),
    };
    const { body } = await once(this.actions, caller, request, 200, async (tools) => ({
      data: await noteAttendance(tools, id, { ...dto, ...times }),
      next: null,
    }));
    return body;
  }
}
