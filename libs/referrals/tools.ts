import type { Clock } from '#kernel';
import type { Directory } from '#directory';
import type { Caller } from '#identity';
import type { Transaction } from '#platform/database';
import type { Vault } from '#vault';

/** What a use case works with: one open transaction under the caller's context, and the hub's services. */
export interface ReferralTools {
  readonly tx: Transaction;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly caller: Caller;
}
