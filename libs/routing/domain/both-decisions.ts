import type { Slug } from '#directory';
import type { RoutingDecision, RoutingResult } from './routing-result';

/**
 * What holds under both of two results about the same message: a recipient of both, with the groups of both.
 *
 * @param knows a body that knows the case without the second: for it the first counts alone
 */
export function bothDecisions(left: RoutingResult, right: RoutingResult, knows?: Slug): RoutingResult {
  const others = new Map(right.decisions.map((decision) => [decision.organisation, decision]));
  return {
    ruleSetVersion: left.ruleSetVersion,
    decisions: left.decisions.map((decision) =>
      decision.organisation === knows ? decision : both(decision, others.get(decision.organisation)),
    ),
  };
}

function both(left: RoutingDecision, right: RoutingDecision | undefined): RoutingDecision {
  if (left.outcome !== 'recipient' || right === undefined) return left;
  if (right.outcome !== 'recipient') return right;
  const groups = left.groups.filter((group) => right.groups.includes(group));
  // As where one consent leaves too little: nobody takes up a case of which nothing, or not even its code, is shown.
  const tooLittle = groups.length === 0 || (left.groups.includes('case') && !groups.includes('case'));
  if (!tooLittle) return { ...left, groups };
  const text = 'What the consents behind this case cover in common is too little to take it up.';
  return { organisation: left.organisation, outcome: 'refused', reasons: [{ rule: 'CONSENT-GROUPS', text }] };
}
