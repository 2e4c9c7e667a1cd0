import { fieldGroups, loadOperations, type Body, type FieldGroup } from '#directory';
import { Draws, generatedMessage, messageDay } from '#test/generated-messages';
import fc from 'fast-check';
import { join } from 'node:path';
import { route } from './route';
import type { ConsentFacts, RoutingInput } from './routing-input';
import type { RoutingDecision } from './routing-result';
import { suggestBodies } from './suggest-bodies';

const written = loadOperations(join(__dirname, '../../../config/operations'));

/** Runs a check over so many messages. A failure names the seed of the message, which repeats it exactly. */
function overMessages(numRuns: number, check: (input: RoutingInput, draws: Draws) => readonly string[]): void {
  fc.assert(
    fc.property(fc.noShrink(fc.integer()), (seed) => {
      const draws = new Draws(seed);
      const wrong = check(generatedMessage(draws, written), draws);
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    }),
    { numRuns },
  );
}

/* The policy, said again in other words than the code has, so that a slip in one does not hide itself in the other. */

const HEIGHT: Readonly<Record<string, number>> = {
  UNCLASSIFIED: 1,
  RESTRICTED: 2,
  CONFIDENTIAL: 3,
  SECRET: 4,
  'COSMIC TOP SECRET': 5,
};

const isSecurity = (body: Body): boolean => body.kind === 'police' || body.kind === 'security-force';

function isCase({ kind, carriesCase }: RoutingInput): boolean {
  return kind.startsWith('referral') || carriesCase !== false;
}

/** Whether a last day has not passed. */
function lasts(day: string | undefined): boolean {
  return day === undefined || (/^\d{4}-\d\d-\d\d$/.test(day) && day >= messageDay);
}

function consentInForce(consent: ConsentFacts | undefined): consent is ConsentFacts {
  if (consent?.given !== 'yes' || !lasts(consent.expires)) return false;
  return consent.date === undefined || (consent.date.startsWith('20') && consent.date <= messageDay);
}

/** Every group of a list that the person agreed to show to a body, or that an exception lets it see. */
function mayBeShown(groups: readonly FieldGroup[], body: Body, input: RoutingInput) {
  const agreed = new Set<FieldGroup>();
  const excepted = new Set<FieldGroup>();
  const grounds = { consent: false, exception: false };
  const { consent } = input;
  if (consentInForce(consent)) {
    for (const grant of consent.grants ?? [{ purposes: consent.purposes, recipients: consent.recipients }]) {
      const { recipients: named, groups: parts, expires } = { groups: undefined, expires: undefined, ...grant };
      const wanted = isSecurity(body)
        ? grant.purposes.includes('investigation') && (named ?? []).includes(body.slug)
        : (grant.purposes.includes('assistance') || grant.purposes.includes('protection')) &&
          (!named || named.includes(body.slug));
      if (!wanted || !lasts(expires)) continue;
      grounds.consent = true;
      groups.filter((group) => !parts || parts.includes(group)).forEach((group) => agreed.add(group));
    }
  }
  for (const exception of input.exceptions ?? []) {
    if (exception.body !== body.slug || exception.expiresAt.getTime() <= input.at.getTime()) continue;
    grounds.exception = true;
    groups.filter((group) => exception.groups.includes(group)).forEach((group) => excepted.add(group));
  }
  return { agreed, excepted, grounds };
}

function childMayGoTo(body: Body, { operation, facts }: RoutingInput): boolean {
  if (facts.minor === 'no') return true;
  if (!isSecurity(body) && (body.roles.includes('child-protection') || operation.leadAgency.body === body.slug))
    return true;
  const { bestInterestsNote = false, assent = false, guardian = false } = facts.childProcedure ?? {};
  return bestInterestsNote && (assent || guardian);
}

/** Which release rules, of those that do not depend on the operation's rules, keep a message from a body. */
function kept(body: Body, input: RoutingInput): Set<string> {
  const rules = new Set<string>();
  const { tlp, classification } = input.marks ?? { tlp: 'AMBER', classification: 'UNCLASSIFIED' };
  const height = HEIGHT[classification]!;
  if (height > HEIGHT[input.operation.classificationCeiling]!) rules.add('MARK-CEILING');
  if (height > HEIGHT[body.clearance ?? 'UNCLASSIFIED']!) rules.add('MARK-CLASSIFICATION');
  if (tlp === 'RED' && !(input.addressees ?? []).includes(body.slug)) rules.add('MARK-TLP');
  if (!isCase(input)) return rules;
  if (tlp === 'GREEN' || tlp === 'CLEAR') rules.add('MARK-CASE');
  if (!childMayGoTo(body, input)) rules.add('CHILD-PROCEDURE');
  const { grounds } = mayBeShown([], body, input);
  if (!grounds.consent && !grounds.exception) rules.add('CONSENT');
  return rules;
}

/** The same rules as a decision lists them; the reasons for which consent is lacking count as one. */
function listed({ reasons }: RoutingDecision): Set<string> {
  const ids = reasons.map(({ rule }) => rule).filter((rule) => /^(MARK|CHILD|CONSENT)-/.test(rule));
  const others = ids.filter((rule) => rule !== 'CONSENT-GROUPS');
  return new Set(others.map((rule) => (rule.startsWith('CONSENT-') ? 'CONSENT' : rule)));
}

const same = (left: Iterable<string>, right: Iterable<string>): boolean =>
  [...left].sort().join() === [...right].sort().join();

/** What is wrong with a release, seen from the policy alone. */
function wrongWith(decision: RoutingDecision, body: Body, input: RoutingInput): string[] {
  if (decision.outcome !== 'recipient') return [];
  const profile = input.operation.profiles.find(({ id }) => id === decision.profile)!;
  const wrong: string[] = [];
  if (!profile.bodies.some((name) => name === body.slug || body.roles.includes(name))) wrong.push('not its profile');
  if (!isCase(input))
    return same(decision.groups, profile.groups) ? wrong : [...wrong, 'not the groups of the profile'];
  if (isSecurity(body) !== (profile.purpose === 'investigation')) wrong.push('the purpose of the profile');
  const { agreed, excepted } = mayBeShown(profile.groups, body, input);
  if (!same(decision.groups, new Set([...agreed, ...excepted]))) wrong.push('groups that are not those of its ground');
  if (profile.groups.includes('case') && !decision.groups.includes('case')) wrong.push('no case code');
  if (decision.groups.length === 0) wrong.push('nothing to see');
  const named = decision.reasons.some(({ rule }) => rule === 'RISK-TO-LIFE');
  if (named !== [...excepted].some((group) => !agreed.has(group))) wrong.push('the exception among the reasons');
  return wrong;
}

describe('a hundred thousand messages, each in one of the written operations or a made-up one', () => {
  it('reach nobody without a valid ground of its own, show nothing beyond it, and obey every mark', () => {
    const seen = new Map<string, number>();
    const count = (what: string, when = true) => when && seen.set(what, (seen.get(what) ?? 0) + 1);
    overMessages(100_000, (input) => {
      const wrong: string[] = [];
      for (const decision of route(input).decisions) {
        const body = input.operation.bodies.find(({ slug }) => slug === decision.organisation);
        if (body === undefined) {
          if (decision.outcome !== 'refused') wrong.push(`${decision.organisation} takes no part`);
          continue;
        }
        if (decision.outcome !== 'recipient' && decision.outcome !== 'refused') continue;
        const expected = kept(body, input);
        const told = decision.outcome === 'refused' ? listed(decision) : new Set<string>();
        const faults = wrongWith(decision, body, input);
        if (!same(expected, told)) faults.push(`told ${[...told].join()} where ${[...expected].join()} hold`);
        wrong.push(...faults.map((fault) => `${body.slug} (${decision.outcome}): ${fault}`));
        if (decision.outcome !== 'recipient') {
          decision.reasons.forEach(({ rule }) => count(rule, !rule.includes('-R')));
          continue;
        }
        const whole = input.operation.profiles.find(({ id }) => id === decision.profile)!.groups.length;
        const excepted = decision.reasons.some(({ rule }) => rule === 'RISK-TO-LIFE');
        count('security by consent', isSecurity(body) && isCase(input) && !excepted);
        count('security by exception', isSecurity(body) && excepted);
        count('other by exception', !isSecurity(body) && excepted);
        count('part of a profile', decision.groups.length < whole);
        count('red', input.marks?.tlp === 'RED');
        count('classified', (input.marks?.classification ?? 'UNCLASSIFIED') !== 'UNCLASSIFIED');
        count('child', isCase(input) && input.facts.minor !== 'no' && expected.size === 0);
      }
      return wrong;
    });
    // All of this would hold of a router that lets nothing through, or refuses for one reason only; this one does not.
    const cases =
      'security by consent,security by exception,other by exception,part of a profile,red,classified,child,MANDATE,AGREEMENT,PROFILE,MARK-CEILING,MARK-CLASSIFICATION,MARK-TLP,MARK-CASE,CHILD-PROCEDURE,CONSENT-INVESTIGATION,CONSENT-MISSING,CONSENT-EXPIRED,CONSENT-PURPOSE,CONSENT-NOT-NAMED,CONSENT-GROUPS';
    expect(cases.split(',').filter((what) => (seen.get(what) ?? 0) < 100)).toEqual([]);
  });
});

/** The same message with less ground, or one reason more against it. */
const weaker: readonly ((input: RoutingInput, draws: Draws) => RoutingInput)[] = [
  (input, draws) => {
    const then = { refuse: [draws.pick(input.operation.bodies).slug] };
    const rule = { id: 'GEN-R99', title: 'Refuses', provision: 'GEN-P1', when: {}, then };
    return { ...input, operation: { ...input.operation, rules: [...input.operation.rules, rule] } };
  },
  (input) => without(input, 'consent'),
  (input, draws) => withConsent(input, ({ grants, ...rest }) => ({ ...rest, grants: draws.some(grants ?? []) })),
  (input, draws) =>
    withConsent(input, ({ grants, ...rest }) => ({
      ...rest,
      purposes: draws.some(rest.purposes),
      ...(grants && { grants: grants.map((part) => ({ ...part, purposes: draws.some(part.purposes) })) }),
    })),
  (input, draws) =>
    withConsent(input, ({ grants, ...rest }) => ({
      ...rest,
      ...(grants && {
        grants: grants.map((part) => ({ ...part, groups: draws.some(part.groups ?? fieldGroups, true) })),
      }),
    })),
  (input) => withConsent(input, (consent) => ({ ...consent, expires: '2026-03-30' })),
  (input, draws) => ({ ...input, exceptions: draws.some(input.exceptions ?? []) }),
  (input) => ({ ...input, marks: { tlp: 'RED', classification: input.marks?.classification ?? 'UNCLASSIFIED' } }),
  (input) => ({ ...input, marks: { tlp: input.marks?.tlp ?? 'AMBER', classification: 'COSMIC TOP SECRET' } }),
  ({ facts, ...input }) => ({ ...input, facts: without(facts, 'childProcedure') }),
  ({ operation, ...input }, draws) => ({
    ...input,
    operation: { ...operation, agreements: draws.some(operation.agreements) },
  }),
];

function without<Whole extends object>(whole: Whole, key: keyof Whole): Whole {
  const left = { ...whole };
  Reflect.deleteProperty(left, key);
  return left;
}

function withConsent(input: RoutingInput, change: (consent: ConsentFacts) => ConsentFacts): RoutingInput {
  return input.consent === undefined ? input : { ...input, consent: change(input.consent) };
}

/** To mark RED what is marked for the public by mistake would mend it: such messages are left out. */
const canOnlyWeaken = ({ marks }: RoutingInput): boolean => marks?.tlp !== 'GREEN' && marks?.tlp !== 'CLEAR';

describe('less ground, or a refusal more', () => {
  it('never brings in a body, and never shows one of them more', () => {
    const lost = { recipients: 0, groups: 0 };
    overMessages(10_000, (input, draws) => {
      if (!canOnlyWeaken(input)) return [];
      const before = new Map(route(input).decisions.map((decision) => [decision.organisation, decision]));
      return route(draws.pick(weaker)(input, draws)).decisions.flatMap((after) => {
        const old = before.get(after.organisation);
        if (old?.outcome === 'recipient' && after.outcome !== 'recipient') lost.recipients += 1;
        if (after.outcome !== 'recipient') return [];
        if (old?.outcome !== 'recipient') return [`${after.organisation} was brought in`];
        if (after.groups.length < old.groups.length) lost.groups += 1;
        const more = after.groups.filter((group) => !old.groups.includes(group));
        return more.length === 0 ? [] : [`${after.organisation} sees ${more.join()}`];
      });
    });
    expect(lost.recipients).toBeGreaterThan(100);
    expect(lost.groups).toBeGreaterThan(20);
  });
});

describe('the order in which anything is written', () => {
  it('means nothing', () => {
    overMessages(5_000, (input, draws) => {
      const { operation, facts, consent } = input;
      const other: RoutingInput = {
        ...input,
        operation: {
          ...operation,
          rules: draws.shuffled(operation.rules),
          bodies: draws.shuffled(operation.bodies),
          profiles: draws.shuffled(operation.profiles),
          agreements: draws.shuffled(operation.agreements),
        },
        facts: { ...facts, services: draws.shuffled(facts.services) },
        ...(input.addressees && { addressees: draws.shuffled(input.addressees) }),
        ...(input.exceptions && { exceptions: draws.shuffled(input.exceptions) }),
        ...(consent && {
          consent: { ...consent, ...(consent.grants && { grants: draws.shuffled(consent.grants) }) },
        }),
      };
      const [one, two] = [input, other].map((each) => JSON.stringify([route(each), suggestBodies(each)]));
      return one === two ? [] : ['decided otherwise'];
    });
  });
});

describe('the suggested bodies', () => {
  it('are those that would receive the message if they alone were addressed, and do not yet', () => {
    let suggested = 0;
    overMessages(2_000, (input) => {
      const given = suggestBodies(input).map(({ organisation }) => organisation);
      suggested += given.length;
      const receives = (slug: string, asked: RoutingInput) =>
        route(asked).decisions.some(({ organisation, outcome }) => organisation === slug && outcome === 'recipient');
      const expected = input.operation.bodies
        .map(({ slug }) => slug)
        .filter((slug) => !receives(slug, input) && receives(slug, { ...input, addressees: [slug] }));
      return same(given, expected) ? [] : [`${given.join()} instead of ${expected.join()}`];
    });
    expect(suggested).toBeGreaterThan(100);
  });
});
