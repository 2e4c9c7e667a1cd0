export { matches, newApiKey, parseApiKey, type NewApiKey } from './api-key';
export { KeyFinder, authenticate, noteUse } from './authenticate-key';
export { areTwoPersons } from './two-persons';
export {
  MOST_FILTERS,
  filteredPages,
  listSavedFilters,
  removeSavedFilter,
  saveFilter,
  type FilteredPage,
  type SavedFilter,
} from './people/saved-filters';
export { SIGNATURE_LIFE } from './clients/signed-request';
export { actorOf, contextOf, heldTo, mayActIn, personOf, type Caller, type SignedInPerson } from './caller';
export { permissions, scopes, type Permission, type Scope } from './domain/permissions';
export { grants, operationsFor, permissionsOf, roles, type HeldRole, type Role } from './domain/roles';
export { authenticateToken } from './clients/access-token';
export { ASSERTION_ALGORITHMS, MOST_CLIENT_KEYS } from './clients/client-jwks';
export { forgetTokens } from './clients/forget-tokens';
export { ASSERTION_TYPE, TOKEN_SECONDS, grantToken, type GrantedToken, type TokenRequest } from './clients/grant-token';
export {
  listOAuthClients,
  readOAuthClient,
  registerOAuthClient,
  replaceClientKeys,
  revokeOAuthClient,
  type OAuthClientView,
} from './clients/oauth-clients';
export { TokenRefused } from './clients/token-refused';
export { countRequest, type RateLimit } from './request-rate';
export { forgetAnswers, REMEMBERED_FOR } from './forget-answers';
export { idempotently, idempotentlyTogether, isAnswered, type Answer, type IdempotentRequest } from './idempotency';
export { MOST_KEYS, createApiKey, type KeyTools, type ShownKey } from './keys/create-api-key';
export { issueApiKey, type KeyTerms } from './keys/issue-api-key';
export { type WishedTerms } from './keys/key-terms';
export { findApiKey, isValid, listApiKeys, type ApiKeyView } from './keys/read-api-keys';
export { revokeApiKey, revokeApiKeys } from './keys/revoke-api-key';
export { LONGEST_OVERLAP, USUAL_OVERLAP, replaceKey, rotateApiKey, type Rotated } from './keys/rotate-api-key';
export { MOST_NETWORKS, isWithin, networkOf } from './networks';
export { addressOf, createPerson, type NewPerson } from './people/create-person';
export { hashPassword, LONGEST_PASSWORD } from './people/password';
export { setPassword } from './people/set-password';
export { grantRole, rolesHeld, type RoleGrant } from './people/roles.store';
export { endSession } from './sessions/end-session';
export { findSession, noteActivity, type Session } from './sessions/find-session';
export { readOwnSession, type OwnSession } from './sessions/read-own-session';
export { signIn, type SignInAttempt } from './sessions/sign-in';
export { proveAgain, type Proof } from './sessions/prove-again';
export { listSessions, type SessionView } from './sessions/list-sessions';
export { endAllSessions } from './sessions/end-all-sessions';
export { forgetSessions } from './sessions/forget-sessions';
export { markSecondFactor } from './sessions/open-session';
export { demandFreshFactor, demandFreshProof } from './sessions/demand-step-up';
export { readPerson } from './people/read-person';
export {
  beginSecondFactor,
  confirmSecondFactor,
  hasSecondFactor,
  removeSecondFactor,
} from './second-factor/second-factor';
export { renewRecoveryCodes } from './second-factor/recovery-codes';
export { changePerson, type PersonChange } from './people/change-person';
export { changeRoles, type RoleChange } from './people/change-roles';
export { GRANTABLE, notTheirs } from './domain/granting';
export { listPeople, viewPerson, type PersonView } from './people/list-people';
export { makeSetUpLink, useSetUpLink, type SetUpLink } from './people/set-up-link';
export { countAddress } from './sessions/tries';
export { OidcClient, type OidcOptions, type PendingSignIn } from './oidc/oidc-client';
export { signInByOidc, type OidcRules } from './oidc/sign-in-by-oidc';
export { parseRoleMapping, type RoleMapping } from './domain/role-claims';
