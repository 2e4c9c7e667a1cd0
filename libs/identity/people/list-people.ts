import { notFound, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { HeldRole } from '../domain/roles';
import { NO_PASSWORD } from './password';

/** A person of a body, as those who manage its people see them. */
export interface PersonView {
  readonly id: Uuid;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly HeldRole[];
  /** Whether they can sign in with a password. */
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly lockedAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
}

const VIEW = `
  SELECT p.id, p.email, p.display_name AS "displayName", p.disabled_at AS "lockedAt", p.created_at AS "createdAt", p.version,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('role', a.role, 'operation', a.operation_id) ORDER BY a.role, a.operation_id NULLS FIRST), '[]')
          FROM role_assignments a
          WHERE a.person_id = p.id AND a.revoked_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > $1)) AS roles,
         EXISTS (SELECT FROM person_credentials c WHERE c.person_id = p.id AND c.password_hash <> $2) AS "hasPassword",
         EXISTS (SELECT FROM second_factors f
                 WHERE f.person_id = p.id AND f.confirmed_at IS NOT NULL AND f.ended_at IS NULL) AS "hasSecondFactor"
  FROM people p`;

/** The people of the transaction's body, page by page. */
export function listPeople(
  tx: Transaction,
  now: Date,
  { after, limit }: { readonly after?: Uuid; readonly limit: number },
): Promise<PersonView[]> {
  return tx.rows<PersonView>(`${VIEW} WHERE $3::uuid IS NULL OR p.id > $3 ORDER BY p.id LIMIT $4`, [
    now,
    NO_PASSWORD,
    after ?? null,
    limit,
  ]);
}

/** One of them. @throws HubError `not_found` */
export async function viewPerson(tx: Transaction, now: Date, id: Uuid): Promise<PersonView> {
  const person = await tx.row<PersonView>(`${VIEW} WHERE p.id = $3`, [now, NO_PASSWORD, id]);
  if (!person) throw notFound('person');
  return person;
}
