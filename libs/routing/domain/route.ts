import { namesBody, type Body, type RoutingRule, type Slug } from '#directory';
import { chosenGrant, fittingGrants, type Grant } from './grants';
import { refusals, standingReason, type ReleaseCase } from './release-rules';
import type { RoutingInput } from './routing-input';
import type { RoutingDecision, RoutingReason, RoutingResult } from './routing-result';
import { matchingRules, targetsOf } from './rule-matching';

/**
 * Decides for every body of the operation whether it receives a message, in which capacity, what it may see, and why.
 * Pure: the same input gives the same result, and the order of rules, bodies and facts means nothing.
 */
export function route(input: RoutingInput): RoutingResult {
  const rules = matchingRules(input);
  const known = input.operation.bodies.map((body) => decide(body, rules, input));
  const unknown = [...new Set(input.addressees ?? [])]
    .filter((slug) => slug !== input.sender && input.operation.bodies.every((body) => body.slug !== slug))
    .map((slug) => outsideTheOperation(slug, input));
  const decisions = [...known, ...unknown].sort((left, right) => (left.organisation < right.organisation ? -1 : 1));
  return { ruleSetVersion: input.operation.digest, decisions };
}

function decide(body: Body, rules: readonly RoutingRule[], input: RoutingInput): RoutingDecision {
  const organisation = body.slug;
  if (organisation === input.sender) return { organisation, outcome: 'sender', reasons: [isSender] };
  const own = rules.filter((rule) => namesBody(targetsOf(rule), body));
  const bystander = whyNotConcerned(body, own, input);
  if (bystander !== undefined) return { organisation, outcome: 'not_concerned', reasons: [bystander] };

  const release = releaseCase(body, own, input);
  const refused = [...own.filter((rule) => 'refuse' in rule.then).map(ruleReason), ...refusals(release)];
  const chosen = chosenGrant(release.fitting);
  if (refused.length > 0 || chosen === undefined) return { organisation, outcome: 'refused', reasons: refused };
  const others = release.grants.map((grant) => grant.reason).filter((reason) => reason.rule !== chosen.reason.rule);
  const reasons = [chosen.reason, ...others];
  const groups = input.operation.profiles.find(({ id }) => id === chosen.profile)?.groups ?? [];
  return { organisation, outcome: 'recipient', as: chosen.as, profile: chosen.profile, groups, reasons };
}

/** Why nothing would bring this body in: nobody addressed it, or no rule includes it. Undefined: something does. */
function whyNotConcerned(body: Body, own: readonly RoutingRule[], input: RoutingInput): RoutingReason | undefined {
  if (isLead(body, input) || isAddressed(body, input)) return undefined;
  if (hasAddressees(input)) return notAddressed;
  return own.some((rule) => 'include' in rule.then) ? undefined : noRule;
}

function releaseCase(body: Body, own: readonly RoutingRule[], input: RoutingInput): ReleaseCase {
  const ruled = own.flatMap((rule) => grantOf(rule, isAddressed(body, input)));
  const fitting = fittingGrants(ruled, body, input);
  if (fitting.length > 0 || !isLead(body, input)) return { input, body, grants: ruled, fitting };
  const standing = leadGrant(input);
  return { input, body, grants: [...ruled, standing], fitting: fittingGrants([standing], body, input) };
}

/** What a rule gives; a rule that only allows gives nothing to a body that was not addressed. */
function grantOf(rule: RoutingRule, addressed: boolean): Grant[] {
  if ('refuse' in rule.then || ('allow' in rule.then && !addressed)) return [];
  return [{ as: rule.then.as, profile: rule.then.profile, reason: ruleReason(rule) }];
}

/** What the lead agency gets where no rule gives it anything that fits. */
function leadGrant(input: RoutingInput): Grant {
  const { as, profile } = input.operation.leadAgency;
  return { as, profile, reason: standingReason(input, 'LEAD-AGENCY', 'The lead agency is always informed.') };
}

function outsideTheOperation(organisation: Slug, input: RoutingInput): RoutingDecision {
  const text = 'The body addressed does not take part in this operation.';
  return { organisation, outcome: 'refused', reasons: [standingReason(input, 'MANDATE', text)] };
}

function isLead(body: Body, { operation }: RoutingInput): boolean {
  return operation.leadAgency.body === body.slug;
}

function isAddressed(body: Body, { addressees }: RoutingInput): boolean {
  return addressees?.includes(body.slug) === true;
}

function hasAddressees({ addressees }: RoutingInput): boolean {
  return addressees !== undefined && addressees.length > 0;
}

function ruleReason({ id, provision, title }: RoutingRule): RoutingReason {
  return { rule: id, provision, text: title };
}

const isSender: RoutingReason = { rule: 'SENDER', text: 'The body sent the message.' };
const notAddressed: RoutingReason = { rule: 'NOT-ADDRESSED', text: 'The sender addressed other bodies.' };
const noRule: RoutingReason = { rule: 'NO-RULE', text: 'No rule includes this body for this message.' };
