import { Documented } from '../http/answers';

const opening = { id: 'Id of the opening.' };

export const RequestOpeningDoc = (): MethodDecorator =>
  Documented({
    operationId: 'requestOpening',
    summary: 'Ask to see all of one record, in an emergency',
    description:
      'For a person of a body that was sent the record. Nothing is shown before a second person agrees, of the body that sent it or of the guard of personal data in the operation: both are written to. A request that nobody answers lapses after an hour.',
    status: 201,
    answer: 'The opening as it was asked for.',
    schema: 'Opening',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'not_found', 'erased', 'illegal_transition'],
  });

export const ListOpeningsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listOpenings',
    summary: 'List the openings that your body asked for, or is asked about',
    status: 200,
    answer: 'A page of openings, newest first.',
    schema: 'Opening',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadOpeningDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getOpening',
    summary: 'Read an opening',
    path: opening,
    status: 200,
    answer: 'The opening.',
    schema: 'Opening',
  });

const decided = (operationId: string, summary: string, description: string, answer: string): MethodDecorator =>
  Documented({
    ...{ operationId, summary, description, answer },
    ...{ path: opening, status: 200, schema: 'Opening', idempotent: true },
    problems: ['forbidden', 'illegal_transition'],
  });

export const ApproveOpeningDoc = (): MethodDecorator =>
  decided(
    'approveOpening',
    'Approve an opening, as a second person of another body',
    'Refused to the body that asks (403). The minutes count from now on, and each look is evidence that your body sees.',
    'The opening, approved.',
  );

export const RefuseOpeningDoc = (): MethodDecorator =>
  decided(
    'refuseOpening',
    'Refuse an opening',
    'Refused to the body that asks (403). Nothing was shown.',
    'The opening, refused.',
  );

export const EndOpeningDoc = (): MethodDecorator =>
  decided(
    'endOpening',
    'End an opening before its time',
    'Refused to the body that asks (403). Nothing is shown any more from the next request on.',
    'The opening, ended.',
  );

export const ReadOpenedDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getOpenedRecord',
    summary: 'Read the record, while it is open',
    path: opening,
    description:
      'To the person who asked, and nobody else: all of it, as its sender wrote it, without its attachments. Each look is evidence.',
    status: 200,
    answer: 'The record in full.',
    schema: 'OpenedRecord',
    problems: ['illegal_transition', 'erased'],
  });
