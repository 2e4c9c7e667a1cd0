import { notFound, type Clock, type Uuid } from '#kernel';
import type { Directory, Operation } from '#directory';
import { mayActIn, type Caller } from '#identity';
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

/**
 * An operation that the caller's body takes part in, and to others than which the caller is not held.
 *
 * @throws HubError `operation_unknown`; `not_found` for one of others
 */
export async function ownOperation({ directory, caller }: MeetingTools, id: string): Promise<Operation> {
  const { operation } = await directory.operation(id);
  const takesPart = operation.bodies.some(({ slug }) => slug === caller.slug);
  if (!takesPart || !mayActIn(caller, id)) throw notFound('operation');
  return operation;
}
