import { Documented } from '../http/answers';

const exception = { id: 'Id of the exception.' };

export const RequestExceptionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'requestException',
    summary: 'Ask that one body may have a case without consent, because a life is at risk',
    path: { id: 'Id of the referral.' },
    description:
      'Nothing is released by asking. Another officer decides, with a key of their own; then submit or re-route the referral. It holds for one body, for 72 hours at most, and never shows more than the profile of that body.',
    status: 201,
    answer: 'The exception as it was asked for.',
    schema: 'ReleaseException',
    idempotent: true,
    location: true,
    problems: ['illegal_transition'],
  });

export const ListExceptionsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listExceptions',
    summary: 'List the exceptions that your body asked for, or was told of',
    status: 200,
    answer: 'A page of exceptions, newest first.',
    schema: 'ReleaseException',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadExceptionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getException',
    summary: 'Read an exception',
    path: exception,
    description: 'The reason and the note are for the body that asked; who was only told of it reads `null`.',
    status: 200,
    answer: 'The exception.',
    schema: 'ReleaseException',
  });

export const ApproveExceptionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'approveException',
    summary: 'Approve an exception, as a second person',
    path: exception,
    description:
      'Refused to the key that asked (403): each officer has a key of their own. The data protection focal point of the operation is told.',
    status: 200,
    answer: 'The exception, approved.',
    schema: 'ReleaseException',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const RefuseExceptionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'refuseException',
    summary: 'Refuse an exception, as a second person',
    path: exception,
    description: 'Refused to the key that asked (403): each officer has a key of their own.',
    status: 200,
    answer: 'The exception, refused.',
    schema: 'ReleaseException',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const RevokeExceptionDoc = (): MethodDecorator =>
  Documented({
    operationId: 'revokeException',
    summary: 'Take an approved exception back',
    path: exception,
    description:
      'One officer is enough, whoever asked. What the body has by this exception only is recalled from it at once.',
    status: 200,
    answer: 'The exception, revoked.',
    schema: 'ReleaseException',
    idempotent: true,
    problems: ['illegal_transition'],
  });
