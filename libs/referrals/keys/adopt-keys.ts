import type { Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import type { Vault } from '#vault';

/** Rows of one transaction. */
const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000' as Uuid;
/** What stands before a value whose key the key store has. */
const IN_STORE = `substring(COLUMN FOR 4) IN ('\\x4c484b31', '\\x4c484b32')`;

/** Where references to keys lie; a sealed secret has its own in front. */
const PLACES = [
  ['messages', 'data_key'],
  ['recipients', 'data_key'],
  ['consents', 'data_key'],
  ['release_exceptions', 'data_key'],
  ['attachments', 'data_key'],
  ['endpoint_secrets', 'secret_sealed'],
  ['endpoint_credentials', 'secret_sealed'],
] as const;

interface Kept {
  readonly id: Uuid;
  readonly sealed: Buffer;
}

interface Batch {
  readonly adopted: number;
  /** Where the next one begins; null when there is none. */
  readonly last: Uuid | null;
}

/**
 * Takes data keys that the master key alone wraps, as versions before the key store left them, into the key store. A batch
 * is a transaction; a kill leaves keys in the store that nobody uses, and the next run goes on with what is left. Several
 * workers may do it at once.
 *
 * @returns how many were taken
 */
export async function adoptKeys(database: WorkerDatabase, vault: Vault, stopping?: AbortSignal): Promise<number> {
  let adopted = 0;
  for (const [table, column] of PLACES)
    for (let after: Uuid | null = FIRST; after !== null && stopping?.aborted !== true;) {
      const batch: Batch = await adoptBatch(database, vault, { table, column, after });
      adopted += batch.adopted;
      after = batch.last;
    }
  return adopted;
}

function adoptBatch(
  database: WorkerDatabase,
  vault: Vault,
  { table, column, after }: { readonly table: string; readonly column: string; readonly after: Uuid },
): Promise<Batch> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const rows = await tx.rows<Kept>(
      `SELECT id, ${column} AS sealed FROM ${table}
       WHERE id > $1 AND ${column} IS NOT NULL AND NOT (${IN_STORE.replace('COLUMN', column)})
       ORDER BY id LIMIT ${BATCH} FOR NO KEY UPDATE SKIP LOCKED`,
      [after],
    );
    const adopted = (await Promise.all(rows.map((row) => adoptOne(vault, row)))).filter((row) => row !== undefined);
    await tx.execute(
      `UPDATE ${table} t SET ${column} = a.sealed FROM unnest($1::uuid[], $2::bytea[]) AS a (id, sealed) WHERE t.id = a.id`,
      [adopted.map(({ id }) => id), adopted.map(({ sealed }) => sealed)],
    );
    return { adopted: adopted.length, last: rows.length === BATCH ? (rows.at(-1)?.id ?? null) : null };
  });
}

/** What no key opens stays as it is, and holds up nothing. */
async function adoptOne(vault: Vault, { id, sealed }: Kept): Promise<Kept | undefined> {
  const adopted = await vault.adopt(sealed).catch(() => undefined);
  return adopted && { id, sealed: adopted };
}

/** How many references the key store does not know yet, by table. For whoever wants to know how far it is. */
export async function keysToAdopt(database: WorkerDatabase): Promise<Readonly<Record<string, number>>> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const counts: Record<string, number> = {};
    for (const [table, column] of PLACES) {
      const row = await tx.row<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table}
         WHERE ${column} IS NOT NULL AND NOT (${IN_STORE.replace('COLUMN', column)})`,
      );
      if (row && row.count > 0) counts[table] = row.count;
    }
    return counts;
  });
}
