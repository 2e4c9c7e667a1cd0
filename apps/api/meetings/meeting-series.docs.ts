import { Documented } from '../http/answers';

const ID = { id: 'Id of the series.' } as const;

export const CreateSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'createMeetingSeries',
    summary: 'Make a series of meetings',
    description:
      'Your body chairs it or keeps its record. What is kept is the wall clock, the zone and the rule, so that nine o’clock stays nine o’clock. Its meetings of the next ten weeks are on record at once, later ones as they come nearer. A start that the clocks skip is held as much later as they are put forward; `POST /v1/meeting-series/preview` warns of those.',
    status: 201,
    answer: 'The series.',
    schema: 'MeetingSeries',
    idempotent: true,
    etag: true,
    location: true,
    problems: ['invalid_input', 'operation_unknown', 'not_found', 'forbidden'],
  });

export const PreviewNewSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'previewNewMeetingSeries',
    summary: 'See what a series would be',
    description: 'Its meetings of the next ten weeks, who would be told, and times that the clocks skip or show twice.',
    status: 200,
    answer: 'What it would be. Nothing is kept.',
    schema: 'MeetingSeriesPreview',
    repeatable: true,
    problems: ['invalid_input', 'operation_unknown', 'not_found'],
  });

export const ListSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listMeetingSeries',
    summary: 'List the series of meetings that your body takes part in',
    status: 200,
    answer: 'All of them, the oldest first.',
    schema: 'MeetingSeries',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMeetingSeries',
    summary: 'Read a series of meetings',
    path: ID,
    status: 200,
    answer: 'The series.',
    schema: 'MeetingSeries',
    etag: true,
  });

export const ChangeSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'changeMeetingSeries',
    summary: 'Change a series, or one of its meetings and those after it',
    description:
      'What you leave out stays. With `from`, the series ends before that meeting and another one goes on from it: the answer is the new series. Meetings that were moved by themselves, and those that began, stay as they are.',
    path: ID,
    status: 200,
    answer: 'The series as it is now, or the new one.',
    schema: 'MeetingSeries',
    etag: true,
    ifMatch: true,
    problems: ['invalid_input', 'forbidden', 'illegal_transition'],
  });

export const PreviewSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'previewMeetingSeries',
    summary: 'See what a change of a series would do',
    description: 'Who would be told, and whether the answers of the bodies would count no more.',
    path: ID,
    status: 200,
    answer: 'What it would do. Nothing is kept.',
    schema: 'MeetingSeriesPreview',
    repeatable: true,
    problems: ['invalid_input'],
  });

export const EndSeriesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'endMeetingSeries',
    summary: 'End a series of meetings',
    description: 'Its meetings to come are cancelled, but for those that were moved by themselves.',
    path: ID,
    status: 200,
    answer: 'The series.',
    schema: 'MeetingSeries',
    idempotent: true,
    ifMatch: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const ListOccurrencesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listMeetingOccurrences',
    summary: 'List the meetings of a series',
    description: 'Those on record within a time, the earliest first, at most 200: also those that were cancelled.',
    path: ID,
    status: 200,
    answer: 'The meetings.',
    schema: 'Meeting',
    list: true,
    problems: ['invalid_input'],
  });
