import { invalidInput } from '#kernel';
import { countNotices } from '#accountability';
import type { ReferralTools } from '#referrals';
import { daysOf, type Quarter } from '../domain/quarter';
import { suppress } from '../domain/suppression/suppress';

/** k: no number from 1 to k - 1 is told. As of CTDC. */
export const NOTICE_THRESHOLD = 11;

/** So many notices of an operation stand so. A null is no value: it is what is not told apart. */
export interface NoticeFigure {
  readonly operation: string | null;
  readonly status: string | null;
  readonly atLeast: number;
  readonly atMost: number;
}

export interface NoticeFigures {
  readonly quarter: Quarter;
  readonly threshold: number;
  readonly figures: readonly NoticeFigure[];
}

/**
 * How many notices on accountability there were, for the senior coordinator: by operation and status, divided only where no
 * part is small. A quarter as a whole, once it is over, so that no two answers differ by a few days.
 *
 * @throws HubError `invalid_input` for a quarter that is not over
 */
export async function readNoticeFigures(
  { tx, clock }: Pick<ReferralTools, 'tx' | 'clock'>,
  quarter: Quarter,
): Promise<NoticeFigures> {
  const days = daysOf(quarter);
  // A day later than in the last time zone.
  if (clock.now().getTime() < Date.parse(`${days.to}T00:00:00Z`) + 2 * DAY) throw notOver();
  const counted = await countNotices(tx, days);
  const rows = counted.map(({ operation, status, count }) => ({ keys: [operation, status], count }));
  return {
    quarter,
    threshold: NOTICE_THRESHOLD,
    figures: suppress(rows, 2, NOTICE_THRESHOLD).map(({ keys: [operation = null, status = null], ...bounds }) => ({
      operation,
      status,
      ...bounds,
    })),
  };
}

const DAY = 86_400_000;

function notOver() {
  const message = 'is not over yet: a quarter is counted as a whole, so that two counts do not differ by a few';
  return invalidInput([{ pointer: '/quarter', code: 'period', message }]);
}
