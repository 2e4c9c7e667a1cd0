import type { RoutingDecision, RoutingResult } from './routing-result';

/** What holds under both of two results about the same message: a recipient of both, with the groups of both. */
export function bothDecisions(left: RoutingResult, right: RoutingResult): RoutingResult {
  const others = new Map(right.decisions.map((decision) => [decision.organisation, decision]));
  return {
    ruleSetVersion: left.ruleSetVersion,
    decisions: left.decisions.map((decision) => both(decision, others.get(decision.organisation))),
  };
}

function both(left: RoutingDecision, right: RoutingDecision | undefined): RoutingDecision {
  if (left.outcome !== 'recipient' || right === undefined) return left;
  if (right.outcome !== 'recipient') return right;
  return { ...left, groups: left.groups.filter((group) => right.groups.includes(group)) };
}
