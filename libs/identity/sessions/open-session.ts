import { witness } from '#evidence';
import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { LASTS_FOR } from '../domain/session-rules';
import { newSessionToken } from './session-token';

export interface SessionStart {
  readonly personId: Uuid;
  readonly organisationId: Uuid;
  readonly method: 'password' | 'oidc';
  /** Whether a second factor was shown as well. */
  readonly secondFactor: boolean;
  /** From where, for the person to tell their sessions apart. */
  readonly address: string;
  readonly agent: string;
}

/** The token goes into the cookie of the answer and is kept nowhere. */
export interface OpenedSession {
  readonly id: Uuid;
  readonly token: string;
  readonly personId: Uuid;
  readonly organisationId: Uuid;
}

/** Opens a session: a token of its own each time, so that one which somebody planted beforehand is never signed in. */
export async function openSession(tx: Transaction, clock: Clock, start: SessionStart): Promise<OpenedSession> {
  const id = uuidv7();
  const now = clock.now();
  const { text, hash } = newSessionToken();
  const { personId, organisationId, method, secondFactor } = start;
  await tx.execute(
    `INSERT INTO sessions
       (id, person_id, organisation_id, token_hash, method, address, agent, created_at, proved_at, seen_at, expires_at,
        second_factor_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9, $10)`,
    [
      id,
      personId,
      organisationId,
      hash,
      method,
      start.address,
      start.agent.slice(0, 200),
      now,
      new Date(now.getTime() + LASTS_FOR),
      secondFactor ? now : null,
    ],
  );
  await witness(tx, [
    {
      action: 'person.signed_in',
      at: now,
      actorId: organisationId,
      subjectType: 'person',
      subjectId: personId,
      detail: { session: id, method, secondFactor },
    },
  ]);
  return { id, token: text, personId, organisationId };
}

/** Notes that the person of a session showed a second factor just now. */
export async function markSecondFactor(tx: Transaction, clock: Clock, sessionId: Uuid): Promise<void> {
  await tx.execute(`UPDATE sessions SET proved_at = $2, second_factor_at = $2 WHERE id = $1`, [sessionId, clock.now()]);
}
