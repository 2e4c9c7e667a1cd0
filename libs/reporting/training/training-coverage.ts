import { invalidInput, type Uuid } from '#kernel';
import { dateIn, isCalendarDate, type Operation } from '#directory';
import { ownOperation } from '#routing';
import type { ReferralTools } from '#referrals';
import { coverageOf, type GroupCoverage } from '../domain/training/coverage';
import { standingReturns, type StandingReturn } from './training.store';

/** The return on which the coverage of a nation rests. */
export interface ReturnBehind {
  readonly id: Uuid;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
  readonly final: boolean;
}

export interface NationCoverage {
  readonly organisation: string;
  /** Null: the nation has returned nothing that is about a day up to this one. */
  readonly return: ReturnBehind | null;
  readonly groups: readonly GroupCoverage[];
}

export interface TrainingCoverage {
  readonly operation: string;
  /** `YYYY-MM-DD` in the operation's time zone. */
  readonly on: string;
  readonly nations: readonly NationCoverage[];
  /** All nations that returned something, added up. */
  readonly total: readonly GroupCoverage[];
}

type CoverageTools = Pick<ReferralTools, 'tx' | 'clock' | 'directory' | 'caller'>;

/**
 * How far the contingents are trained on a day, from the last return of each nation that is about a time up to that day.
 * Who receives the returns sees every nation, a nation itself.
 *
 * @throws HubError `operation_unknown`; `invalid_input` for a day that does not exist
 */
export async function readTrainingCoverage(
  tools: CoverageTools,
  asked: { readonly operation: string; readonly on?: string },
): Promise<TrainingCoverage> {
  const { operation } = await ownOperation(tools.directory, tools.caller.slug, asked.operation);
  const on = asked.on ?? dateIn(operation.timeZone, tools.clock.now());
  if (!isCalendarDate(on))
    throw invalidInput([{ pointer: '/on', code: 'date', message: 'must be a day that exists, as YYYY-MM-DD' }]);
  const returns = await standingReturns(tools.tx, operation.id, on);
  return {
    ...{ operation: operation.id, on, total: coverageOf(returns, on) },
    nations: nationsFor(operation, tools.caller.slug).map((organisation) => {
      const found = returns.find((one) => one.organisation === organisation);
      return { organisation, return: found ? behind(found) : null, groups: found ? coverageOf([found], on) : [] };
    }),
  };
}

/** The nations whose returns the caller may have: its own, or those of all. */
function nationsFor({ bodies }: Operation, caller: string): string[] {
  const nations = bodies.filter(({ roles }) => roles.includes('contingent')).map(({ slug }) => slug);
  return nations.includes(caller) ? [caller] : nations;
}

function behind({ id, reference, from, to, final }: StandingReturn): ReturnBehind {
  return { id, reference, from, to, final };
}
