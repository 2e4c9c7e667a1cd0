import type { RoutingDecision, RoutingReason, RoutingResult } from '../domain/routing-result';

/** What one set of rules decides for a body. */
export interface DecidedView {
  readonly outcome: RoutingDecision['outcome'];
  readonly capacity: string | null;
  readonly profile: string | null;
  /** The groups of fields that it sees: of the profile as that set of rules has it, those that consent covers. */
  readonly groups: readonly string[];
}

/** A body for which the rules under trial decide otherwise. */
export interface DecisionChange {
  readonly organisation: string;
  /** Null: it took no part before. */
  readonly before: DecidedView | null;
  /** Null: it takes no part any more. */
  readonly after: DecidedView | null;
  /** Of the decision after the change; of the one before where there is none after. */
  readonly reasons: readonly RoutingReason[];
}

interface Ruled {
  readonly result: RoutingResult;
}

/** The bodies for which two sets of rules decide differently: outcome, capacity, profile, or what the profile shows. */
export function compareDecisions(before: Ruled, after: Ruled): DecisionChange[] {
  const slugs = [...before.result.decisions, ...after.result.decisions].map(({ organisation }) => organisation);
  return [...new Set(slugs)].sort().flatMap((organisation) => {
    const old = decisionOf(before, organisation);
    const changed = decisionOf(after, organisation);
    const change = {
      organisation,
      before: viewOf(old),
      after: viewOf(changed),
      reasons: (changed ?? old)?.reasons ?? [],
    };
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}

function decisionOf({ result }: Ruled, organisation: string): RoutingDecision | undefined {
  return result.decisions.find((decision) => decision.organisation === organisation);
}

function viewOf(decision: RoutingDecision | undefined): DecidedView | null {
  if (!decision) return null;
  return {
    outcome: decision.outcome,
    capacity: decision.as ?? null,
    profile: decision.profile ?? null,
    groups: [...(decision.groups ?? [])].sort(),
  };
}
