export { runMain } from './run-main';
export { RuntimeModule, senderOptions, type RuntimeOptions } from './runtime.module';
export { loadSettings, publicUrlOf, type Duties, type Settings } from './settings';
export { hubWork, waitingWakeUps, type EndpointAtWork, type HubState, type WaitingWork } from './health/hub-state';
export { startService, type RunningService, type ServiceOptions } from './start-service';
export { CLOCK, DUTIES, LOG, SETTINGS } from './tokens';
export { ApiActions, type SharedChange } from './web/api-actions';
export { CallerGuard, CallerNow, CurrentCaller } from './web/caller.guard';
export { Idempotent } from './web/idempotency-key';
export { TakesForms } from './web/takes-forms';
export { AnyKey, Permit, Public, type RoutePermission } from './web/permission';
export { AUTHENTICATORS, type Authenticator, type CallerRequest } from './web/authenticator';
export { AccessTokenAuthenticator } from './web/access-token.authenticator';
export { ReadsForm } from './web/reads-form';
export { ApiKeyAuthenticator } from './web/api-key.authenticator';
export { vaultSettings } from './vault-settings';
export { StepUp, asksStepUp } from './web/step-up';
export { SessionAuthenticator } from './web/session.authenticator';
export {
  noPendingCookie,
  noSessionCookie,
  pendingCookie,
  pendingOf,
  sessionCookie,
  sessionTokenOf,
} from './web/session-cookie';
export { PAGE_HEADER, refuseForeignPages } from './web/own-pages';
