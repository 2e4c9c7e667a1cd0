import type { Clock, Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { endSession, type SessionEnd } from './end-session';

/** Ends the sessions of a person, but one when it is named. @returns how many there were */
export async function endAllSessions(
  tx: Transaction,
  clock: Clock,
  { personId, organisationId, reason, but }: Omit<SessionEnd, 'id'> & { readonly but?: Uuid },
): Promise<number> {
  const open = await tx.rows<{ id: Uuid }>(
    `SELECT id FROM sessions WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 AND id IS DISTINCT FROM $3 ORDER BY id`,
    [personId, clock.now(), but ?? null],
  );
  for (const { id } of open) await endSession(tx, clock, { id, personId, organisationId, reason });
  return open.length;
}
