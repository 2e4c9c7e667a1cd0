import { witness } from '#evidence';
import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import { LOCKED_FOR, MOST_TRIES } from '../domain/lockout';
import { addressOf } from '../people/create-person';
import { isPassword } from '../people/password';
import { endSession } from './end-session';
import type { Session } from './find-session';
import { openSession, type OpenedSession } from './open-session';

export interface SignInAttempt {
  /** Short name of the body. */
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly agent: string;
  /** The session that came with the attempt: it ends when another one begins. */
  readonly replaces?: Session;
}

interface Found {
  readonly organisationId: Uuid;
  readonly personId: Uuid | null;
  /** Null when the person has none, does not act any more, or failed too often. */
  readonly passwordHash: string | null;
}

/**
 * Signs a person in with a password. Whatever is wrong, the answer is the same and takes as long: nobody learns who has
 * an account, or that one is locked.
 *
 * @throws HubError `sign_in_refused`
 */
export async function signIn(database: Database, clock: Clock, attempt: SignInAttempt): Promise<OpenedSession> {
  const found = await takeTry(database, clock, attempt);
  const right = await isPassword(attempt.password, found?.passwordHash ?? undefined);
  if (!right || !found?.personId) {
    if (found) await inBody(database, found.organisationId, (tx) => witnessRefusal(tx, clock, found));
    throw new HubError(
      'sign_in_refused',
      `Body, address or password are not right, or too many tries failed. After ${MOST_TRIES} that failed, wait ${LOCKED_FOR / 60_000} minutes.`,
    );
  }
  const { personId, organisationId } = found;
  const { address, agent, replaces } = attempt;
  const opened = await inBody(database, organisationId, async (tx) => {
    await tx.execute(`UPDATE person_credentials SET tries = 0, tried_at = NULL WHERE person_id = $1`, [personId]);
    return openSession(tx, clock, { personId, organisationId, method: 'password', address, agent });
  });
  if (replaces)
    await inBody(database, replaces.organisationId, (tx) => endSession(tx, clock, { ...replaces, reason: 'replaced' }));
  return opened;
}

/**
 * Counts the try before the password is looked at, so that many at once are not more than allowed. While an account is
 * locked nothing is counted: the lock ends by itself, however often somebody knocks.
 */
async function takeTry(database: Database, clock: Clock, attempt: SignInAttempt): Promise<Found | undefined> {
  const [body] = await database.statement<{ id: Uuid }>('SELECT id FROM organisations WHERE slug = $1', [
    attempt.organisation,
  ]);
  if (!body) return undefined;
  const now = clock.now();
  return inBody(database, body.id, async (tx) => {
    const taken = await tx.row<{ personId: Uuid; passwordHash: string }>(
      `UPDATE person_credentials c
       SET tries = CASE WHEN c.tried_at > $2 THEN c.tries + 1 ELSE 1 END, tried_at = $1
       FROM people p
       WHERE p.id = c.person_id AND p.email = $3 AND p.disabled_at IS NULL AND NOT (c.tries >= $4 AND c.tried_at > $2)
       RETURNING p.id AS "personId", c.password_hash AS "passwordHash"`,
      [now, new Date(now.getTime() - LOCKED_FOR), addressOf(attempt.email), MOST_TRIES],
    );
    if (taken) return { organisationId: body.id, ...taken };
    const person = await tx.row<{ id: Uuid }>(`SELECT id FROM people WHERE email = $1`, [addressOf(attempt.email)]);
    return { organisationId: body.id, personId: person?.id ?? null, passwordHash: null };
  });
}

/** Of nobody's account the body is the subject: it sees that somebody knocks. */
async function witnessRefusal(tx: Transaction, clock: Clock, found: Found): Promise<void> {
  const { organisationId, personId, passwordHash } = found;
  await witness(tx, [
    {
      action: 'person.sign_in_refused',
      at: clock.now(),
      actorId: organisationId,
      subjectType: personId === null ? 'organisation' : 'person',
      subjectId: personId ?? organisationId,
      detail: { reason: personId === null ? 'unknown' : passwordHash === null ? 'not_open' : 'password' },
    },
  ]);
}

function inBody<T>(database: Database, organisationId: Uuid, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database.transaction({ kind: 'body', organisationId }, work);
}
