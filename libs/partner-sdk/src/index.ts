export { challengeAnswer, isVerification, type ChallengeAnswer, type VerificationEvent } from './challenge';
export { decryptContent, type DecryptionKey } from './decrypt';
export {
  ContentDecryptionError,
  EvidenceError,
  HubProblemError,
  HubUnreachableError,
  WebhookVerificationError,
  type DecryptionFailure,
  type EvidenceFailure,
  type HubProblem,
  type VerificationFailure,
} from './errors';
export {
  verifyCheckpoint,
  verifyGrowth,
  verifyReceipt,
  type Checkpoint,
  type ProvedEntry,
  type ProvedReceipt,
} from './evidence';
export type * from './hub.types';
export { HubPartner, type HubPartnerOptions, type PollOptions } from './hub-partner';
export { WebhookJwks, type WebhookJwksOptions } from './jwks';
export { ThreadSequences, checkSequence, type SequenceCheck } from './sequences';
export { verifyWebhook, type ReceivedWebhook, type WebhookToVerify } from './verify';
export {
  eventTypes,
  isEventType,
  type EventType,
  type ReceivedEvent,
  type WebhookData,
  type WebhookEvent,
} from './webhook-event';
