import type { Clock } from '#kernel';
import { sqlState, type WorkerDatabase } from '#platform/database';

/** What was done to the partitions of attempts: months as 2026_11. */
export interface AttemptsKept {
  /** Whether all of it is done; not while another worker is at it, or others hold the table for long: ask again later. */
  readonly complete: boolean;
  readonly made: readonly string[];
  readonly dropped: readonly string[];
  /** Attempts that went from the default partition to that of their month. */
  readonly moved: number;
}

interface Step {
  readonly done: 'made' | 'dropped' | 'cleared' | 'nothing' | 'elsewhere';
  readonly month: string | null;
  readonly attempts: number;
}

/** The tables are held by others: PostgreSQL's lock_not_available. */
const LOCKED = '55P03';

/**
 * Makes the partitions of this month and of the two after it, gives attempts that lie in the default partition their
 * month's, and drops the months that ended more than so many days ago. A step each is a transaction. Several workers may
 * do it at once: one does, the others learn that they need not.
 *
 * @param days 7 or more; an attempt is kept for so long, and until its month is over and as old.
 */
export async function keepAttempts(
  database: WorkerDatabase,
  clock: Clock,
  days: number,
  stopping?: AbortSignal,
): Promise<AttemptsKept> {
  const [made, dropped]: [string[], string[]] = [[], []];
  let moved = 0;
  while (stopping?.aborted !== true) {
    const step = await takeStep(database, clock.now(), days);
    if (step === 'held' || step.done === 'elsewhere') break;
    if (step.done === 'nothing') return { complete: true, made, dropped, moved };
    if (step.done === 'dropped' && step.month !== null) dropped.push(step.month);
    if (step.done === 'made' && step.month !== null) {
      made.push(step.month);
      moved += step.attempts;
    }
  }
  return { complete: false, made, dropped, moved };
}

async function takeStep(database: WorkerDatabase, at: Date, days: number): Promise<Step | 'held'> {
  try {
    const step = await database.transaction({ kind: 'worker' }, async (tx) => {
      // Once, after an upgrade, a month of many million attempts may have to move.
      await tx.execute(`SET LOCAL statement_timeout = '1h'`);
      return tx.row<Step>('SELECT done, month, attempts::float FROM keep_attempt_partitions($1, $2)', [at, days]);
    });
    return step ?? 'held';
  } catch (error) {
    if (sqlState(error) === LOCKED) return 'held';
    throw error;
  }
}
