import type { Database } from '#platform/database';

/** When the oldest entry that is not sealed yet was made; nothing when all are. */
export async function oldestUnsealed(database: Database): Promise<Date | undefined> {
  const [row] = await database.statement<{ at: Date | null }>(`SELECT oldest_unsealed() AS at`, [], 'oldest-unsealed');
  return row?.at ?? undefined;
}
