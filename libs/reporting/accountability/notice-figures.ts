import { invalidInput } from '#kernel';
import type { ReferralTools } from '#referrals';
import { countsOf } from '../domain/counted-tables';
import { daysOf, type Quarter } from '../domain/quarter';
import { releasesOfQuarter } from '../releases/release.store';

/** k: no number from 1 to k - 1 is told. As of CTDC. */
export const NOTICE_THRESHOLD = 11;

/** So many notices of an operation stood so. A null is no value: it is what is not told apart. */
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
 * How many notices on accountability there were, for the senior coordinator: what the operations released of a quarter, so that
 * no two answers differ by a notice that moved on in between.
 *
 * @throws HubError `invalid_input` for a quarter that is not over
 */
export async function readNoticeFigures(
  { tx, clock }: Pick<ReferralTools, 'tx' | 'clock'>,
  quarter: Quarter,
): Promise<NoticeFigures> {
  // A day later than in the last time zone.
  if (clock.now().getTime() < Date.parse(`${daysOf(quarter).to}T00:00:00Z`) + 2 * DAY) throw notOver();
  const releases = await releasesOfQuarter(tx, quarter);
  return {
    quarter,
    threshold: Math.min(NOTICE_THRESHOLD, ...releases.map(({ threshold }) => threshold)),
    figures: releases.flatMap(({ operation, tables }) =>
      countsOf(tables ?? NOTHING)
        .filter(({ counted }) => counted === 'notices')
        .map(({ state, atLeast, atMost }) => ({ operation, status: state, atLeast, atMost })),
    ),
  };
}

const DAY = 86_400_000;
/** A release from before counted none of it. */
const NOTHING = { meetings: [], actions: [], returns: [], notices: [] };

function notOver() {
  const message = 'is not over yet: a quarter is counted as a whole, so that two counts do not differ by a few';
  return invalidInput([{ pointer: '/quarter', code: 'period', message }]);
}
