import { Documented } from '../http/answers';

const consent = { id: 'Id of the consent record.' };

export const RecordConsentDoc = (): MethodDecorator =>
  Documented({
    operationId: 'recordConsent',
    summary: 'Record what a person agreed to',
    description:
      'Referrals rest on such a record (`consentId`): what it covers is asked anew before every release. Nobody but your body sees it; a recipient sees the section of the referral that is filled from it.',
    status: 201,
    answer: 'The record.',
    schema: 'Consent',
    idempotent: true,
    location: true,
    problems: ['invalid_input', 'operation_unknown'],
  });

export const ListConsentsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listConsents',
    summary: "List your body's consent records, newest first",
    status: 200,
    answer: 'A page of records: codes and days, nobody’s words.',
    schema: 'ConsentSummary',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadConsentDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getConsent',
    summary: 'Read a consent record',
    path: consent,
    status: 200,
    answer: 'The record, and the referrals that rest on it.',
    schema: 'Consent',
  });

export const WithdrawRecordDoc = (): MethodDecorator =>
  Documented({
    operationId: 'withdrawConsentRecord',
    summary: 'Tell that the person withdrew what a record says',
    path: consent,
    description:
      'In one step: nothing is sent on it any more, what waits for delivery is stopped, and every referral of your body that rests on it is recalled from all who hold it; each is asked to confirm. Sent again, it answers with the same referrals.',
    status: 200,
    answer: 'The record, and every referral that was taken back.',
    schema: 'ConsentWithdrawn',
    idempotent: true,
  });
