import type { Clock } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import { lastCheckpoint } from './checkpoints.store';
import { keepTimestamp, lastTimestamp } from './timestamps.store';

export interface StampTools {
  readonly database: WorkerDatabase;
  readonly clock: Clock;
  /** Asks an authority outside for a time stamp over these bytes, and checks it. */
  readonly ask: (data: Buffer) => Promise<{ readonly token: Buffer; readonly at: Date }>;
  /** Milliseconds from one time stamp to the next. */
  readonly every: number;
}

/**
 * Has the newest checkpoint stamped, when the last stamp is old enough and the log grew since. The authority is asked outside of
 * any transaction: sealing goes on meanwhile, and when it does not answer.
 *
 * @returns whether one was asked for. Rejects as `ask` does.
 */
export async function stampLog({ database, clock, ask, every }: StampTools): Promise<boolean> {
  const due = await database.transaction({ kind: 'worker' }, async (tx) => {
    const [end, last] = [await lastCheckpoint(tx), await lastTimestamp(tx)];
    if (!end || (last && (last.size >= end.size || clock.now().getTime() - last.keptAt.getTime() < every)))
      return undefined;
    return end;
  });
  if (!due) return false;
  const stamp = await ask(Buffer.from(due.note));
  await database.transaction({ kind: 'worker' }, (tx) => keepTimestamp(tx, { size: due.size, ...stamp }, clock.now()));
  return true;
}
