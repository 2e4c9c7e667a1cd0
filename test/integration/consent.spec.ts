import { uuidv7, type Uuid } from '#kernel';
import type { ReferralBody } from '#messages';
import {
  cancelReferral,
  changeReferral,
  createReferral,
  decide,
  previewReferral,
  readConsent,
  readConsents,
  readInboxItem,
  readReferral,
  recordConsent,
  reopenReferral,
  submitReferral,
  withdrawRecord,
  type ConsentGiven,
  type ConsentView,
  type ReferralTools,
} from '#referrals';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, fictitiousBody, fictitiousReferral } from '#test/referral-flow';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const { person, trafficking, request } = fictitiousBody;
/** The same case, without a word on consent. */
const unsaid = { person, trafficking, request };

const given: ConsentGiven = {
  operation: 'afghanistan',
  caseCode: fictitiousBody.person.caseCode,
  given: 'yes',
  date: '2026-01-20',
  grants: [{ recipients: ['iom', 'unhcr', 'aihrc'], purposes: ['assistance', 'protection'] }],
  givenBy: 'Zz-guardian',
  restrictions: 'Zz-restriction',
  evidence: 'Zz-folder',
  questions: { interview: true },
};

describe('consent as a record', () => {
  let hub: HubDatabase;

  beforeEach(async () => {
    hub = await openHubDatabase();
  });
  afterEach(() => hub.close());

  const record = (over: Partial<ConsentGiven> = {}, body = SENDER): Promise<ConsentView> =>
    hub.as(body, (tools) => recordConsent(tools, { ...given, ...over }));
  const create = async (tools: ReferralTools, consentId: Uuid, body: unknown, to: readonly string[] = [LEAD]) => {
    const created = await createReferral(tools, fictitiousReferral({ consentId, body, to }));
    if (!created) throw new Error('a draft without import key is always created');
    return created.id;
  };
  const drafted = (consentId: Uuid, over: { body?: unknown; to?: readonly string[] } = {}): Promise<Uuid> =>
    hub.as(SENDER, (tools) => create(tools, consentId, over.body ?? unsaid, over.to));
  const submit = (id: Uuid) => hub.as(SENDER, (tools) => submitReferral(tools, id));
  const sent = async (consentId: Uuid, to?: readonly string[]): Promise<Uuid> => {
    const id = await drafted(consentId, to ? { to } : {});
    await submit(id);
    await drain(hub);
    return id;
  };
  const statesOf = async (id: Uuid) =>
    Object.fromEntries(
      (
        await hub.superuser<{ slug: string; state: string }>(
          `SELECT o.slug, r.state FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE r.message_id = $1`,
          [id],
        )
      ).map(({ slug, state }) => [slug, state]),
    );
  const events = (action: string) =>
    hub.superuser<{ detail: Record<string, unknown> }>(`SELECT detail FROM evidence_entries WHERE action = $1`, [
      action,
    ]);

  it('is read by the body that took it, and does not exist for any other', async () => {
    const made = await record();
    expect(made).toMatchObject({ state: 'active', inForce: true, ...given, referrals: [] });
    for (const other of [LEAD, 'unhcr', 'kfor-hq']) {
      await expect(hub.as(other, (tools) => readConsent(tools, made.id))).rejects.toMatchObject({ code: 'not_found' });
      await expect(hub.as(other, (tools) => withdrawRecord(tools, made.id, {}))).rejects.toMatchObject({
        code: 'not_found',
      });
      expect((await hub.as(other, (tools) => readConsents(tools, { limit: 10 }))).data).toEqual([]);
    }
    expect((await hub.as(SENDER, (tools) => readConsent(tools, made.id))).state).toBe('active');
  });

  it('is listed newest first, page by page, without anybody’s words', async () => {
    const made = [await record(), await record(), await record()];
    const first = await hub.as(SENDER, (tools) => readConsents(tools, { limit: 2 }));
    expect(first.data.map(({ id }) => id)).toEqual([made[2]?.id, made[1]?.id]);
    const rest = await hub.as(SENDER, (tools) => readConsents(tools, { limit: 2, before: first.next! }));
    expect(rest).toMatchObject({ data: [{ id: made[0]?.id }], next: null });
    expect(JSON.stringify(first)).not.toMatch(/Zz-|AFG-TEST/);
  });

  it('keeps words and case code sealed, and of the case code only a digest that nobody can try codes against', async () => {
    await record();
    await record();
    await record({ caseCode: fictitiousBody.person.caseCode.toLowerCase() });
    await record({}, LEAD);
    await record({ caseCode: 'AFG-TEST-002' });
    const rows = await hub.superuser<{ all: string; index: string }>(
      `SELECT c::text AS all, encode(case_index, 'hex') AS index FROM consents c ORDER BY id`,
    );
    for (const { all } of rows) expect(all).not.toMatch(/Zz-|AFG-TEST/i);
    const [first, second, lower, foreign, another] = rows.map(({ index }) => index);
    expect([second, lower]).toEqual([first, first]);
    expect(new Set([first, foreign, another]).size).toBe(3);
    const evidence = await hub.superuser<{ all: string }>(`SELECT e::text AS all FROM evidence_entries e`);
    expect(evidence.length).toBeGreaterThan(0);
    for (const { all } of evidence) expect(all).not.toMatch(/Zz-|AFG-TEST/i);
  });

  it('fills the section of a referral that leaves it out, so that a recipient reads what the record says', async () => {
    const { id: consentId } = await record();
    const id = await sent(consentId);
    const own = await hub.as(SENDER, (tools) => readReferral(tools, id));
    expect(own).toMatchObject({
      consentId,
      body: {
        consent: {
          given: 'yes',
          purposes: ['assistance', 'protection'],
          recipients: ['iom', 'unhcr', 'aihrc'],
          restrictions: 'Zz-restriction',
          givenBy: 'Zz-guardian',
        },
      },
    });
    const read = (await hub.as(LEAD, (tools) => readInboxItem(tools, id))).body as ReferralBody;
    expect(read.consent).toMatchObject({ restrictions: 'Zz-restriction' });
    expect(read.consent).not.toHaveProperty('recipients');
    expect((await hub.as(SENDER, (tools) => readConsent(tools, consentId))).referrals).toMatchObject([{ id }]);
  });

  it.each<[string, unknown, string]>([
    ['another person', { ...unsaid, person: { ...unsaid.person, caseCode: 'AFG-TEST-999' } }, '/body/person/caseCode'],
    [
      'a wider purpose',
      { ...unsaid, consent: { purposes: ['assistance', 'investigation'] } },
      '/body/consent/purposes',
    ],
    ['a later end', { ...unsaid, consent: { expires: '2030-01-01' } }, '/body/consent/expires'],
  ])('refuses a referral of %s', async (_name, body, pointer) => {
    const { id } = await record();
    await expect(drafted(id, { body })).rejects.toMatchObject({ code: 'invalid_input', errors: [{ pointer }] });
  });

  it('refuses a record that is another body’s, withdrawn or none', async () => {
    const foreign = await record({}, LEAD);
    const withdrawn = await record();
    await hub.as(SENDER, (tools) => withdrawRecord(tools, withdrawn.id, {}));
    const elsewhere = await hub.as('kfor-hq', (tools) =>
      recordConsent(tools, { ...given, operation: 'kosovo', grants: [{ purposes: ['assistance'] }] }),
    );
    for (const [id, code] of [
      [foreign.id, 'consent_unknown'],
      [elsewhere.id, 'consent_unknown'],
      [uuidv7(), 'consent_unknown'],
      [withdrawn.id, 'consent_withdrawn'],
    ] as const)
      await expect(drafted(id)).rejects.toMatchObject({ errors: [{ pointer: '/consentId', code }] });
  });

  it('is asked anew when the referral is previewed, submitted and routed: one that ran out meanwhile releases nothing', async () => {
    const today = hub.clock.now();
    const expires = new Date(today.getTime() + DAY).toISOString().slice(0, 10);
    const { id: consentId } = await record({ expires });
    const late = await drafted(consentId);
    const early = await drafted(consentId);
    await submit(early);
    hub.clock.advance(3 * DAY);
    const preview = await hub.as(SENDER, (tools) => previewReferral(tools, late));
    expect(preview.recipients.filter(({ outcome }) => outcome === 'recipient')).toEqual([]);
    await expect(submit(late)).rejects.toMatchObject({ code: 'release_refused' });
    await drain(hub);
    expect(await statesOf(early)).toEqual({});
    expect((await hub.as(SENDER, (tools) => readConsent(tools, consentId))).inForce).toBe(false);
  });

  it('binds more tightly than the body: who it does not name is refused although addressed', async () => {
    const { id: consentId } = await record({ grants: [{ recipients: ['iom'], purposes: ['assistance'] }] });
    const id = await drafted(consentId, { to: ['unhcr'] });
    await expect(submit(id)).rejects.toMatchObject({
      code: 'release_refused',
      extra: { refused: [{ organisation: 'unhcr' }] },
    });
  });

  it('is changed on a draft for another record, and what came from the first one goes with it', async () => {
    const first = await record();
    const second = await record({ grants: [{ purposes: ['assistance'] }], restrictions: 'Zz-other' });
    const id = await drafted(first.id);
    const changed = await hub.as(SENDER, (tools) => changeReferral(tools, id, 1, { consentId: second.id }));
    expect(changed).toMatchObject({
      consentId: second.id,
      body: { consent: { purposes: ['assistance'], restrictions: 'Zz-other' } },
    });
    await expect(
      hub.as(SENDER, (tools) => changeReferral(tools, id, 2, { body: fictitiousBody })),
    ).rejects.toMatchObject({ errors: [{ pointer: '/body/consent/purposes' }] });
  });

  it('is made of the section of a referral that names none, when it is submitted', async () => {
    const created = await hub.as(SENDER, (tools) => createReferral(tools, fictitiousReferral()));
    if (!created) throw new Error('a draft without import key is always created');
    const { id } = created;
    expect((await hub.as(SENDER, (tools) => readReferral(tools, id))).consentId).toBeNull();
    await submit(id);
    const { consentId } = await hub.as(SENDER, (tools) => readReferral(tools, id));
    expect(await hub.as(SENDER, (tools) => readConsent(tools, consentId!))).toMatchObject({
      given: 'yes',
      caseCode: fictitiousBody.person.caseCode,
      givenBy: 'The person',
      grants: [{ purposes: ['assistance', 'protection'] }],
      referrals: [{ id, state: 'submitted' }],
    });
    expect(await events('consent.recorded')).toMatchObject([{ detail: { message: id } }]);
  });

  it('withdrawn, takes back every referral that rests on it from all who hold it, once, and no other', async () => {
    const { id: consentId } = await record();
    const taken = await sent(consentId, ['iom', 'unhcr']);
    const other = await sent((await record()).id);
    await hub.as(LEAD, (tools) => decide(tools, taken, { decision: 'accepted' }));
    const draft = await drafted(consentId);
    const waiting = await drafted(consentId);
    await submit(waiting);
    const withdraw = () => hub.as(SENDER, (tools) => withdrawRecord(tools, consentId, { note: 'Zz-note' }));

    const done = await withdraw();
    expect(done.consent).toMatchObject({ state: 'withdrawn', inForce: false });
    expect(done.referrals.map(({ id }) => id)).toEqual([taken, waiting]);
    expect(await statesOf(taken)).toEqual({ iom: 'recalled', unhcr: 'recalled' });
    for (const body of ['iom', 'unhcr'])
      expect(await hub.as(body, (tools) => readInboxItem(tools, taken))).toMatchObject({
        body: null,
        legal: ['confirm_recall'],
      });
    await drain(hub);
    expect(await statesOf(waiting)).toEqual({});
    expect(await statesOf(other)).toEqual({ iom: 'pending' });
    await expect(submit(draft)).rejects.toMatchObject({ code: 'release_refused' });

    const again = await withdraw();
    expect(again.referrals.map(({ id }) => id)).toEqual([taken, waiting]);
    expect(await events('consent.withdrawn')).toHaveLength(1);
    expect(await events('recipient.recalled')).toHaveLength(2);
  });

  it('withdrawn, also reaches who had a referral before it was called off', async () => {
    const { id: consentId } = await record();
    const cancelled = await sent(consentId);
    await hub.as(SENDER, (tools) => cancelReferral(tools, cancelled, {}));
    const held = await sent(consentId);
    const { referrals } = await hub.as(SENDER, (tools) => withdrawRecord(tools, consentId, {}));
    expect(referrals.map(({ id }) => id)).toEqual([cancelled, held]);
    expect([await statesOf(cancelled), await statesOf(held)]).toEqual([{ iom: 'recalled' }, { iom: 'recalled' }]);
  });

  it('withdrawn, recalls from a body that was called off before, and is not given back by reopening', async () => {
    const made = await record();
    const id = await sent(made.id);
    await hub.as(SENDER, (tools) => cancelReferral(tools, id, { recipients: [LEAD] }));
    await hub.as(SENDER, (tools) => withdrawRecord(tools, made.id, {}));
    await expect(hub.as(SENDER, (tools) => reopenReferral(tools, id, { recipients: [LEAD] }))).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    expect(await statesOf(id)).toMatchObject({ [LEAD]: 'recalled' });
    expect(await hub.as(LEAD, (tools) => readInboxItem(tools, id))).toMatchObject({
      state: 'recalled',
      body: null,
      legal: ['confirm_recall'],
    });
  });

  it('withdrawn while its referral is being submitted or routed, leaves nobody with the case', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id: consentId } = await record();
      const [early, late] = [await drafted(consentId), await drafted(consentId)];
      await submit(early);
      await Promise.all([
        hub.as(SENDER, (tools) => withdrawRecord(tools, consentId, {})),
        submit(late).catch(() => undefined),
        drain(hub),
      ]);
      await drain(hub);
      for (const id of [early, late])
        for (const state of Object.values(await statesOf(id))) expect(state).toBe('recalled');
    }
  });
});
