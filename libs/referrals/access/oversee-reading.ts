import type { Directory } from '#directory';
import { unusualReading, type ReadingLimits, type UnusualReading } from '#evidence';
import { lowestIdAt } from '../events/line-time';
import type { ReferralTools } from '../tools';

/** What counts where an operation's file says nothing. */
export const USUAL_LIMITS = { recordsPerHour: 40, timesUsual: 5 } as const;

const DAY = 86_400_000;
/** Days before the first hour that is shown, by which a reader is measured. */
export const MEASURED_BY = 30;
/** Most that are shown. */
const SHOWN = 200;

/** The hours of the last days in which somebody of the caller's body read unusually much. */
export async function overseeReading(tools: ReferralTools, days: number): Promise<UnusualReading[]> {
  const now = tools.clock.now().getTime();
  return unusualReading(tools.tx, tools.caller.organisationId, {
    limits: await readingLimits(tools.directory),
    usualSince: lowestIdAt(now - (days + MEASURED_BY) * DAY),
    since: new Date(now - days * DAY),
    limit: SHOWN,
  });
}

/** When reading is unusual, in each operation as its file says. */
export async function readingLimits(directory: Directory): Promise<ReadingLimits[]> {
  const operations = await directory.operations();
  return operations.map(({ operation }) => ({ operation: operation.id, ...USUAL_LIMITS, ...operation.oversight }));
}
