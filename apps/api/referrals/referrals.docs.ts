import { Documented } from '../http/answers';

export const CreateReferralDoc = (): MethodDecorator =>
  Documented({
    operationId: 'createReferral',
    summary: 'Write a referral as a draft',
    description: 'Nobody else sees a draft. Its body follows HTCDS 2.0; every problem is named by its JSON pointer.',
    status: 201,
    answer: 'The draft.',
    schema: 'ReferralSummary',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'operation_unknown'],
  });

export const ListReferralsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listReferrals',
    summary: 'List your referrals, newest first',
    status: 200,
    answer: 'A page of your referrals with the state at each recipient.',
    schema: 'ReferralSummary',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadReferralDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getReferral',
    summary: 'Read one of your referrals',
    path: { id: 'Id of the referral.' },
    status: 200,
    answer: 'The referral, its recipients with the four facts each, and every refusal with its rule.',
    schema: 'Referral',
    etag: true,
    problems: ['erased'],
  });

export const ChangeReferralDoc = (): MethodDecorator =>
  Documented({
    operationId: 'changeReferral',
    summary: 'Change a draft',
    path: { id: 'Id of the referral.' },
    description: 'What is left out stays; the body is replaced as a whole. Possible as long as it is a draft.',
    status: 200,
    answer: 'The draft as changed.',
    schema: 'Referral',
    etag: true,
    ifMatch: true,
    problems: ['illegal_transition', 'invalid_input'],
  });

export const ReadTimelineDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getReferralTimeline',
    summary: 'Read everything that happened to a referral',
    path: { id: 'Id of the referral.' },
    status: 200,
    answer: 'The timeline, oldest first.',
    schema: 'TimelineLine',
    list: true,
  });

export const PreviewReferralDoc = (): MethodDecorator =>
  Documented({
    operationId: 'previewReferral',
    summary: 'See what each body would get, and every refusal with its rule',
    path: { id: 'Id of the referral.' },
    status: 200,
    answer: 'One entry per body of the operation. Nothing is sent.',
    schema: 'ReferralPreview',
    problems: ['illegal_transition'],
  });

export const SubmitReferralDoc = (): MethodDecorator =>
  Documented({
    operationId: 'submitReferral',
    summary: 'Send a draft on its way',
    path: { id: 'Id of the referral.' },
    description:
      'The rules are asked first. A referral that would reach nobody, or not a body that you addressed, is refused with every reason and stays a draft.',
    status: 202,
    answer: 'It is accepted and will be routed.',
    schema: 'Submitted',
    idempotent: true,
    problems: ['illegal_transition', 'release_refused', 'evidence_behind', 'unavailable'],
  });

export const ImportReferralsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'importReferrals',
    summary: 'Make drafts of the cases in an HTCDS 2.0 workbook or XForm submission',
    description:
      'Which of the two it is, the content says. Good rows become drafts, bad ones are named by row and column, or by node. The same file again creates nothing.',
    status: 200,
    answer: 'What became of each row.',
    schema: 'ImportReport',
    problems: ['invalid_input', 'operation_unknown', 'workbook_unreadable'],
    idempotent: true,
  });
