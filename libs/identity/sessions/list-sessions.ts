import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { IDLE_FOR } from '../domain/session-rules';

/** An open session, as its person tells it from others. */
export interface SessionView {
  readonly id: Uuid;
  readonly method: string;
  readonly address: string | null;
  readonly agent: string | null;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** The open sessions of a person, the newest first. */
export function listSessions(tx: Transaction, personId: Uuid, now: Date): Promise<SessionView[]> {
  return tx.rows<SessionView>(
    `SELECT id, method, host(address) AS address, agent, created_at AS "createdAt", seen_at AS "seenAt", expires_at AS "expiresAt"
     FROM sessions WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3
     ORDER BY created_at DESC, id DESC LIMIT 200`,
    [personId, now, new Date(now.getTime() - IDLE_FOR)],
  );
}
