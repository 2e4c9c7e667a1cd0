export { ageAt, ageGroupOf, isMinorAgeGroup } from './kinds/referral/age';
export { caseStatuses, referralReasons } from './kinds/referral/codes/case.codes';
export { codesOf, type CodeOf, type Coded } from './kinds/referral/codes/code-list';
export { consentPurposes, consentQuestions, consentStates } from './kinds/referral/codes/consent.codes';
export { countries } from './kinds/referral/codes/country.codes';
export { forcedLabourIndustries } from './kinds/referral/codes/forced-labour-industry.codes';
export { indicatorDimensions, indicatorSets, indicatorStrengths } from './kinds/referral/codes/indicator.codes';
export { languages } from './kinds/referral/codes/language.codes';
export { palermoActs, palermoMeans, palermoPurposes } from './kinds/referral/codes/palermo.codes';
export { ageGroups, educationLevels, genders, maritalStatuses, minorStates } from './kinds/referral/codes/person.codes';
export { priorities, risks, services } from './kinds/referral/codes/request.codes';
export * from './kinds/referral/codes/trafficking.codes';
export { referralKind } from './kinds/referral';
export type * from './kinds/referral/referral-body';
export { schemaLeaves, type SchemaLeafAt } from './kinds/referral/schema-leaves';
export { leafGroups, type LeafGroup, type SchemaNode, type Sensitivity } from './kinds/referral/schema-node';
export { validateReferralBody } from './kinds/referral/validate';
export type { AnnotatedSchema, FieldSensitivity } from './domain/release/annotated-schema';
export type { JsonObject, JsonValue } from './domain/release/json';
export { project, type Projection, type WithheldField } from './domain/release/project';
export {
  messageEvents,
  messageLifecycle,
  messageStates,
  nextMessageState,
  type MessageEvent,
  type MessageState,
} from './domain/message-lifecycle';
export {
  declineReasons,
  legalEvents,
  nextRecipientState,
  outcomes,
  recipientEvents,
  recipientLifecycle,
  recipientStates,
  type DeclineReason,
  type Outcome,
  type RecipientEvent,
  type RecipientState,
} from './domain/recipient-lifecycle';
export {
  changeDraft,
  findMessage,
  messageColumns,
  insertDraft,
  lockFreeMessages,
  lockMessage,
  moveMessage,
  type DraftPatch,
  type MessageRow,
  type MessageStatus,
  type NewDraft,
} from './store/message.store';
export {
  changeRecipient,
  listInbox,
  lockOwnRecipient,
  lockRecipients,
  recipientIdsOf,
  recipientsOf,
  type RecipientPatch,
  type RecipientRow,
} from './store/recipient.store';
export { record, type Change, type TimelineEntry } from './store/record';
export { openBody, openRelease, sealBody, sealedPlaces } from './store/sealed-body';
export { deadlineSteps, nextDeadlineStep, type DeadlineStep } from './domain/deadline-steps';
export {
  insertRecipients,
  insertRoutingDecisions,
  type NewRecipient,
  type NewRoutingDecision,
} from './store/routed.store';
