import { loadOperations, type Operation } from '#directory';
import { route, type ConsentFacts, type RoutingDecision, type RoutingFacts, type RoutingInput } from '#routing';
import { join } from 'node:path';

export const [afghanistan, kosovo] = loadOperations(join(__dirname, '../../config/operations')) as [
  Operation,
  Operation,
];

/** Noon in UTC; the same day in both theatres. */
const at = new Date('2026-03-31T12:00:00Z');
export const consent: ConsentFacts = { given: 'yes', purposes: ['assistance', 'protection'] };

/** What ISAF's headquarters would send for an adult who consented to help. */
export function referral(facts: Partial<RoutingFacts>, rest: Partial<RoutingInput> = {}): RoutingInput {
  return {
    operation: afghanistan,
    kind: 'referral',
    sender: 'isaf-hq',
    facts: { services: ['other'], minor: 'no', priority: 'normal', ...facts },
    consent,
    at,
    ...rest,
  };
}

/** The same message without consent of any kind. */
export function withoutConsent(input: RoutingInput): RoutingInput {
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== 'consent')) as unknown as RoutingInput;
}

/** The decision on each body, by its slug. */
export function decisionsOf(input: RoutingInput): Map<string, RoutingDecision> {
  return new Map(route(input).decisions.map((decision) => [decision.organisation, decision]));
}

/** One line for a decision: "lead lead-agency-full", "refused AFG-R19 CONSENT-INVESTIGATION", "not_concerned NO-RULE". */
export function brief(decision: RoutingDecision | undefined): string {
  if (decision === undefined) return 'undecided';
  if (decision.outcome === 'recipient') return `${decision.as} ${decision.profile}`;
  return [decision.outcome, ...decision.reasons.map((reason) => reason.rule)].join(' ');
}

/** The decision on one body, in brief. */
export function outcomeOf(body: string, input: RoutingInput): string {
  return brief(decisionsOf(input).get(body));
}
