import type { ReferralTools } from '#referrals';
import { ownOperation } from '#routing';
import { periodOf, type Period } from './domain/period';
import { rate, spread, type Spread } from './domain/rounded';
import { countBodies, countMeetings, type BodyCounts, type HeldCounts } from './meetings.store';

export interface BodyFigures extends Omit<BodyCounts, 'daysToClose' | 'daysOpen'> {
  readonly attendanceRate: number | null;
  readonly closureRate: number | null;
  readonly daysToClose: Spread | null;
  readonly daysOpen: Spread | null;
}

export interface MeetingReport extends Period, Omit<HeldCounts, 'minutesOver' | 'itemMinutesOver' | 'daysToApproval'> {
  readonly operation: string;
  readonly timeZone: string;
  /** When it was counted. */
  readonly at: Date;
  readonly minutesOver: Spread | null;
  readonly itemMinutesOver: Spread | null;
  readonly daysToApproval: Spread | null;
  readonly bodies: readonly BodyFigures[];
}

/**
 * How the meetings that the caller's body takes part in go, and what becomes of what they ask. What is exercised is
 * asked by messages that are marked so, and of these nothing is counted: meetings and their actions are always real.
 *
 * @throws HubError `operation_unknown`; `invalid_input` for a period that cannot be
 */
export async function readMeetingFigures(
  tools: Pick<ReferralTools, 'tx' | 'clock' | 'directory' | 'caller'>,
  query: Partial<Period> & { readonly operation: string },
): Promise<MeetingReport> {
  const { operation } = await ownOperation(tools.directory, tools.caller.slug, query.operation);
  const { timeZone } = operation;
  const now = tools.clock.now();
  const period = periodOf(timeZone, now, query);
  const scope = { operationId: operation.id, timeZone, period, now };
  const held = await countMeetings(tools.tx, scope);
  const bodies = await countBodies(tools.tx, scope);
  return {
    ...{ operation: operation.id, timeZone, ...period, at: now, ...held },
    minutesOver: spread(held.minutesOver),
    itemMinutesOver: spread(held.itemMinutesOver),
    daysToApproval: spread(held.daysToApproval),
    bodies: bodies.map((body) => ({
      ...body,
      attendanceRate: rate(body.attended, body.invited),
      closureRate: rate(body.done + body.declined, body.actions),
      daysToClose: spread(body.daysToClose),
      daysOpen: spread(body.daysOpen),
    })),
  };
}
