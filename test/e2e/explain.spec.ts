import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

interface Reason {
  readonly rule: string;
  readonly provision?: string;
  readonly text: string;
}

interface Explained {
  readonly organisation: string;
  readonly outcome: string;
  readonly capacity: string | null;
  readonly profile: string | null;
  readonly groups: readonly string[];
  readonly reasons: readonly Reason[];
}

interface Explanation {
  readonly ruleSetVersion: number;
  readonly digest: string;
  readonly bodies: readonly Explained[];
  readonly provisions: readonly { readonly id: string; readonly text: string }[];
}

interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
}

interface Preview {
  readonly considered: number;
  readonly changed: number;
  readonly recipients: Readonly<Record<'added' | 'removed' | 'altered', number>>;
  readonly messages: readonly {
    readonly reference: string;
    readonly changes: readonly {
      readonly organisation: string;
      readonly before: { readonly outcome: string };
      readonly after: { readonly outcome: string; readonly profile: string | null };
      readonly reasons: readonly Reason[];
    }[];
  }[];
}

const OTHERS = [
  'afghan-security-forces',
  'aihrc',
  'german-police-project',
  'iom',
  'netherlands',
  'netherlands-authority',
  'poland',
  'unama-gender-advisor',
  'unama-hru',
  'unhcr',
  'unicef',
];
const yaml = readFileSync(join(__dirname, '../../config/operations/afghanistan.yaml'), 'utf8');
const FACTS = { services: ['legal', 'investigation'], minor: 'no', priority: 'urgent' };
const CONSENT = { given: 'yes', purposes: ['assistance', 'protection'] };
const QUESTION = { operation: 'afghanistan', facts: FACTS, consent: CONSENT };

function withText(from: string, to: string): string {
  if (!yaml.includes(from)) throw new Error(`The operation file holds no "${from}".`);
  return yaml.replace(from, to);
}

/** Rules are read, asked and tried over the API; none of it changes anything. */
describe('routing rules answer questions', () => {
  let hub: RunningHub;
  let officer: ApiCaller;

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
  }, 120_000);

  afterAll(() => hub.stop(), 60_000);

  const explain = <T = Explanation>(over: Record<string, unknown> = {}) =>
    officer.call<T>('POST', '/v1/routing-rules/explain', { json: { ...QUESTION, ...over } });
  const preview = <T = Preview>(definition: string, caller = officer) =>
    caller.call<T>('POST', '/v1/routing-rules/preview', { json: { operation: 'afghanistan', definition } });
  const body = (over: Record<string, unknown> = {}) =>
    fictitiousCase({
      request: { services: FACTS.services, reason: 'AdditionalServicesRequired', risk: 'medium' },
      consent: CONSENT,
      ...over,
    });

  /** A referral as it stands once it was routed. */
  async function sent(json: Record<string, unknown>) {
    const draft = await officer.call<{ id: string; reference: string }>('POST', '/v1/referrals', { json });
    const { id } = draft.body;
    await officer.call('POST', `/v1/referrals/${id}/submit`);
    const read = () =>
      officer.call<{
        state: string;
        ruleSetVersion: number;
        reference: string;
        recipients: { organisation: string; capacity: string }[];
        refused: { organisation: string; reasons: Reason[] }[];
      }>('GET', `/v1/referrals/${id}`);
    await eventually('it is routed', async () => (await read()).body.state === 'routed');
    return { id, ...(await read()).body };
  }

  it('name rule and provision for each of the twelve bodies of Afghanistan', async () => {
    const { status, body: explanation } = await explain({ to: OTHERS });
    expect(status).toBe(200);
    expect(explanation.bodies.map(({ organisation }) => organisation)).toEqual([...OTHERS, 'isaf-hq'].sort());
    const provisions = explanation.provisions.map(({ id }) => id);
    for (const { organisation, outcome, reasons } of explanation.bodies) {
      expect(reasons.length).toBeGreaterThan(0);
      if (organisation === 'isaf-hq') expect([outcome, reasons[0]?.rule]).toEqual(['sender', 'SENDER']);
      else
        for (const { rule, provision } of reasons)
          expect([rule, provisions.includes(provision ?? '')]).toEqual([rule, true]);
    }
    const outcomes = Object.fromEntries(explanation.bodies.map(({ organisation, ...rest }) => [organisation, rest]));
    expect(outcomes['iom']).toMatchObject({ capacity: 'lead', profile: 'lead-agency-full' });
    expect(outcomes['afghan-security-forces']).toMatchObject({
      outcome: 'refused',
      capacity: null,
      reasons: [{ rule: 'CONSENT-INVESTIGATION', provision: 'AFG-P6' }],
    });
    expect(outcomes['unicef']?.reasons.map(({ rule }) => rule)).toContain('MANDATE');
  });

  it('answer for consent in parts, marks, exceptions, capacities and the procedure for children', async () => {
    const of = async (organisation: string, over: Record<string, unknown>) => {
      const { status, body: explanation } = await explain(over);
      expect(status).toBe(200);
      const found = explanation.bodies.find((each) => each.organisation === organisation);
      return [found?.outcome, found?.groups, found?.reasons.map(({ rule }) => rule)];
    };
    const grants = [{ purposes: ['assistance'], recipients: ['aihrc'], groups: ['case', 'identity'] }];
    const parts = { consent: { given: 'yes', purposes: [], grants } };
    expect(await of('aihrc', parts)).toEqual(['recipient', ['case', 'identity'], ['AFG-R5']]);
    expect(await of('iom', parts)).toEqual(['refused', [], ['CONSENT-NOT-NAMED']]);
    const marks = { tlp: 'RED', classification: 'UNCLASSIFIED' };
    expect(await of('iom', { marks, to: ['aihrc'] })).toEqual(['refused', [], ['MARK-TLP']]);
    const exceptions = [{ body: 'afghan-security-forces', groups: ['case', 'trafficking', 'identity'] }];
    expect(await of('afghan-security-forces', { exceptions })).toEqual([
      'recipient',
      ['case', 'trafficking'],
      ['AFG-R9', 'RISK-TO-LIFE'],
    ]);
    const child = { facts: { ...FACTS, minor: 'yes', childProcedure: { bestInterestsNote: true } } };
    expect(await of('aihrc', child)).toEqual(['refused', [], ['CHILD-PROCEDURE']]);
    const capacities = [{ body: 'aihrc', service: 'legal', status: 'full' }];
    expect((await of('aihrc', { capacities }))[0]).toBe('recipient');
    const nobody = await explain<Problem>({ capacities: [{ body: 'unmik', service: 'legal', status: 'full' }] });
    expect(nobody.body.errors).toMatchObject([{ pointer: '/capacities/0/body', code: 'organisation_unknown' }]);
  });

  it('say of every body that nothing brings in why not', async () => {
    const { bodies } = (await explain()).body;
    expect(bodies.find(({ organisation }) => organisation === 'unicef')).toMatchObject({
      outcome: 'not_concerned',
      reasons: [{ rule: 'NO-RULE' }],
    });
  });

  it.each([
    ['/facts/services', { facts: { ...FACTS, services: ['lawyer'] } }, 'womens-services'],
    ['/facts/minor', { facts: { ...FACTS, minor: 'maybe' } }, 'presumed'],
    ['/facts/exploitationTypes', { facts: { ...FACTS, exploitationTypes: ['Work'] } }, 'ForcedLabour'],
    ['/facts/countries', { facts: { ...FACTS, countries: ['ZZ'] } }, 'AF'],
    ['/consent/purposes', { consent: { ...CONSENT, purposes: ['marketing'] } }, 'investigation'],
    ['/kind', { kind: 'postcard' }, 'referral-update'],
    ['/to/0', { to: ['unmik'] }, 'unhcr'],
    ['/facts/colour', { facts: { ...FACTS, colour: 'red' } }, 'not a known field'],
  ])('refuse an unknown code at %s, with the known ones', async (pointer, over, known) => {
    const { status, body: problem } = await explain<Problem>(over);
    expect([status, problem.code]).toEqual([422, 'invalid_input']);
    expect(problem.errors.find((each) => each.pointer === pointer)?.message).toContain(known);
  });

  it('foretell what really happens on submit', async () => {
    const { body: foretold } = await explain();
    const referral = await sent({ operation: 'afghanistan', priority: 'urgent', body: body() });
    const of = (outcome: string) => foretold.bodies.filter((each) => each.outcome === outcome);
    const byName = (a: { organisation: string }, b: { organisation: string }) =>
      a.organisation < b.organisation ? -1 : 1;
    expect(referral.ruleSetVersion).toBe(foretold.ruleSetVersion);
    expect(referral.recipients.map(({ organisation, capacity }) => ({ organisation, capacity })).sort(byName)).toEqual(
      of('recipient').map(({ organisation, capacity }) => ({ organisation, capacity })),
    );
    expect(referral.refused).toEqual(of('refused').map(({ organisation, reasons }) => ({ organisation, reasons })));
    expect(of('recipient').length * of('refused').length).toBeGreaterThan(0);
  });

  it('are read in words, with the provisions, by the bodies of the operation only', async () => {
    const inForce = await officer.call('GET', '/v1/routing-rules?operation=afghanistan');
    expect(inForce).toMatchObject({ status: 200, body: { operation: 'afghanistan', version: 1, inForce: true } });
    const { rules } = inForce.body as { rules: { id: string; conditions: string[]; provision: string }[] };
    expect(rules.find(({ id }) => id === 'AFG-R5')).toMatchObject({
      provision: 'AFG-P4',
      conditions: ['The message is of kind referral or referral-update.', 'It asks for legal.'],
    });
    expect((await officer.call('GET', '/v1/routing-rules/afghanistan/1')).body).toEqual(inForce.body);
    for (const [path, status] of [
      ['?operation=kosovo', 422],
      ['?operation=nowhere', 422],
      ['', 422],
      ['/kosovo/1', 404],
      ['/afghanistan/2', 404],
      ['/afghanistan/one', 404],
    ] as const)
      expect([path, (await officer.call('GET', `/v1/routing-rules${path}`)).status]).toEqual([path, status]);
    expect((await explain({ operation: 'kosovo' })).body).toMatchObject({ code: 'operation_unknown' });
  });

  it('are tried on what the caller sent: a changed recipient is named with its rule', async () => {
    const { reference } = await sent({ operation: 'afghanistan', status: 'test', body: body() });
    const before = await officer.call('GET', '/v1/routing-rules?operation=afghanistan');
    const { status, body: tried } = await preview(
      withText('include: [aihrc], as: action', 'include: [unama-hru], as: action'),
    );
    expect(status).toBe(200);
    const message = tried.messages.find((each) => each.reference === reference);
    expect(
      message?.changes.map(({ organisation, before: old, after }) => [organisation, old.outcome, after.outcome]),
    ).toEqual([
      ['aihrc', 'recipient', 'not_concerned'],
      ['unama-hru', 'not_concerned', 'recipient'],
    ]);
    expect(message?.changes[1]).toMatchObject({
      after: { profile: 'legal-human-rights' },
      reasons: [{ rule: 'AFG-R5', provision: 'AFG-P4' }],
    });
    expect(tried.changed).toBe(tried.messages.length);
    expect(tried.recipients).toEqual({ added: tried.changed, removed: tried.changed, altered: 0 });
    expect((await preview(yaml)).body).toMatchObject({ considered: tried.considered, changed: 0, messages: [] });
    expect((await officer.call('GET', '/v1/routing-rules?operation=afghanistan')).body).toEqual(before.body);
  });

  it("are not tried on other bodies' messages", async () => {
    const changed = withText('include: [aihrc], as: action', 'include: [unama-hru], as: action');
    expect((await preview(changed, new ApiCaller(hub, 'iom'))).body).toMatchObject({ considered: 0, messages: [] });
    expect((await preview(changed, new ApiCaller(hub, 'kfor-hq'))).body).toMatchObject({ code: 'operation_unknown' });
  });

  it('report every problem of a file with line and column', async () => {
    const broken = withText('profile: gender-advice }', 'profile: gender-advise }').replace(
      'kind: police',
      'kind: polize',
    );
    const at = (needle: string) => broken.slice(0, broken.indexOf(needle)).split('\n').length;
    const { status, body: problem } = await preview<Problem>(broken);
    expect([status, problem.code]).toEqual([422, 'invalid_input']);
    const messages = problem.errors.map(({ pointer, message }) => `${pointer} ${message}`);
    for (const needle of ['kind: polize', 'profile: gender-advise }'])
      expect(messages.some((message) => new RegExp(`^/definition ${at(needle)}:\\d+ .+ Fix: .+`).test(message))).toBe(
        true,
      );
    expect((await preview<Problem>('id: [')).body.errors[0]?.message).toMatch(/^\d+:\d+ This is not valid YAML/);
    expect((await preview<Problem>(`a: ${'['.repeat(60_000)}`)).body.code).toBe('invalid_input');
  });
});
