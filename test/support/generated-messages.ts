import {
  bodyKinds,
  capacities,
  capacityLevels,
  capacityStatuses,
  classifications,
  fieldGroups,
  minorStates,
  priorityCodes,
  profileAges,
  purposes,
  serviceCodes,
  tlpMarks,
  type Body,
  type FieldProfile,
  type Operation,
  type RoutingRule,
} from '#directory';
import type { ConsentFacts, ConsentGrant, RiskToLifeException, RoutingFacts, RoutingInput } from '#routing';

/** The day and the time of every generated message; it is the same day in all time zones that are used. */
export const messageDay = '2026-03-31';
export const messageTime = new Date(`${messageDay}T12:00:00Z`);

const slugs = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];
const roles = ['partner', 'helper', 'child-protection'];
const kinds = ['referral', 'referral', 'referral-update', 'information-share', 'information-response', 'minutes'];
const profileIds = ['full', 'narrow', 'inquiry', 'talk'];
const pastDays = ['2020-01-01', messageDay, messageDay, '2026-04-01', 'unreadable'];
const askedServices = ['investigation', 'legal', 'protection'] as const;
const lastDays = ['2040-01-01', '2040-01-01', messageDay, '2026-03-30', 'never'];
const OPERATIONS = 3_000;
const contact = { role: 'desk', mailbox: 'desk@body.example' };

/** Random draws that a seed repeats exactly (mulberry32). Made for speed: a hundred thousand messages in seconds. */
export class Draws {
  // A field that holds a number beyond 31 bits is boxed anew with each draw; an array of integers is not.
  private readonly state = new Int32Array(1);

  constructor(seed: number) {
    this.state[0] = seed;
  }

  /** From 0 up to and without 1. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  private bits(): number {
    const state = ((this.state[0] ?? 0) + 0x6d2b79f5) | 0;
    this.state[0] = state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.next() * values.length)] as Value;
  }

  /** Each of the values (32 at most) or not, at even odds; with `twice` at three to one. */
  some<Value>(values: readonly Value[], twice = false): Value[] {
    const mask = twice ? this.bits() | this.bits() : this.bits();
    return values.filter((_value, index) => (mask >>> index) & 1);
  }

  atLeastOne<Value>(values: readonly Value[]): Value[] {
    const drawn = this.some(values);
    return drawn.length > 0 ? drawn : [this.pick(values)];
  }

  shuffled<Value>(values: readonly Value[]): Value[] {
    return values
      .map((value) => ({ value, rank: this.next() }))
      .sort((left, right) => left.rank - right.rank)
      .map(({ value }) => value);
  }

  /** A property that is there now and then. */
  maybe<Key extends string, Value>(share: number, key: Key, draw: () => Value): Partial<Record<Key, Value>> {
    return this.chance(share) ? ({ [key]: draw() } as Record<Key, Value>) : {};
  }
}

/** A message to be routed in one of the written operations or, more often, in an operation made up on the spot. */
export function generatedMessage(draws: Draws, written: readonly Operation[]): RoutingInput {
  const operation = draws.chance(0.3) ? draws.pick(written) : madeUpOperation(Math.floor(draws.next() * OPERATIONS));
  const known = operation.bodies.map((body) => body.slug);
  return {
    operation,
    kind: draws.pick(kinds),
    sender: draws.chance(0.1) ? 'outsider' : draws.pick(known),
    facts: generatedFacts(draws),
    ...draws.maybe(0.5, 'addressees', () => draws.some([...known, 'stranger'])),
    ...draws.maybe(0.9, 'consent', () => generatedConsent(draws, known)),
    ...draws.maybe(0.3, 'carriesCase', () => draws.chance(0.5)),
    ...draws.maybe(0.4, 'marks', () => ({
      tlp: draws.pick(tlpMarks),
      classification: draws.chance(0.6) ? 'UNCLASSIFIED' : draws.pick(classifications),
    })),
    ...draws.maybe(0.4, 'exceptions', () => [1, 2].map((number) => generatedException(draws, known, number))),
    ...draws.maybe(0.4, 'capacities', () =>
      Object.fromEntries(
        draws
          .some(known)
          .map((slug) => [
            slug,
            Object.fromEntries(draws.some(askedServices).map((each) => [each, draws.pick(capacityStatuses)])),
          ]),
      ),
    ),
    at: messageTime,
  };
}

const madeUp = new Map<number, Operation>();

/** An operation takes longer to make up than a message, so that messages share some thousands of them. */
function madeUpOperation(seed: number): Operation {
  const known = madeUp.get(seed);
  if (known !== undefined) return known;
  const made = generatedOperation(new Draws(seed));
  madeUp.set(seed, made);
  return made;
}

function generatedFacts(draws: Draws): RoutingFacts {
  return {
    services: [draws.pick(serviceCodes), ...draws.some(askedServices)],
    minor: draws.chance(0.5) ? 'no' : draws.pick(minorStates),
    countries: draws.some(['AF', 'XK']),
    keywords: draws.some(['human-rights-violation', 'border']),
    priority: draws.pick(priorityCodes),
    ...draws.maybe(0.7, 'childProcedure', () => ({
      bestInterestsNote: draws.chance(0.8),
      ...draws.maybe(0.6, 'assent', () => draws.chance(0.6)),
      ...draws.maybe(0.6, 'guardian', () => draws.chance(0.6)),
    })),
  };
}

function generatedConsent(draws: Draws, known: readonly string[]): ConsentFacts {
  return {
    given: draws.chance(0.85) ? 'yes' : draws.pick(['no', 'pending']),
    purposes: draws.some(purposes, true),
    ...draws.maybe(0.5, 'recipients', () => draws.some(known, true)),
    ...draws.maybe(0.4, 'date', () => draws.pick(pastDays)),
    ...draws.maybe(0.4, 'expires', () => draws.pick(lastDays)),
    ...draws.maybe(0.6, 'grants', () => Array.from({ length: Math.floor(draws.next() * 4) }, () => part(draws, known))),
  };
}

function part(draws: Draws, known: readonly string[]): ConsentGrant {
  return {
    purposes: draws.some(purposes),
    ...draws.maybe(0.6, 'recipients', () => draws.some(known)),
    ...draws.maybe(0.5, 'groups', () => draws.some(fieldGroups, true)),
    ...draws.maybe(0.3, 'expires', () => draws.pick(lastDays)),
  };
}

function generatedException(draws: Draws, known: readonly string[], number: number): RiskToLifeException {
  const offset = draws.pick([-1, 0, 1, 3_600_000]);
  return {
    id: `exception-${number}`,
    body: draws.pick(known),
    groups: draws.some(fieldGroups, true),
    expiresAt: new Date(messageTime.getTime() + offset),
  };
}

function generatedOperation(draws: Draws): Operation {
  return {
    id: 'generated',
    code: 'GEN',
    title: 'Generated',
    mission: 'GEN',
    timeZone: 'UTC',
    countries: ['AF'],
    classificationCeiling: draws.pick(classifications),
    deadlines: { emergency: 'PT24H', urgent: 'PT72H', normal: 'P14D' },
    leadAgency: { body: draws.pick(slugs), as: 'information', profile: 'narrow' },
    bodies: slugs.map((slug) => generatedBody(draws, slug)),
    agreements: slugs.map((body) => ({
      body,
      reference: 'ISA',
      from: draws.chance(0.9) ? '2020-01-01' : '2030-01-01',
      ...draws.maybe(0.3, 'until', () => draws.pick(['2040-01-01', messageDay, '2021-01-01'])),
    })),
    provisions: [],
    profiles: profileIds.map((id) => generatedProfile(draws, id)),
    rules: Array.from({ length: 2 + Math.floor(draws.next() * 6) }, (_, index) => generatedRule(draws, index)),
    digest: 'generated',
  };
}

function generatedBody(draws: Draws, slug: string): Body {
  return {
    slug,
    name: slug,
    shortName: slug,
    kind: draws.pick(bodyKinds),
    roles: draws.some(roles),
    capabilities: draws.some(serviceCodes),
    focalPoint: contact,
    backUp: contact,
    ...draws.maybe(0.6, 'clearance', () => draws.pick(classifications)),
  };
}

function generatedProfile(draws: Draws, id: string): FieldProfile {
  return {
    id,
    title: id,
    purpose: id === 'inquiry' ? 'investigation' : draws.pick(purposes),
    ages: draws.chance(0.6) ? 'any' : draws.pick(profileAges),
    bodies: draws.chance(0.6) ? slugs : draws.atLeastOne(slugs),
    ...draws.maybe(0.2, 'kinds', () => draws.atLeastOne(kinds)),
    groups: id === 'talk' ? ['information'] : draws.atLeastOne(fieldGroups),
  };
}

function generatedRule(draws: Draws, index: number): RoutingRule {
  const targets = draws.atLeastOne([...slugs, ...roles]);
  const given = {
    as: draws.pick(capacities),
    profile: draws.chance(0.5) ? 'inquiry' : draws.pick([...profileIds, 'missing']),
  };
  const sort = draws.next();
  const effect =
    sort < 0.5
      ? { include: targets, ...given }
      : sort < 0.9
        ? { allow: targets, ...given }
        : { refuse: draws.some(slugs) };
  return {
    id: `GEN-R${index}`,
    title: 'Generated',
    provision: 'GEN-P1',
    when: {
      ...draws.maybe(0.2, 'kinds', () => draws.atLeastOne(kinds)),
      ...draws.maybe(0.1, 'senders', () => draws.atLeastOne([...slugs, ...roles])),
      ...draws.maybe(0.2, 'services', () => draws.atLeastOne(serviceCodes)),
      ...draws.maybe(0.1, 'minor', () => draws.atLeastOne(minorStates)),
      ...draws.maybe(0.1, 'keywords', () => ['border']),
      ...draws.maybe(0.3, 'capacity', () => draws.atLeastOne(capacityLevels)),
    },
    then: effect,
  };
}
