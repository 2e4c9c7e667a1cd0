import { witness } from '#evidence';
import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { HeldRole, Role } from '../domain/roles';

export interface RoleGrant extends HeldRole {
  readonly personId: Uuid;
  readonly organisationId: Uuid;
  /** Who grants it: a person, or nobody when the operator does. */
  readonly by?: Uuid;
}

/** Gives a person a role. Someone who holds it keeps it; then nothing is done and nothing witnessed. */
export async function grantRole(tx: Transaction, clock: Clock, grant: RoleGrant): Promise<void> {
  const { personId, organisationId, role, operation, by } = grant;
  const now = clock.now();
  const made = await tx.execute(
    `INSERT INTO role_assignments (id, person_id, organisation_id, operation_id, role, source, granted_by, granted_at)
     VALUES ($1, $2, $3, $4, $5, 'local', $6, $7)
     ON CONFLICT (person_id, role, operation_id) WHERE revoked_at IS NULL DO NOTHING`,
    [uuidv7(), personId, organisationId, operation, role, by ?? null, now],
  );
  if (made === 0) return;
  await witness(tx, [
    {
      action: 'role.granted',
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
