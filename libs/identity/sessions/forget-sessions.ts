import type { Clock } from '#kernel';
import type { WorkerDatabase } from '#platform/database';

/** A session that is over is kept so long, milliseconds: what it was is in the evidence. */
const KEPT_FOR = 30 * 24 * 3_600_000;
/** How often an address tried is kept so long, milliseconds. */
const ADDRESS_KEPT_FOR = 24 * 3_600_000;

/** Removes sessions and links that ended long ago, and what is known of addresses that tried to sign in. */
export async function forgetSessions(database: WorkerDatabase, clock: Clock): Promise<void> {
  const now = clock.now().getTime();
  await database.transaction({ kind: 'worker' }, async (tx) => {
    await tx.execute(`DELETE FROM sessions WHERE expires_at < $1`, [new Date(now - KEPT_FOR)]);
    await tx.execute(`DELETE FROM set_up_links WHERE expires_at < $1`, [new Date(now - KEPT_FOR)]);
    await tx.execute(`DELETE FROM sign_in_addresses WHERE begun_at < $1`, [new Date(now - ADDRESS_KEPT_FOR)]);
  });
}
