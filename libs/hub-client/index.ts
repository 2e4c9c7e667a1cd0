export { keyOf, credentialsFile, readCredentials, type DemoCredentials } from './demo-credentials';
export { errorCodeOf } from './error-code';
export type * from './hub-api.types';
export { HubApiError, HubUnreachableError, isHubError, isTransient } from './hub-client.errors';
export type { HubClientOptions } from './hub-calls';
export { HubClient } from './hub-client';
export { Limit } from './limit';
export { readJournalLine, type JournalEntry, type PartnerLine, type WebhookVerdict } from './partner-journal';
export { persistently, type Persistence } from './persistently';
