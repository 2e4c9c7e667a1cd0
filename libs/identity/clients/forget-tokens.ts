import type { Clock } from '#kernel';
import type { WorkerDatabase } from '#platform/database';

/** Removes tokens and assertions that are over, and counts of requests that nobody asks for any more. */
export async function forgetTokens(database: WorkerDatabase, clock: Clock): Promise<void> {
  const now = clock.now();
  await database.transaction({ kind: 'worker' }, async (tx) => {
    await tx.execute(`DELETE FROM oauth_tokens WHERE expires_at <= $1`, [now]);
    await tx.execute(`DELETE FROM oauth_assertions WHERE expires_at < $1`, [now]);
    await tx.execute(`DELETE FROM request_rates WHERE since < $1`, [new Date(now.getTime() - 86_400_000)]);
  });
}
