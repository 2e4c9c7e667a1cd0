export { matches, newApiKey, parseApiKey, type NewApiKey } from './api-key';
export { KeyFinder, authenticate, noteUse } from './authenticate-key';
export { actorOf, contextOf, type Caller, type SignedInPerson } from './caller';
export { permissions, scopes, type Permission, type Scope } from './domain/permissions';
export { grants, operationsFor, permissionsOf, roles, type HeldRole, type Role } from './domain/roles';
export { forgetAnswers, REMEMBERED_FOR } from './forget-answers';
export { idempotently, idempotentlyTogether, isAnswered, type Answer, type IdempotentRequest } from './idempotency';
export { issueApiKey, revokeApiKeys } from './issue-api-key';
