import type { Uuid } from '#kernel';
import type { HeldRole } from '#identity';
import type { Transaction } from '#platform/database';

/** Somebody of the sender who was let know of a notice. */
export interface KnowingPerson {
  readonly id: Uuid;
  readonly displayName: string;
  readonly email: string;
  readonly addedAt: Date;
}

export interface NewKnowing {
  readonly messageId: Uuid;
  readonly organisationId: Uuid;
  readonly personId: Uuid;
  readonly addedBy: Uuid;
  readonly at: Date;
}

/** Lets somebody know of a notice who does not yet. */
export async function insertKnowing(tx: Transaction, knowing: NewKnowing): Promise<void> {
  await tx.execute(
    `INSERT INTO accountability_people (message_id, organisation_id, person_id, added_by, added_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [knowing.messageId, knowing.organisationId, knowing.personId, knowing.addedBy, knowing.at],
  );
}

/** Who of the caller's own body was let know, in the order in which they were. */
export async function knowingPeople(tx: Transaction, messageId: Uuid): Promise<KnowingPerson[]> {
  return tx.rows<KnowingPerson>(
    `SELECT p.id, p.display_name AS "displayName", p.email, k.added_at AS "addedAt"
     FROM accountability_people k JOIN people p ON p.id = k.person_id WHERE k.message_id = $1 ORDER BY k.added_at, p.id`,
    [messageId],
  );
}

/** Somebody of the caller's body by their address, with the roles that they hold now. */
export async function findColleague(
  tx: Transaction,
  email: string,
  now: Date,
): Promise<{ readonly id: Uuid; readonly roles: readonly HeldRole[] } | undefined> {
  return tx.row(
    `SELECT p.id, (SELECT coalesce(jsonb_agg(jsonb_build_object('role', a.role, 'operation', a.operation_id) ORDER BY a.id), '[]')
       FROM role_assignments a
       WHERE a.person_id = p.id AND a.revoked_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > $2)) AS roles
     FROM people p WHERE p.email = $1 AND p.organisation_id = app_body() AND p.disabled_at IS NULL`,
    [email, now],
  );
}
