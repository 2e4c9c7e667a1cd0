export { announce, type Announced, type Announcement } from './announce';
export { eventTypeFor, eventTypes, isEventType, type EventType, type Happening } from './domain/event-types';
export {
  removeCredential,
  setClientCertificate,
  setOAuth2Client,
  type ClientAuthMethod,
  type CredentialKind,
  type OAuth2Client,
} from './endpoints/credentials';
export {
  listAttempts,
  listEndpoints,
  findEndpoint,
  type AttemptView,
  type EndpointView,
} from './endpoints/endpoint.store';
export {
  attemptsOf,
  deliveryStates,
  findDelivery,
  listDeliveries,
  type DeliveryAttemptView,
  type DeliveryState,
  type DeliveryView,
} from './endpoints/deliveries.store';
export { endpointHealth, type EndpointHealth } from './endpoints/health';
export { RECOVERED_AT_ONCE, recover, resendDelivery, type Recovered } from './endpoints/requeue';
export {
  VERIFICATION_EVENT,
  beginVerification,
  completeVerification,
  putChallenge,
  type Challenge,
} from './endpoints/verify';
export {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  rotateSecret,
  sendTestEvent,
  type EndpointSettings,
  type EndpointTools,
  type ShownSecrets,
} from './endpoints/endpoints';
export { KID, curves, type EncryptionKey } from './payload/encryption-key';
export { payloads, type Payload } from './payload/payload-choice';
export { LARGEST_JWE, type ContentSource, type ReadableContent } from './payload/webhook-content';
export { keptDeliveries, type KeptDeliveriesQuery, type KeptDelivery } from './endpoints/kept-deliveries';
export { AccessTokens } from './sending/access-tokens';
export { DeliveryEngine, type EngineOptions } from './sending/delivery-engine';
export { ed25519PublicJwk, generateEd25519KeyPair, generateHmacSecret, sign, type Ed25519PublicJwk } from './signing';
export { supersede } from './supersede';
export { findLink, useLink, type AcknowledgementLink } from './mail/acknowledgement-link';
export { folderTransport } from './mail/folder-transport';
export {
  leaveGlassMails,
  leaveReadingNotice,
  leaveMails,
  leaveNotice,
  type GlassMailKind,
  type MailKind,
  type NewMail,
} from './mail/leave-mails';
export { findMeetingLink, type MeetingLink } from './mail/meeting-link';
export { leaveMeetingMails, type MeetingMailContent, type NewMeetingMail } from './mail/meeting-mail';
export type { NoticeContent } from './mail/lay-out-notice';
export { leaveProvisionMails, type NewProvisionMail } from './mail/provision-mail';
export { MailEngine, type MailEngineOptions } from './mail/mail-engine';
export { MailFault, type MailTransport, type OutgoingMail } from './mail/mail-transport';
export { smtpTransport } from './mail/smtp-transport';
export { forgetDeliveries } from './retention/forget-deliveries';
export { keepAttempts, type AttemptsKept } from './retention/keep-attempts';
