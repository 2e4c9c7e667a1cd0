import { Documented } from '../http/answers';

const ID = { id: 'Id of the meeting.' } as const;

export const CreateMeetingDoc = (): MethodDecorator =>
  Documented({
    operationId: 'createMeeting',
    summary: 'Call an extraordinary meeting',
    description: 'Any body of an operation may. It chairs it and keeps its record, unless it names others.',
    status: 201,
    answer: 'The meeting.',
    schema: 'Meeting',
    idempotent: true,
    etag: true,
    location: true,
    problems: ['invalid_input', 'operation_unknown', 'not_found', 'forbidden'],
  });

export const ListMeetingsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listMeetings',
    summary: 'List the meetings that your body takes part in',
    status: 200,
    answer: 'The meetings, the earliest first.',
    schema: 'Meeting',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadMeetingDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMeeting',
    summary: 'Read a meeting',
    path: ID,
    status: 200,
    answer: 'The meeting.',
    schema: 'Meeting',
    etag: true,
  });

export const MeetingTimelineDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMeetingTimeline',
    summary: 'Read what happened to a meeting',
    path: ID,
    status: 200,
    answer: 'The history, the oldest first.',
    schema: 'MeetingEvent',
    list: true,
  });

export const PreviewMeetingDoc = (): MethodDecorator =>
  Documented({
    operationId: 'previewMeeting',
    summary: 'See what a change of a meeting would do',
    description: 'Who would be told, and whether the answers of the bodies would count no more.',
    path: ID,
    status: 200,
    answer: 'What it would do. Nothing is kept.',
    schema: 'MeetingPreview',
    repeatable: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

const MOVE = {
  path: ID,
  status: 200,
  answer: 'The meeting.',
  schema: 'Meeting',
  idempotent: true,
  etag: true,
  ifMatch: true,
} as const;

export const RescheduleMeetingDoc = (): MethodDecorator =>
  Documented({
    ...MOVE,
    operationId: 'rescheduleMeeting',
    summary: 'Move or change one meeting',
    description: 'What you leave out stays. When its time changes, the bodies are asked anew.',
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const CancelMeetingDoc = (): MethodDecorator =>
  Documented({
    ...MOVE,
    operationId: 'cancelMeeting',
    summary: 'Call one meeting off',
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const OpenMeetingDoc = (): MethodDecorator =>
  Documented({
    ...MOVE,
    operationId: 'openMeeting',
    summary: 'Begin a meeting',
    problems: ['forbidden', 'illegal_transition'],
  });

export const CloseMeetingDoc = (): MethodDecorator =>
  Documented({
    ...MOVE,
    operationId: 'closeMeeting',
    summary: 'End a meeting',
    problems: ['forbidden', 'illegal_transition'],
  });
