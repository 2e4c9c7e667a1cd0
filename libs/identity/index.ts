export { matches, newApiKey, parseApiKey, scopes, type NewApiKey, type Scope } from './api-key';
export { KeyFinder, authenticate, contextOf, noteUse, type Caller } from './caller';
export { forgetAnswers, REMEMBERED_FOR } from './forget-answers';
export { idempotently, idempotentlyTogether, isAnswered, type Answer, type IdempotentRequest } from './idempotency';
export { issueApiKey, revokeApiKeys } from './issue-api-key';
