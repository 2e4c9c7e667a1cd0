import { witness } from '#evidence';
import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { HeldRole, Role } from '../domain/roles';

export interface RoleGrant extends HeldRole {
  readonly personId: Uuid;
  readonly organisationId: Uuid;
  /** Who grants it: a person, or nobody when the operator does. */
  readonly by?: Uuid;
  /** Who says so: the hub's own people, or an identity provider. */
  readonly source?: 'local' | 'oidc';
}

/** Gives a person a role. Someone who holds it keeps it; then nothing is done and nothing witnessed. */
export async function grantRole(tx: Transaction, clock: Clock, grant: RoleGrant): Promise<void> {
  const { personId, organisationId, role, operation, by, source = 'local' } = grant;
  const now = clock.now();
  const made = await tx.execute(
    `INSERT INTO role_assignments (id, person_id, organisation_id, operation_id, role, source, granted_by, granted_at)
     VALUES ($1, $2, $3, $4, $5, $8, $6, $7)
     ON CONFLICT (person_id, role, operation_id) WHERE revoked_at IS NULL DO NOTHING`,
    [uuidv7(), personId, organisationId, operation, role, by ?? null, now, source],
  );
  if (made === 0) return;
  await witness(tx, [
    {
      action: 'role.granted',
      at: now,
      actorId: organisationId,
      subjectType: 'person',
      subjectId: personId,
      detail: { role, operation, ...(by === undefined ? {} : { by }), ...(source === 'oidc' ? { source } : {}) },
    },
  ]);
}

/** Takes a role from a person. Someone who does not hold it stays without; then nothing is witnessed. */
export async function revokeRole(tx: Transaction, clock: Clock, grant: RoleGrant): Promise<void> {
  const { personId, organisationId, role, operation, by } = grant;
  const now = clock.now();
  const taken = await tx.execute(
    `UPDATE role_assignments SET revoked_by = $4, revoked_at = $5
     WHERE person_id = $1 AND role = $2 AND operation_id IS NOT DISTINCT FROM $3 AND revoked_at IS NULL`,
    [personId, role, operation, by ?? null, now],
  );
  if (taken === 0) return;
  await witness(tx, [
    {
      action: 'role.revoked',
      at: now,
      actorId: organisationId,
      subjectType: 'person',
      subjectId: personId,
      detail: { role, operation, ...(by === undefined ? {} : { by }) },
    },
  ]);
}

/** The roles that a person holds now. */
export async function rolesHeld(tx: Transaction, personId: Uuid, now: Date): Promise<HeldRole[]> {
  return tx.rows<{ role: Role; operation: string | null }>(
    `SELECT role, operation_id AS operation FROM role_assignments
     WHERE person_id = $1 AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $2) ORDER BY role, operation_id NULLS FIRST`,
    [personId, now],
  );
}

/** Brings the roles that an identity provider gave a person up to those that it gives now. Others stay as they are. */
export async function syncClaimedRoles(
  tx: Transaction,
  clock: Clock,
  whose: Pick<RoleGrant, 'personId' | 'organisationId'>,
  claimed: readonly HeldRole[],
): Promise<void> {
  const before = await tx.rows<{ role: Role; operation: string | null }>(
    `SELECT role, operation_id AS operation FROM role_assignments
     WHERE person_id = $1 AND revoked_at IS NULL AND source = 'oidc' ORDER BY id`,
    [whose.personId],
  );
  const gone = before.filter(
    (held) => !claimed.some(({ role, operation }) => role === held.role && operation === held.operation),
  );
  for (const role of gone) await revokeRole(tx, clock, { ...whose, ...role });
  for (const role of claimed) await grantRole(tx, clock, { ...whose, ...role, source: 'oidc' });
}
