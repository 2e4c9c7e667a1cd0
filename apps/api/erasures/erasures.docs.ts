import { Documented } from '../http/answers';

const erasure = { id: 'Id of the erasure.' };

export const RequestErasureDoc = (): MethodDecorator =>
  Documented({
    operationId: 'requestErasure',
    summary: 'Ask that content which your body sent is erased for good',
    description:
      'By one message, or by the code of a case: then all that your body sent about it in that operation. What came of it goes too: replies, updates, and what others passed on. Nothing is erased before a second person approves.',
    status: 201,
    answer: 'The erasure as it was asked for.',
    schema: 'Erasure',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'not_found', 'erased', 'operation_unknown'],
  });

export const ListErasuresDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listErasures',
    summary: 'List the erasures of what your body sent',
    status: 200,
    answer: 'A page of erasures, newest first.',
    schema: 'Erasure',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadErasureDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getErasure',
    summary: 'Read an erasure',
    path: erasure,
    status: 200,
    answer: 'The erasure.',
    schema: 'Erasure',
  });

export const ApproveErasureDoc = (): MethodDecorator =>
  Documented({
    operationId: 'approveErasure',
    summary: 'Approve an erasure, as a second person',
    path: erasure,
    description:
      'Refused to who asked (403). Within seconds the content is gone, its keys are destroyed, and every body that received it is told, to erase its copies and to confirm.',
    status: 200,
    answer: 'The erasure, approved.',
    schema: 'Erasure',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const RefuseErasureDoc = (): MethodDecorator =>
  Documented({
    operationId: 'refuseErasure',
    summary: 'Refuse an erasure, as a second person',
    path: erasure,
    description: 'Refused to who asked (403).',
    status: 200,
    answer: 'The erasure, refused.',
    schema: 'Erasure',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition'],
  });
