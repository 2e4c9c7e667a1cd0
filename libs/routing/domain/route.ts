import { dateIn, type Body, type RoutingRule, type Slug } from '#directory';
import { chosenGrant, fittingGrants, type Grant } from './grants';
import { groundOf } from './ground';
import type { ReleaseCase } from './release-case';
import { refusals, standingReason } from './release-rules';
import type { RoutingInput } from './routing-input';
import type { RoutingDecision, RoutingReason, RoutingResult } from './routing-result';
import { matchingRules, rulesFor } from './rule-matching';

/**
 * Decides for every body of the operation whether it receives a message, in which capacity, what it may see, and why.
 * Pure: the same input gives the same result, and the order of rules, bodies and facts means nothing.
 */
export function route(input: RoutingInput): RoutingResult {
  const rules = matchingRules(input);
  const today = dateIn(input.operation.timeZone, input.at);
  const known = input.operation.bodies.map((body) => decide(body, rules, input, today));
  const unknown = [...new Set(input.addressees ?? [])]
    .filter((slug) => slug !== input.sender && input.operation.bodies.every((body) => body.slug !== slug))
    .map((slug) => outsideTheOperation(slug, input));
  const decisions = [...known, ...unknown].sort((left, right) => (left.organisation < right.organisation ? -1 : 1));
  return { ruleSetVersion: input.operation.digest, decisions };
}

function decide(body: Body, rules: readonly RoutingRule[], input: RoutingInput, today: string): RoutingDecision {
  const organisation = body.slug;
  if (organisation === input.sender) return { organisation, outcome: 'sender', reasons: [isSender] };
  const own = rulesFor(body, rules, input);
  const bystander = whyNotConcerned(body, own, input);
  if (bystander !== undefined) return { organisation, outcome: 'not_concerned', reasons: [bystander] };

  const release = releaseCase(body, own, input, today);
  const refused = [
    ...own.filter((rule) => 'refuse' in rule.then).map((rule) => ruleReason(rule, input)),
    ...refusals(release),
  ];
  const { chosen, ground } = release;
  if (refused.length > 0 || chosen === undefined) return { organisation, outcome: 'refused', reasons: refused };
  const others = release.grants.map((grant) => grant.reason).filter((reason) => reason.rule !== chosen.reason.rule);
  const reasons = [chosen.reason, ...others, ...(ground.restsOnException ? [riskToLife(input)] : [])];
  const { as, profile } = chosen;
  return { organisation, outcome: 'recipient', as, profile, groups: ground.groups, reasons };
}

/** Why nothing would bring this body in: nobody addressed it, or no rule includes it. Undefined: something does. */
function whyNotConcerned(body: Body, own: readonly RoutingRule[], input: RoutingInput): RoutingReason | undefined {
  if (isLead(body, input) || isAddressed(body, input)) return undefined;
  if (hasAddressees(input)) return notAddressed;
  return own.some((rule) => 'include' in rule.then) ? undefined : noRule;
}

function releaseCase(body: Body, own: readonly RoutingRule[], input: RoutingInput, today: string): ReleaseCase {
  const addressed = isAddressed(body, input);
  const ruled = own.flatMap((rule) => grantOf(rule, addressed, input));
  const chosen = chosenGrant(fittingGrants(ruled, body, input));
  const base = { input, body, today, addressed };
  if (chosen !== undefined || !isLead(body, input)) return withGround({ ...base, grants: ruled, chosen });
  const standing = leadGrant(input);
  const standIn = chosenGrant(fittingGrants([standing], body, input));
  return withGround({ ...base, grants: [...ruled, standing], chosen: standIn });
}

function withGround(release: Omit<ReleaseCase, 'ground'>): ReleaseCase {
  return { ...release, ground: groundOf(release) };
}

/** What a rule gives; a rule that only allows gives nothing to a body that was not addressed. */
function grantOf(rule: RoutingRule, addressed: boolean, input: RoutingInput): Grant[] {
  if ('refuse' in rule.then || ('allow' in rule.then && !addressed)) return [];
  return [{ as: rule.then.as, profile: rule.then.profile, reason: ruleReason(rule, input) }];
}

/** What the lead agency gets where no rule gives it anything that fits. */
function leadGrant(input: RoutingInput): Grant {
  const { as, profile } = input.operation.leadAgency;
  return { as, profile, reason: standingReason(input, 'LEAD-AGENCY', 'The lead agency is always informed.') };
}

/** A reason in place of consent. Who decided on the exception and why is kept with the exception. */
function riskToLife(input: RoutingInput): RoutingReason {
  return standingReason(input, 'RISK-TO-LIFE', 'A life is at risk: an exception for this body stands in for consent.');
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

function ruleReason({ id, provision, title }: RoutingRule, { operation }: RoutingInput): RoutingReason {
  const version = operation.provisions.find((one) => one.id === provision)?.version;
  return { rule: id, provision, ...(version === undefined ? {} : { version }), text: title };
}

const isSender: RoutingReason = { rule: 'SENDER', text: 'The body sent the message.' };
const notAddressed: RoutingReason = { rule: 'NOT-ADDRESSED', text: 'The sender addressed other bodies.' };
const noRule: RoutingReason = { rule: 'NO-RULE', text: 'No rule includes this body for this message.' };
