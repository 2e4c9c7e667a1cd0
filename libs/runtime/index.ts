export { runMain } from './run-main';
export { RuntimeModule, type RuntimeOptions } from './runtime.module';
export { loadSettings, publicUrlOf, type Duties, type Settings } from './settings';
export { startService, type RunningService, type ServiceOptions } from './start-service';
export { CLOCK, DUTIES, LOG, SETTINGS } from './tokens';
export { ApiActions } from './web/api-actions';
export { CallerGuard, CurrentCaller } from './web/caller.guard';
export { Idempotent } from './web/idempotency-key';
export { AnyKey, Permit, Public, type Permission } from './web/permission';
