import type { Transaction } from '#platform/database';
import type { NationStatus } from './domain/nation-status';

/** So many actual notices of an operation that were sent in a period and stand so now; exact, not to be published as it is. */
export interface CountedNotices {
  readonly operation: string;
  /** `sent`: the nation has not taken it up yet. */
  readonly status: NationStatus | 'sent';
  readonly count: number;
}

/**
 * Counts notices by operation and status over the days on which they were sent, in each operation's time zone. Only of operations
 * of which the transaction's person is the senior coordinator, or, for workers, of all.
 */
export async function countNotices(
  tx: Transaction,
  asked: { readonly from: string; readonly to: string; readonly operations?: readonly string[] },
): Promise<CountedNotices[]> {
  return tx.rows<CountedNotices>(
    `SELECT operation, status, count FROM count_allegations($1::date, $2::date)
     WHERE $3::text[] IS NULL OR operation = ANY ($3) ORDER BY operation, status`,
    [asked.from, asked.to, asked.operations ? [...asked.operations] : null],
  );
}
