import { leaveReadingNotice } from '#delivery';
import type { Directory } from '#directory';
import { lookingBodies, unusualReading, witness, type UnusualReading } from '#evidence';
import type { Clock, Uuid } from '#kernel';
import type { Transaction, WorkerDatabase } from '#platform/database';
import { lowestIdAt } from '../events/line-time';
import { MEASURED_BY, readingLimits } from './oversee-reading';

const DAY = 86_400_000;
/** Who looked within this is measured anew, milliseconds: longer than from one look of the watch to the next. */
const LATELY = 3_600_000;
/** Hours of one body that are told of at once, at most. */
const MOST = 200;

export interface ReadingTools {
  readonly database: WorkerDatabase;
  readonly directory: Directory;
  readonly clock: Clock;
}

/**
 * Has who guards personal data at a body written to when somebody there read unusually much in the last day: once of each
 * person, or key, and day. That it was told is evidence.
 *
 * @returns how many mails were left.
 */
export async function noticeUnusualReading({ database, directory, clock }: ReadingTools): Promise<number> {
  const now = clock.now();
  const limits = await readingLimits(directory);
  const lately = lowestIdAt(now.getTime() - LATELY);
  const bodies = await database.transaction({ kind: 'worker' }, (tx) => lookingBodies(tx, lately));
  let left = 0;
  for (const body of bodies)
    left += await database.transaction({ kind: 'worker' }, async (tx) => {
      const found = await unusualReading(tx, body, {
        limits,
        usualSince: lowestIdAt(now.getTime() - MEASURED_BY * DAY),
        since: new Date(now.getTime() - DAY),
        limit: MOST,
      });
      let told = 0;
      for (const one of found) if (await tell(tx, body, one, now)) told += 1;
      return told;
    });
  return left;
}

async function tell(tx: Transaction, body: Uuid, reading: UnusualReading, at: Date): Promise<boolean> {
  const { hour, operation, person, key, records, reasons } = reading;
  const dedupe = `${person ?? key ?? ''}/${hour.toISOString().slice(0, 10)}`;
  if (!(await leaveReadingNotice(tx, { organisationId: body, operation, dedupe }, at))) return false;
  await witness(tx, [
    {
      action: 'reading.noticed',
      at,
      subjectType: 'organisation',
      subjectId: body,
      organisationId: body,
      detail: { operation, hour: hour.toISOString(), count: records, reasons, ...(person ? { person } : { key }) },
    },
  ]);
  return true;
}
