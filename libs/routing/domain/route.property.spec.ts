import {
  capacities,
  bodyKinds,
  isSecurityKind,
  loadOperations,
  minorStates,
  priorityCodes,
  profileAges,
  purposes,
  type Body,
  type Operation,
  type RoutingRule,
} from '#directory';
import fc from 'fast-check';
import { join } from 'node:path';
import { releaseRules } from './release-rules';
import { route } from './route';
import type { ConsentFacts, RoutingInput } from './routing-input';
import type { RoutingDecision } from './routing-result';

/** Messages that each property sees, shrunk to the smallest that fails. Many more are in release.property.spec.ts. */
const CASES = 1_000;
const SEED = 1;

const at = new Date('2026-03-31T12:00:00Z');
const today = '2026-03-31';
const written = loadOperations(join(__dirname, '../../../config/operations'));

const slugs = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];
const roles = ['partner', 'helper', 'watch'];
const kinds = ['referral', 'referral-update', 'information-share'];
const services = ['legal', 'protection', 'investigation'];
const words = ['urgent-transfer', 'border'];
const profileIds = ['full', 'narrow', 'inquiry', 'missing'];
const days = ['2020-01-01', '2026-03-30', today, '2026-04-01', '2040-01-01', 'unreadable'];

const some = <Value>(values: readonly Value[]): fc.Arbitrary<Value[]> => fc.subarray([...values]);
const atLeastOne = <Value>(values: readonly Value[]): fc.Arbitrary<Value[]> =>
  fc.subarray([...values], { minLength: 1 });
const contact = { role: 'desk', mailbox: 'desk@body.example' };

const bodyOf = (slug: string): fc.Arbitrary<Body> =>
  fc.record({ kind: fc.constantFrom(...bodyKinds), roles: some(roles) }).map((rest) => ({
    ...rest,
    slug,
    name: slug,
    shortName: slug,
    capabilities: [],
    focalPoint: contact,
    backUp: contact,
  }));

const targets = atLeastOne([...slugs, ...roles]);
const grant = { as: fc.constantFrom(...capacities), profile: fc.constantFrom(...profileIds) };
const effect = fc.oneof(
  { weight: 4, arbitrary: fc.record({ include: targets, ...grant }) },
  { weight: 3, arbitrary: fc.record({ allow: targets, ...grant }) },
  { weight: 1, arbitrary: fc.record({ refuse: some(slugs) }) },
);
const condition = fc.record(
  {
    kinds: atLeastOne(kinds),
    senders: atLeastOne([...slugs, ...roles]),
    services: atLeastOne(services as ('legal' | 'protection' | 'investigation')[]),
    minor: atLeastOne(minorStates),
    areas: atLeastOne(['AF', 'XK']),
    exploitationTypes: atLeastOne(['ForcedLabour', 'Servitude']),
    keywords: atLeastOne(words),
    priorities: atLeastOne(priorityCodes),
  },
  { requiredKeys: [] },
);
const rulesOf = fc
  .array(fc.record({ when: fc.oneof(fc.constant({}), condition), then: effect }), { maxLength: 6 })
  .map((rules): RoutingRule[] =>
    rules.map((rule, index) => ({ ...rule, id: `GEN-R${index}`, title: 'Generated', provision: 'GEN-P1' })),
  );

const profileOf = (id: string) =>
  fc.record({
    id: fc.constant(id),
    title: fc.constant(id),
    purpose: id === 'inquiry' ? fc.constant('investigation' as const) : fc.constantFrom(...purposes),
    ages: fc.constantFrom(...profileAges),
    bodies: fc.oneof(fc.constant([...slugs]), atLeastOne(slugs)),
    groups: atLeastOne(['case', 'request', 'identity'] as const),
  });
const agreementOf = (body: string) =>
  fc.record(
    {
      body: fc.constant(body),
      reference: fc.constant('ISA'),
      from: fc.constantFrom('2020-01-01', '2020-01-01', '2030-01-01'),
      until: fc.constantFrom('2040-01-01', '2021-01-01'),
    },
    { requiredKeys: ['body', 'reference', 'from'] },
  );

const generated: fc.Arbitrary<Operation> = fc
  .record({
    bodies: fc.tuple(...slugs.map(bodyOf)),
    agreements: fc.tuple(...slugs.map(agreementOf)),
    profiles: fc.tuple(profileOf('full'), profileOf('narrow'), profileOf('inquiry')),
    rules: rulesOf,
    lead: fc.constantFrom(...slugs),
  })
  .map(({ lead, ...rest }) => ({
    ...rest,
    id: 'generated',
    code: 'GEN',
    title: 'Generated',
    mission: 'GEN',
    timeZone: 'Asia/Kabul',
    countries: ['AF'],
    classificationCeiling: 'UNCLASSIFIED',
    deadlines: { emergency: 'PT24H', urgent: 'PT72H', normal: 'P14D' },
    leadAgency: { body: lead, as: 'information', profile: 'narrow' },
    provisions: [],
    digest: 'generated',
  }));

const operations: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: generated },
  { weight: 1, arbitrary: fc.constantFrom(...written) },
);

const inputs: fc.Arbitrary<RoutingInput> = operations.chain((operation) => {
  const known = operation.bodies.map((body) => body.slug);
  const consent: fc.Arbitrary<ConsentFacts> = fc.record(
    {
      given: fc.constantFrom('yes', 'yes', 'yes', 'no', 'pending'),
      purposes: some(purposes),
      recipients: some(known),
      date: fc.constantFrom(...days),
      expires: fc.constantFrom(...days),
    },
    { requiredKeys: ['given', 'purposes'] },
  );
  const facts = fc.record({
    services: some(services),
    minor: fc.constantFrom(...minorStates),
    countries: some(['AF', 'XK']),
    exploitationTypes: some(['ForcedLabour', 'Servitude']),
    keywords: some(words),
    priority: fc.constantFrom(...priorityCodes),
  });
  return fc.record(
    {
      operation: fc.constant(operation),
      kind: fc.constantFrom(...kinds),
      sender: fc.constantFrom(...known, 'outsider'),
      facts,
      addressees: some([...known, 'stranger']),
      consent,
      at: fc.constant(at),
    },
    { requiredKeys: ['operation', 'kind', 'sender', 'facts', 'at'] },
  );
});

/** Said again in other words than the rules use, so that a slip there does not hide itself here. */
function mayInvestigate(consent: ConsentFacts | undefined, slug: string): boolean {
  if (consent === undefined) return false;
  const { given, purposes: agreed, recipients = [], date = today, expires = today } = consent;
  const readable = date !== 'unreadable' && expires !== 'unreadable';
  const inTime = readable && date <= today && expires >= today;
  return given === 'yes' && inTime && agreed.includes('investigation') && recipients.includes(slug);
}

function check(
  property: (input: RoutingInput, decisions: readonly RoutingDecision[]) => void,
  over: fc.Parameters<[RoutingInput]> = {},
): void {
  fc.assert(
    fc.property(inputs, (input) => {
      property(input, route(input).decisions);
    }),
    { numRuns: CASES, ...over },
  );
}

function shuffled<Value>(values: readonly Value[], seed: number): Value[] {
  return [...values]
    .map((value, index) => ({ value, rank: Math.sin(seed * 31 + index * 17) }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ value }) => value);
}

describe('route, over any operation and any message', () => {
  it('never lets a police or security body receive a case without consent to an investigation by this very body', () => {
    const reached = { security: 0 };
    const holds = ({ operation, consent }: RoutingInput, decisions: readonly RoutingDecision[]): void => {
      for (const decision of decisions.filter((each) => each.outcome === 'recipient')) {
        const body = operation.bodies.find((each) => each.slug === decision.organisation);
        expect(body).toBeDefined();
        if (body === undefined || !isSecurityKind(body.kind)) continue;
        reached.security += 1;
        expect(mayInvestigate(consent, body.slug)).toBe(true);
        expect(operation.profiles.find((profile) => profile.id === decision.profile)?.purpose).toBe('investigation');
      }
    };
    check(holds);
    // The property would hold of a router that lets nothing through; this one does, in a run that is always the same.
    check(holds, { seed: SEED });
    expect(reached.security).toBeGreaterThan(0);
  });

  it('decides once on every body, gives a reason, and names a capacity and profile to recipients only', () => {
    check(({ operation, sender, addressees }, decisions) => {
      const strangers = addressees?.filter((slug) => slug === 'stranger') ?? [];
      const expected = [...operation.bodies.map((body) => body.slug), ...strangers].sort();
      expect(decisions.map((decision) => decision.organisation)).toEqual(expected);
      for (const decision of decisions) {
        expect(decision.reasons.length).toBeGreaterThan(0);
        expect(decision.outcome === 'sender').toBe(decision.organisation === sender);
        expect('as' in decision && 'profile' in decision).toBe(decision.outcome === 'recipient');
      }
    });
  });

  it('makes the lead agency a recipient, or refuses it with a reason', () => {
    check(({ operation, sender }, decisions) => {
      const lead = decisions.find((decision) => decision.organisation === operation.leadAgency.body);
      const possible = lead?.organisation === sender ? ['sender'] : ['recipient', 'refused'];
      expect(possible).toContain(lead?.outcome);
    });
  });

  it('lets only the lead agency and addressees receive what is addressed, and no one without consent', () => {
    check(({ operation, addressees, consent }, decisions) => {
      const recipients = decisions.filter((decision) => decision.outcome === 'recipient');
      if (recipients.length > 0) expect(consent?.given).toBe('yes');
      if (addressees === undefined || addressees.length === 0) return;
      for (const { organisation } of recipients)
        expect([...addressees, operation.leadAgency.body]).toContain(organisation);
    });
  });

  it('decides alike in whatever order rules, bodies and facts are written', () => {
    fc.assert(
      fc.property(inputs, fc.nat(1_000), (input, seed) => {
        const { operation, facts } = input;
        const other: RoutingInput = {
          ...input,
          operation: {
            ...operation,
            rules: shuffled(operation.rules, seed),
            bodies: shuffled(operation.bodies, seed),
            profiles: shuffled(operation.profiles, seed),
            agreements: shuffled(operation.agreements, seed),
          },
          facts: { ...facts, services: shuffled(facts.services, seed) },
          ...(input.addressees === undefined ? {} : { addressees: shuffled(input.addressees, seed) }),
        };
        expect(route(other)).toEqual(route(input));
        expect(route(input)).toEqual(route(input));
      }),
      { numRuns: CASES },
    );
  });
});

describe('the table of release rules', () => {
  it('has each rule once', () => {
    const ids = releaseRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
