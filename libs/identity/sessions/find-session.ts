import type { Clock, Uuid } from '#kernel';
import type { Database } from '#platform/database';
import type { HeldRole } from '../domain/roles';
import { SEEN_STEP, isOver } from '../domain/session-rules';
import { tokenHash } from './session-token';

/** A session that holds, with the roles that its person has at this moment. */
export interface Session {
  readonly id: Uuid;
  readonly personId: Uuid;
  readonly organisationId: Uuid;
  readonly slug: string;
  readonly provedAt: Date;
  readonly secondFactorAt: Date | null;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly roles: readonly HeldRole[];
}

/** The session of a token. Asked anew for every request, so that ending it, or a role, works on the next one. */
export async function findSession(database: Database, clock: Clock, token: string): Promise<Session | undefined> {
  const hash = tokenHash(token);
  if (!hash) return undefined;
  const now = clock.now();
  const [session] = await database.statement<Session>(
    `SELECT id, person_id AS "personId", organisation_id AS "organisationId", slug, proved_at AS "provedAt",
            second_factor_at AS "secondFactorAt", seen_at AS "seenAt", expires_at AS "expiresAt", roles
     FROM find_session($1, $2)`,
    [hash, now],
    'find-session',
  );
  return session === undefined || isOver(session, now) ? undefined : session;
}

/** Notes that the person did something: the session does not become idle. One write a minute at most. */
export async function noteActivity(database: Database, clock: Clock, session: Session): Promise<void> {
  const now = clock.now();
  if (now.getTime() - session.seenAt.getTime() < SEEN_STEP) return;
  await database.transaction({ kind: 'body', organisationId: session.organisationId }, (tx) =>
    tx.execute(`UPDATE sessions SET seen_at = greatest(seen_at, $2) WHERE id = $1`, [session.id, now]),
  );
}
