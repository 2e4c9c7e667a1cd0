import { notFound, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { permissionsOf, type HeldRole } from '../domain/roles';
import type { Permission } from '../domain/permissions';
import { readPerson, type PersonName } from '../people/read-person';
import { rolesHeld } from '../people/roles.store';

/** Who is signed in, and how: what a console needs to know of itself. */
export interface OwnSession {
  readonly organisation: string;
  readonly scopes: readonly Permission[];
  readonly person: PersonName & { readonly roles: readonly HeldRole[] };
  readonly session: {
    readonly id: Uuid;
    readonly method: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly secondFactorAt: Date | null;
  };
}

/** The session of a person, in a transaction of their body. */
export async function readOwnSession(
  tx: Transaction,
  now: Date,
  { id, personId, slug }: { readonly id: Uuid; readonly personId: Uuid; readonly slug: string },
): Promise<OwnSession> {
  const [person, roles, session] = [
    await readPerson(tx, personId),
    await rolesHeld(tx, personId, now),
    await tx.row<OwnSession['session']>(
      `SELECT id, method, created_at AS "createdAt", expires_at AS "expiresAt", second_factor_at AS "secondFactorAt"
       FROM sessions WHERE id = $1`,
      [id],
    ),
  ];
  if (!session) throw notFound('session');
  return {
    organisation: slug,
    scopes: permissionsOf(roles.map(({ role }) => role)),
    person: { ...person, roles },
    session,
  };
}
