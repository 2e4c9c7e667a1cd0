import { Documented } from '../http/answers';

export const ListInboxDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listInbox',
    summary: 'List what was sent to your body, oldest first, after a cursor',
    description:
      'Sequences have no gaps: keep the last one, and ask for what comes after it. With `wait` the answer comes as soon as something is there.',
    status: 200,
    answer: 'What came after the cursor. `next` is the cursor for the next call.',
    schema: 'InboxItem',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadInboxItemDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getInboxItem',
    summary: 'Read a message that was sent to your body',
    path: { messageId: 'Id of the message.' },
    description: 'You see the fields that your profile releases. The read is kept as evidence, and counts as delivery.',
    status: 200,
    answer: 'The message.',
    schema: 'InboxContent',
    problems: ['erased'],
  });

export const AcknowledgeDoc = (): MethodDecorator =>
  Documented({
    operationId: 'acknowledgeInboxItem',
    summary: 'Acknowledge: your body takes the message up',
    path: { messageId: 'Id of the message.' },
    status: 200,
    answer: 'The receipt. Asked again, the same one.',
    schema: 'Receipt',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const DecideDoc = (): MethodDecorator =>
  Documented({
    operationId: 'decideInboxItem',
    summary: 'Accept, decline with a reason, or refer onward',
    path: { messageId: 'Id of the message.' },
    description: 'Deciding without acknowledging first acknowledges too.',
    status: 200,
    answer: 'The decision as kept.',
    schema: 'Decided',
    idempotent: true,
    problems: ['illegal_transition'],
  });

export const ProgressDoc = (): MethodDecorator =>
  Documented({
    operationId: 'progressInboxItem',
    summary: 'Tell how an accepted case goes, and how it ended',
    path: { messageId: 'Id of the message.' },
    status: 200,
    answer: 'The progress as kept.',
    schema: 'Progressed',
    idempotent: true,
    problems: ['illegal_transition'],
  });
