import type { Clock } from '#kernel';
import type { Transaction } from '#platform/database';
import type { HeldRole } from '../domain/roles';
import { lockPerson, type ChangedPerson } from './change-person';
import { grantRole, revokeRole, rolesHeld } from './roles.store';

export interface RoleChange {
  readonly granted: readonly HeldRole[];
  readonly revoked: readonly HeldRole[];
}

const same = (one: HeldRole) => (other: HeldRole) => one.role === other.role && one.operation === other.operation;

/** What is to be granted and revoked so that a person holds these roles and no others. */
export function roleChange(held: readonly HeldRole[], wanted: readonly HeldRole[]): RoleChange {
  return {
    granted: wanted.filter((role) => !held.some(same(role))),
    revoked: held.filter((role) => !wanted.some(same(role))),
  };
}

/**
 * Gives a person these roles and takes the others; each change is evidence. It works on the next request of whoever is
 * signed in.
 *
 * @param allows asked with the change before anything is done; throws what it has against it
 * @throws HubError `not_found`, `stale_version`
 */
export async function changeRoles(
  tx: Transaction,
  clock: Clock,
  person: ChangedPerson,
  wanted: readonly HeldRole[],
  allows: (change: RoleChange) => void = () => undefined,
): Promise<void> {
  const now = clock.now();
  await lockPerson(tx, person.id, person.version);
  const change = roleChange(await rolesHeld(tx, person.id, now), wanted);
  allows(change);
  const { organisationId, by } = person;
  const whose = { personId: person.id, organisationId, ...(by === undefined ? {} : { by }) };
  for (const role of change.revoked) await revokeRole(tx, clock, { ...whose, ...role });
  for (const role of change.granted) await grantRole(tx, clock, { ...whose, ...role });
  await tx.execute(`UPDATE people SET updated_at = $2, version = version + 1 WHERE id = $1`, [person.id, now]);
}
