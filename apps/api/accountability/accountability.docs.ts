import { Documented } from '../http/answers';

const notice = { id: 'Id of the notice.' };

export const WriteNoticeDoc = (): MethodDecorator =>
  Documented({
    operationId: 'writeNotice',
    summary: 'Bring an allegation against personnel of a nation before its designated authority',
    description:
      'It goes to the authority that the nation designated in the operation, and to nobody else. Refused with `nation_not_in_operation`, `authority_not_designated` and, for a victim’s referral without a consent to an investigation that names the authority, `consent_missing`. `"draft": true` keeps it for you alone. You are the first who knows of it; let others know with `/people`.',
    status: 201,
    answer: 'The notice.',
    schema: 'NoticeSummary',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'operation_unknown', 'release_refused', 'evidence_behind'],
  });

export const SubmitNoticeDoc = (): MethodDecorator =>
  Documented({
    operationId: 'submitNotice',
    summary: 'Send a draft to the designated authority',
    description: 'What is refused stays a draft.',
    path: notice,
    status: 200,
    answer: 'The notice, submitted.',
    schema: 'NoticeSummary',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition', 'release_refused', 'erased', 'evidence_behind'],
  });

export const ListNoticesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listNotices',
    summary: 'List the notices that you know of',
    description:
      'Those that you wrote or were let know of and, at a designated authority, those that it was sent. To everybody else there are none.',
    status: 200,
    answer: 'A page of notices, newest first, without what is alleged.',
    schema: 'NoticeSummary',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadNoticeDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getNotice',
    summary: 'Read a notice',
    description: 'The read is evidence. Who reported it is shown to the authority only with the reporter’s consent.',
    path: notice,
    status: 200,
    answer: 'The notice.',
    schema: 'Notice',
    problems: ['erased'],
  });

export const NoticeHistoryDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getNoticeHistory',
    summary: 'Read what happened to a notice',
    path: notice,
    status: 200,
    answer: 'Its lines, oldest first.',
    schema: 'TimelineLine',
    list: true,
  });

export const NoticeEvidenceDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listNoticeEvidence',
    summary: 'List the evidence about a notice',
    description: 'A stream of its own: `GET /v1/evidence` and its export show nothing of it, to nobody.',
    path: notice,
    status: 200,
    answer: 'The entries that concern your body, oldest first.',
    schema: 'EvidenceEntry',
    list: true,
    problems: ['invalid_input'],
  });

export const NationStatusDoc = (): MethodDecorator =>
  Documented({
    operationId: 'noteNationStatus',
    summary: 'Say, as the designated authority, how an allegation stands',
    description:
      '`received` acknowledges it; `convicted`, `acquitted` and `dismissed` answer it. 409 `illegal_transition` names what may follow.',
    path: notice,
    status: 200,
    answer: 'The notice as it stands now.',
    schema: 'NoticeSummary',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const RepatriationDoc = (): MethodDecorator =>
  Documented({
    operationId: 'requestRepatriation',
    summary: 'Ask the nation, as a senior commander, to repatriate an offender',
    description: 'Of a notice that you were let know of, once.',
    path: notice,
    status: 200,
    answer: 'The notice as it stands now.',
    schema: 'NoticeSummary',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition'],
  });

export const LetKnowDoc = (): MethodDecorator =>
  Documented({
    operationId: 'letKnowOfNotice',
    summary: 'Let a colleague know of a notice',
    description: 'For good: what somebody read they know.',
    path: notice,
    status: 200,
    answer: 'Who of your body knows of it now.',
    schema: 'KnowingPerson',
    list: true,
    idempotent: true,
    problems: ['forbidden'],
  });

export const ReleaseReporterDoc = (): MethodDecorator =>
  Documented({
    operationId: 'releaseReporter',
    summary: 'Let the authority know who reported it, because they agreed',
    description: 'For good: what somebody read they know. Until then the name is in no answer, webhook or export.',
    path: notice,
    status: 200,
    answer: 'The notice as it stands now.',
    schema: 'NoticeSummary',
    idempotent: true,
    problems: ['forbidden', 'illegal_transition', 'erased'],
  });

export const NoticeFiguresDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getNoticeFigures',
    summary: 'Count notices on accountability, as the senior coordinator',
    description:
      'Actual ones that were sent in a quarter, by operation and by how they stood when the figures of the quarter were released (POST /v1/figure-releases); none of what is not released. No number from 1 to k - 1 is told or can be derived: what is too few stands together, and numbers are bounds.',
    status: 200,
    answer: 'The figures.',
    schema: 'NoticeFigures',
    problems: ['invalid_input'],
  });
