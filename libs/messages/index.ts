export { ageAt, ageGroupOf, isMinorAgeGroup } from './kinds/referral/age';
export { caseStatuses, referralReasons } from './kinds/referral/codes/case.codes';
export { codesOf, type CodeOf, type Coded } from './schema/code-list';
export { consentPurposes, consentQuestions, consentStates } from './kinds/referral/codes/consent.codes';
export { countries } from './kinds/referral/codes/country.codes';
export { forcedLabourIndustries } from './kinds/referral/codes/forced-labour-industry.codes';
export { indicatorDimensions, indicatorSets, indicatorStrengths } from './kinds/referral/codes/indicator.codes';
export { languages } from './kinds/referral/codes/language.codes';
export { palermoActs, palermoMeans, palermoPurposes } from './kinds/referral/codes/palermo.codes';
export { ageGroups, educationLevels, genders, maritalStatuses, minorStates } from './kinds/referral/codes/person.codes';
export { priorities, risks, services } from './kinds/referral/codes/request.codes';
export * from './kinds/referral/codes/trafficking.codes';
export { kind as referralKind } from './kinds/referral';
export type * from './kinds/referral/referral-body';
export { schemaLeaves, type SchemaLeafAt } from './schema/schema-leaves';
export { leafGroups, type LeafGroup, type SchemaNode, type Sensitivity } from './schema/schema-node';
export { problemsOfKind } from './kind/check-kind';
export { MessageKinds, kindsForRules, messageKinds } from './kind/kinds';
export {
  distributions,
  type Distribution,
  type KindConsent,
  type KindFacts,
  type MessageKind,
  type RoutedBody,
} from './kind/message-kind';
export type { Marks } from './kind/marks';
export { decisionDeadline } from './kind/decision-deadline';
export { isWithheld } from './domain/withheld';
export { legalMoves, nextStateOf } from './kind/recipient-moves';
export { validateBody } from './kind/validate-body';
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
  asks,
  declineReasons,
  legalEvents,
  outcomes,
  recipientEvents,
  recipientLifecycle,
  recipientStates,
  type Asks,
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
  lockMessages,
  moveMessage,
  type DraftPatch,
  type MessageRow,
  type MessageStatus,
  type NewDraft,
} from './store/message.store';
export {
  changeRecipient,
  findOwnRecipient,
  listInbox,
  type InboxQuestion,
  lockOwnRecipient,
  lockRecipients,
  recipientIdsOf,
  recipientsOf,
  type RecipientPatch,
  type RecipientRow,
} from './store/recipient.store';
export { capacitiesOn, keepCapacity, type CapacityRow, type DeclaredCapacity } from './store/capacity.store';
export { record, type Change, type TimelineEntry } from './store/record';
export { openBody, openRelease, sealBody, sealedPlaces } from './store/sealed-body';
export {
  PROGRESS_STEP,
  deadlineSteps,
  decisionSteps,
  isDecisionStep,
  isEscalation,
  isLateStep,
  isOverdue,
  nextDeadlineStep,
  nextDecisionStep,
  runningDeadline,
  statesFor,
  type DeadlineStep,
  type DecisionDeadline,
  type DecisionStep,
  type TrackingStep,
} from './domain/deadline-steps';
export {
  insertRecipients,
  insertRoutingDecisions,
  type NewRecipient,
  type NewRoutingDecision,
  type RoutedTo,
  type RoutingDecided,
} from './store/routed.store';
export {
  attachmentsOf,
  chunksFrom,
  clearBrokenUploads,
  deleteAttachment,
  discardUpload,
  insertChunk,
  insertUpload,
  keepUpload,
  releasedAttachments,
  type AttachmentRow,
} from './attachments/attachment.store';
export { CHUNK_BYTES, chunksOf, type Chunk } from './attachments/chunks';
export { ContentCheck } from './attachments/content/content-check';
export { overLimit, type AttachmentLimits } from './attachments/limits';
export { allowedTypes, extensionFits, type AttachmentType } from './attachments/media-type';
export { releaseAttachments, type ReleasedTo } from './attachments/release-attachments';
export {
  keyedDigest,
  openChunk,
  openMeta,
  sealChunk,
  sealMeta,
  type AttachmentMeta,
} from './attachments/sealed-attachment';
export { conducts, personnelCategories } from './kinds/accountability-notice/conduct.codes';
export { effortAreas, legislationStates, protocolStates } from './kinds/national-return/schema';
export {
  rankGroups,
  trainedRoles,
  trainingCourses,
  trainingTimes,
  type TrainingCourse,
} from './kinds/training-return/training.codes';
