import { HubError, type Uuid } from '#kernel';
import type { RowContext } from '#platform/database';
import type { Permission } from './domain/permissions';

/** A person who signed in, as far as a request needs to know. */
export interface SignedInPerson {
  readonly id: Uuid;
  readonly sessionId: Uuid;
  /** Where the permission of the route that was asked is held: ids of operations, or all of the body's. */
  readonly operations: 'all' | readonly string[];
  /** When the person last proved who they are; what is grave asks for a recent time. */
  readonly provedAt: Date;
  /** When they last showed a second factor in this session; null: never. */
  readonly secondFactorAt: Date | null;
  /** The route is one of those for allegations, which nobody sees elsewhere. */
  readonly room?: 'accountability';
}

/** Who sends a request: a body, by one of its keys or one of its people. */
export interface Caller {
  readonly organisationId: Uuid;
  readonly slug: string;
  /** The key that it calls with; of a person, the session. */
  readonly keyId: Uuid;
  /** What the key, or the person's roles, allow. */
  readonly scopes: readonly Permission[];
  /** The operations that a key is held to; all of its body's when absent. */
  readonly operations?: readonly string[];
  readonly person?: SignedInPerson;
  /** By the link of a mail, which allows one thing: `keyId` is no key's then. */
  readonly link?: true;
}

/** Who signed in, where only a person may act. @throws HubError `forbidden` to a key, with why it is of no use here */
export function personOf({ person }: Pick<Caller, 'person'>, why: string): SignedInPerson {
  if (person) return person;
  throw new HubError('forbidden', why);
}

/** Who acts, where two of them must differ: the person, or the key. */
export function actorOf({ person, keyId }: Caller): Uuid {
  return person?.id ?? keyId;
}

/** The operations that a caller is held to, by its key or by where its roles are. */
export function heldTo({ person, operations }: Pick<Caller, 'person' | 'operations'>): 'all' | readonly string[] {
  return person?.operations ?? operations ?? 'all';
}

/** Whether a caller may act in an operation of its body. */
export function mayActIn(caller: Pick<Caller, 'person' | 'operations'>, operation: string): boolean {
  const held = heldTo(caller);
  return held === 'all' || held.includes(operation);
}

/** The row-level context of a caller. */
export function contextOf({ organisationId, keyId, operations, person, link }: Caller): RowContext {
  if (person) {
    const { id, operations: held, room } = person;
    return { kind: 'body', organisationId, person: id, operations: held, ...(room ? { room } : {}) };
  }
  if (link) return { kind: 'body', organisationId };
  return { kind: 'body', organisationId, key: keyId, ...(operations ? { operations } : {}) };
}
