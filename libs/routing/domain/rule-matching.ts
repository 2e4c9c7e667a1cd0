import { namesBody, type Body, type RoutingRule } from '#directory';
import { capacityOf } from './capacity-of';
import type { RoutingInput } from './routing-input';

/** The rules that apply to a message, by id, whatever their order in the file. What they ask of bodies is asked later. */
export function matchingRules(input: RoutingInput): RoutingRule[] {
  return input.operation.rules
    .filter((rule) => applies(rule, input))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** The bodies (slugs and roles) that a rule is about. */
export function targetsOf(rule: RoutingRule): readonly string[] {
  if ('include' in rule.then) return rule.then.include;
  return 'allow' in rule.then ? rule.then.allow : rule.then.refuse;
}

/** Those of the rules that are about a body, as its capacity stands. */
export function rulesFor(body: Body, rules: readonly RoutingRule[], input: RoutingInput): RoutingRule[] {
  const capacity = capacityOf(input.capacities, body.slug, input.facts.services);
  return rules.filter((rule) => namesBody(targetsOf(rule), body) && anyOf(rule.when.capacity, [capacity]));
}

function applies({ when }: RoutingRule, input: RoutingInput): boolean {
  const { facts, kind } = input;
  return (
    anyOf(when.kinds, [kind]) &&
    (when.senders === undefined || namesBody(when.senders, senderOf(input))) &&
    anyOf(when.services, facts.services) &&
    anyOf(when.minor, [facts.minor]) &&
    anyOf(when.areas, facts.countries ?? []) &&
    anyOf(when.exploitationTypes, facts.exploitationTypes ?? []) &&
    anyOf(lowerCase(when.keywords), lowerCase(facts.keywords) ?? []) &&
    anyOf(when.priorities, [facts.priority])
  );
}

function senderOf({ operation, sender }: RoutingInput): Pick<Body, 'slug' | 'roles'> {
  return operation.bodies.find((body) => body.slug === sender) ?? { slug: sender, roles: [] };
}

function anyOf(wanted: readonly string[] | undefined, present: readonly string[]): boolean {
  return wanted === undefined || wanted.some((each) => present.includes(each));
}

function lowerCase(words: readonly string[] | undefined): readonly string[] | undefined {
  return words?.map((word) => word.trim().toLowerCase());
}
