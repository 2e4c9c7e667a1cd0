import { witness } from '#evidence';
import type { Clock, Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

export interface SessionEnd {
  readonly id: Uuid;
  readonly personId: Uuid;
  readonly organisationId: Uuid;
  readonly reason: 'signed_out' | 'revoked' | 'replaced' | 'password_set' | 'locked';
}

/** Ends a session of a person: its next request is refused. @returns false when there is none that is open */
export async function endSession(tx: Transaction, clock: Clock, end: SessionEnd): Promise<boolean> {
  const now = clock.now();
  const { id, personId, organisationId, reason } = end;
  const ended = await tx.execute(
    `UPDATE sessions SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL`,
    [id, personId, now],
  );
  if (ended === 0) return false;
  await witness(tx, [
    {
      action: 'session.ended',
      at: now,
      actorId: organisationId,
      subjectType: 'person',
      subjectId: personId,
      detail: { session: id, reason },
    },
  ]);
  return true;
}
