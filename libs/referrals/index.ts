export { exampleCases, type ExampleCase } from './htcds/example-cases';
export { readHtcdsWorkbook } from './htcds/read';
export type { HtcdsLayout, HtcdsOptions, HtcdsProblem, HtcdsReading, HtcdsRow } from './htcds/reading';
export { writeHtcdsWorkbook, type WriteOptions } from './htcds/write';
export type { WritableRow } from './htcds/written-value';
export { acknowledge, type Receipt } from './receiving/acknowledge';
export { decide, decisions, type Decided, type Decision, type DecisionGiven } from './receiving/decide';
export {
  progress,
  progressStates,
  type Progressed,
  type ProgressGiven,
  type ProgressState,
} from './receiving/progress';
export { readInbox, readInboxItem, type InboxContent, type InboxItem } from './receiving/read-inbox';
export { createReferral, type DraftCreated, type NewReferral } from './sending/create-referral';
export { importReferrals, type ImportReport } from './sending/import-referrals';
export { previewReferral, type PreviewedBody } from './sending/preview-referral';
export {
  listReferrals,
  readReferral,
  readReferralSummary,
  readTimeline,
  type ReferralSummary,
  type ReferralView,
  type TimelineLine,
} from './sending/read-referral';
export { submitReferral, type Submitted } from './sending/submit-referral';
export { submitTogether } from './sending/submit-together';
export type { ReferralTools } from './tools';
export type { ReferralFilter } from './sending/sender.store';
export { confirm, type Confirmed } from './lifecycle/confirm';
export { cancelReferral, closeReferral, enterInError, reopenReferral, withdrawConsent } from './lifecycle/end-referral';
export type { MoveGiven } from './lifecycle/move-recipients';
export { rerouteReferral, type RerouteGiven } from './lifecycle/reroute-referral';
export { changeReferral, type ReferralChange } from './sending/change-referral';
