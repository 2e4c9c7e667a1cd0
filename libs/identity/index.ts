export { matches, newApiKey, parseApiKey, scopes, type NewApiKey, type Scope } from './api-key';
export { authenticate, contextOf, type Caller } from './caller';
export { idempotently, type Answer, type IdempotentRequest } from './idempotency';
export { issueApiKey, revokeApiKeys } from './issue-api-key';
