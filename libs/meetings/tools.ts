import type { Clock, Uuid } from '#kernel';
import type { Directory } from '#directory';
import type { Caller } from '#identity';
import type { Transaction } from '#platform/database';
import type { Zones } from './calendar/zones';

/** What the hub itself works with. */
export interface HubTools {
  readonly tx: Transaction;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly zones: Zones;
}

/** What a use case works with: one open transaction under the caller's context, and the hub's services. */
export interface MeetingTools extends HubTools {
  readonly caller: Caller;
}

/** The slugs of bodies, in their order. */
export async function slugsOf({ directory }: Pick<HubTools, 'directory'>, ids: readonly Uuid[]): Promise<string[]> {
  const slugs: string[] = [];
  for (const id of ids) slugs.push(await directory.slugOf(id));
  return slugs.sort();
}
