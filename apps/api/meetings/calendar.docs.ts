import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { Documented } from '../http/answers';

export const ReadAnswersDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listMeetingAnswers',
    summary: 'List what the bodies answered to the invitation',
    path: { id: 'Id of the meeting.' },
    status: 200,
    answer: 'A line for each body.',
    schema: 'MeetingAnswer',
    list: true,
  });

export const AnswerMeetingDoc = (): MethodDecorator =>
  Documented({
    operationId: 'answerMeeting',
    summary: 'Answer an invitation',
    description: 'For your body. An answer counts until the meeting is moved.',
    path: { id: 'Id of the meeting.' },
    status: 200,
    answer: 'The answers as they are now.',
    schema: 'MeetingAnswer',
    list: true,
    idempotent: true,
    problems: ['invalid_input', 'illegal_transition', 'concurrent_change'],
  });

export const CreateFeedDoc = (): MethodDecorator =>
  Documented({
    operationId: 'createCalendarFeed',
    summary: 'Make a feed of the meetings of your body',
    description: 'Any calendar program can follow its address. It holds titles, times and places, and nothing else.',
    status: 201,
    answer: 'The feed, with its address: shown once.',
    schema: 'NewCalendarFeed',
    problems: ['invalid_input', 'operation_unknown', 'not_found'],
    repeatable: true,
  });

export const ListFeedsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listCalendarFeeds',
    summary: 'List the calendar feeds of your body',
    status: 200,
    answer: 'The feeds, the newest first, without their addresses.',
    schema: 'CalendarFeed',
    list: true,
  });

export const RevokeFeedDoc = (): MethodDecorator =>
  Documented({
    operationId: 'revokeCalendarFeed',
    summary: 'Revoke a calendar feed',
    description: 'Its address answers 404 from now on.',
    path: { id: 'Id of the feed.' },
    status: 204,
    answer: 'It is revoked.',
  });

export const CalendarReplyDoc = (): MethodDecorator =>
  Documented({
    operationId: 'takeCalendarReply',
    summary: 'Hand over the reply of a calendar program',
    description:
      'For systems that read a mailbox of your body. A reply is taken from a mailbox of your body, or of any body that was invited where yours is the secretary: calendar programs send replies to the ORGANIZER. It is taken to the invitation as it is now (UID, RECURRENCE-ID, SEQUENCE), and never an older one than what is held.',
    status: 200,
    answer: 'What became of it.',
    schema: 'CalendarReplyTaken',
    idempotent: true,
    problems: ['invalid_input', 'not_found', 'stale_version', 'illegal_transition', 'concurrent_change'],
  });

export const ReadFeedDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'readCalendarFeed',
      summary: 'Read a calendar feed',
      description: 'Whoever has the address reads it: keep it like a password, and revoke it when somebody leaves.',
      status: 200,
      answer: 'The calendar (RFC 5545).',
      problems: ['not_found'],
    }),
    ApiProduces('text/calendar'),
    ApiResponse({
      status: 200,
      description: 'The calendar (RFC 5545).',
      content: { 'text/calendar': { schema: { type: 'string' } } },
    }),
    ApiParam({
      name: 'token',
      description: 'Secret of the feed, followed by `.ics`.',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', maxLength: 43 },
    }),
  );
