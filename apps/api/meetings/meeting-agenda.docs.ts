import { Documented } from '../http/answers';
import { printOf } from './meeting-minutes.docs';

const MEETING = { id: 'Id of the meeting.' } as const;
const ITEM = { ...MEETING, itemId: 'Id of the agenda item.' } as const;

export const ReadAgendaDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMeetingAgenda',
    summary: 'Read the agenda of a meeting',
    description:
      'The hub writes it from what is open: approval of the last minutes, previous action points, referrals that are escalated, not acknowledged, not decided, declined or on hold, by reference, with how often each was carried over; then what every meeting has, and what bodies propose. It is frozen at the cut-off. An item of which your body may not know is not there.',
    path: MEETING,
    status: 200,
    answer: 'The agenda.',
    schema: 'MeetingAgenda',
  });

export const ProposeItemDoc = (): MethodDecorator =>
  Documented({
    operationId: 'proposeAgendaItem',
    summary: 'Propose an item',
    description: 'Any body that takes part may. What is not dealt with comes to the next meeting by itself.',
    path: MEETING,
    status: 201,
    answer: 'The item.',
    schema: 'AgendaItem',
    idempotent: true,
    etag: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const OrderAgendaDoc = (): MethodDecorator =>
  Documented({
    operationId: 'orderMeetingAgenda',
    summary: 'Put the items in an order',
    path: MEETING,
    status: 200,
    answer: 'The agenda.',
    schema: 'MeetingAgenda',
    idempotent: true,
    ifMatch: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const ChangeItemDoc = (): MethodDecorator =>
  Documented({
    operationId: 'changeAgendaItem',
    summary: 'Change an item',
    description: 'Who proposed it may, until the meeting begins; who runs the meeting may until it is over.',
    path: ITEM,
    status: 200,
    answer: 'The item.',
    schema: 'AgendaItem',
    etag: true,
    ifMatch: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const WriteNoteDoc = (): MethodDecorator =>
  Documented({
    operationId: 'writeMeetingNote',
    summary: 'Write the notes of an item',
    description:
      'If-Match is the `noteVersion` that you read. When somebody wrote meanwhile nothing is overwritten: the answer is 409 `edit_conflict` with `base`, `yours` and `theirs`.',
    path: ITEM,
    status: 200,
    answer: 'The notes.',
    schema: 'MeetingNote',
    idempotent: true,
    etag: true,
    ifMatch: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition', 'edit_conflict'],
  });

const TIMED = {
  path: ITEM,
  status: 200,
  answer: 'The agenda.',
  schema: 'MeetingAgenda',
  idempotent: true,
  problems: ['forbidden', 'illegal_transition'],
} as const;

export const StartItemDoc = (): MethodDecorator =>
  Documented({
    ...TIMED,
    operationId: 'startAgendaItem',
    summary: 'Take an item up',
    description:
      'While the meeting is open. The item that it dealt with until now ends; what an item took counts on when it is taken up again. The end of the meeting ends it.',
  });

export const StopItemDoc = (): MethodDecorator =>
  Documented({
    ...TIMED,
    operationId: 'stopAgendaItem',
    summary: 'Be done with an item, for now',
  });

export const RecordDecisionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'recordMeetingDecision',
    summary: 'Record a decision',
    description: 'With the bodies that are noted as present; without a quorum nothing is decided.',
    path: ITEM,
    status: 201,
    answer: 'The decision, with its number in the register.',
    schema: 'MeetingDecision',
    idempotent: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition', 'no_quorum'],
  });

export const RecordActionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'recordMeetingAction',
    summary: 'Record what a body is to do',
    description:
      'Once the meeting is closed its body is asked by a message of kind `action-item`, tracked like any other, and closed by an `action-report` that replies to it.',
    path: ITEM,
    status: 201,
    answer: 'The action, with its number in the register.',
    schema: 'MeetingAction',
    idempotent: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const ReadAttendanceDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMeetingAttendance',
    summary: 'Read who was there',
    path: MEETING,
    status: 200,
    answer: 'A line for each body, and for each visitor.',
    schema: 'Attendance',
    list: true,
  });

export const AttendanceSheetDoc = (): MethodDecorator =>
  printOf({
    operationId: 'getAttendanceSheet',
    summary: 'Print a sheet for signatures',
    description:
      'A line for each body with what is noted of it so far, for each visitor, and room to sign: a tagged PDF.',
    answer: 'The sheet.',
    type: 'application/pdf',
  });

export const NoteAttendanceDoc = (): MethodDecorator =>
  Documented({
    operationId: 'noteMeetingAttendance',
    summary: 'Note who is there',
    description: 'Noted again, the line of a body is replaced.',
    path: MEETING,
    status: 200,
    answer: 'The attendance as it is now.',
    schema: 'Attendance',
    list: true,
    idempotent: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const ListDecisionsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listDecisions',
    summary: 'List and search the register of decisions',
    status: 200,
    answer: 'The decisions that your body may see, the newest first.',
    schema: 'MeetingDecision',
    list: true,
    problems: ['invalid_input'],
  });

export const ListActionsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listActions',
    summary: 'List and search the actions of meetings',
    status: 200,
    answer: 'The actions that your body may see, the newest first.',
    schema: 'MeetingAction',
    list: true,
    problems: ['invalid_input'],
  });

export const CloseActionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'closeAction',
    summary: 'Close an action that no message asks for',
    description: 'Its body owns the record of the meeting itself, or the rules let nobody send it.',
    path: { id: 'Id of the action.' },
    status: 200,
    answer: 'The action.',
    schema: 'MeetingAction',
    idempotent: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const SearchRecordsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'searchMeetingRecords',
    summary: 'Search what meetings recorded',
    description:
      'Items with their notes, decisions and actions that hold all of the words, of what your body may see, the newest first.',
    status: 200,
    answer: 'What was found.',
    schema: 'MeetingRecord',
    list: true,
    problems: ['invalid_input'],
  });
