import { Documented } from '../http/answers';

const path = { id: 'Id of the message.' };

export const SendMessageDoc = (): MethodDecorator =>
  Documented({
    operationId: 'sendMessage',
    summary: 'Send a message of any kind',
    description:
      'It is checked against the schema of its kind, routed by the rules of the operation and tracked at each recipient. ' +
      'A reply belongs to the thread of what it replies to and, when it names nobody, goes to the other side of it. An ' +
      'information-response settles the question that it answers. With `draft` it is kept, and sent by submitting it.',
    status: 201,
    answer: 'The message: submitted, or a draft when you asked for one.',
    schema: 'ReferralSummary',
    idempotent: true,
    location: true,
    problems: [
      'invalid_input',
      'operation_unknown',
      'illegal_transition',
      'release_refused',
      'evidence_behind',
      'unavailable',
    ],
  });

export const ListMessagesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listMessages',
    summary: 'List the messages that you sent or draft, newest first',
    status: 200,
    answer: 'A page of your messages of every kind with the state at each recipient.',
    schema: 'ReferralSummary',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadMessageDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMessage',
    summary: 'Read one of your messages',
    path,
    status: 200,
    answer: 'The message, its recipients with the four facts each, and every refusal with its rule.',
    schema: 'Message',
    etag: true,
    problems: ['erased'],
  });

export const ReadThreadDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getThread',
    summary: 'Read the thread of a message',
    path: { id: 'Id of any message of the thread that you sent or received.' },
    description: 'What others wrote to one another in the same thread is not there.',
    status: 200,
    answer: 'What you sent and received in this thread, oldest first, without content.',
    schema: 'ThreadMessage',
    list: true,
  });

export const MessageTimelineDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMessageTimeline',
    summary: 'Read everything that happened to a message',
    path,
    status: 200,
    answer: 'The timeline, oldest first.',
    schema: 'TimelineLine',
    list: true,
  });

export const PreviewMessageDoc = (): MethodDecorator =>
  Documented({
    operationId: 'previewMessage',
    summary: 'See what each body would get of a message, and every refusal with its rule',
    path,
    status: 200,
    answer: 'One entry per body of the operation. Nothing is sent.',
    schema: 'ReferralPreview',
    problems: ['illegal_transition'],
  });

export const SubmitMessageDoc = (): MethodDecorator =>
  Documented({
    operationId: 'submitMessage',
    summary: 'Send a draft of any kind on its way',
    path,
    status: 202,
    answer: 'It is accepted and will be routed.',
    schema: 'Submitted',
    idempotent: true,
    problems: ['illegal_transition', 'release_refused', 'evidence_behind', 'unavailable'],
  });

export const CancelMessageDoc = (): MethodDecorator =>
  Documented({
    operationId: 'cancelMessage',
    summary: 'Call a message off',
    path,
    description: 'Where nobody acknowledged it ends at once; who did is asked to confirm.',
    status: 200,
    answer: 'The message with its recipients.',
    schema: 'ReferralSummary',
    idempotent: true,
    problems: ['invalid_input', 'illegal_transition'],
  });

export const ListKindsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listMessageKinds',
    summary: 'List the kinds of message with their schemas',
    status: 200,
    answer: 'What each kind is for, what it asks of its recipients, and the JSON Schema of its body.',
    schema: 'MessageKind',
    list: true,
  });
