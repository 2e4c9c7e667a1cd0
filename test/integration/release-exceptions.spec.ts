import { uuidv7, type Uuid } from '#kernel';
import { MailEngine, type OutgoingMail } from '#delivery';
import { contextOf, createApiKey, permissionsOf, type Scope } from '#identity';
import type { ReferralBody } from '#messages';
import {
  acknowledge,
  approveException,
  confirm,
  decide,
  expireExceptions,
  previewReferral,
  readException,
  readExceptions,
  readInboxItem,
  recordConsent,
  referOnward,
  refuseException,
  requestException,
  rerouteReferral,
  revokeException,
  submitReferral,
  suggestRecipients,
  type ExceptionAsked,
  type ExceptionView,
  type ReferralTools,
} from '#referrals';
import { releaseGrounds } from '#routing';
import { deliveriesOf, endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import {
  LEAD,
  SENDER,
  consentingToInvestigation,
  drain,
  draft,
  fictitiousBody,
  idOf,
  routed,
} from '#test/referral-flow';

jest.setTimeout(120_000);

const HOUR = 3_600_000;
const POLICE = 'german-police-project';
const REASON = 'Zz-reason: fictitious danger.';

describe('an exception because a life is at risk', () => {
  let hub: HubDatabase;
  let secondKey: Uuid;

  beforeEach(async () => {
    hub = await openHubDatabase();
    secondKey = uuidv7();
  });
  afterEach(() => hub.close());

  /** The same body's other officer, with a key of their own. */
  const asSecond = async <T>(work: (tools: ReferralTools) => Promise<T>, body = SENDER): Promise<T> => {
    const caller = { ...(await hub.caller(body)), keyId: secondKey };
    const { vault, clock, directory } = hub;
    return hub.api.transaction(contextOf(caller), (tx) => work({ tx, vault, clock, directory, caller }));
  };
  const ask = (id: Uuid, over: Partial<ExceptionAsked> = {}, body = SENDER): Promise<ExceptionView> =>
    hub.as(body, (tools) =>
      requestException(tools, id, {
        recipient: POLICE,
        reason: REASON,
        expiresAt: new Date(hub.clock.now().getTime() + HOUR),
        ...over,
      }),
    );
  const approved = async (id: Uuid, over: Partial<ExceptionAsked> = {}): Promise<Uuid> => {
    const asked = await ask(id, over);
    await asSecond((tools) => approveException(tools, asked.id, { note: 'Zz-note' }));
    return asked.id;
  };
  const grounds = (messageId: Uuid) =>
    hub.worker.transaction({ kind: 'worker' }, (tx) => releaseGrounds({ tx, directory: hub.directory }, messageId));
  const expire = () => expireExceptions(hub.worker, hub.clock);
  const evidence = (subject: Uuid) =>
    hub.superuser<{ action: string; actor_kind: string; detail: Record<string, unknown> }>(
      `SELECT action, actor_kind, detail FROM evidence_entries WHERE subject_id = $1 ORDER BY id`,
      [subject],
    );
  const stateAt = async (id: Uuid, slug: string) =>
    (
      await hub.superuser<{ state: string }>(
        `SELECT r.state FROM recipients r JOIN organisations o ON o.id = r.organisation_id
         WHERE r.message_id = $1 AND o.slug = $2`,
        [id, slug],
      )
    )[0]?.state;
  /** A case that asks for an investigation, without the consent that the police would need. */
  const dangerous: ReferralBody = {
    ...fictitiousBody,
    request: { ...fictitiousBody.request, services: ['protection', 'investigation'] },
  };
  /** A referral that the lead agency has. */
  const sent = async (body: ReferralBody = dangerous): Promise<Uuid> => (await routed(hub, { to: [LEAD], body })).id;
  const reroute = (id: Uuid) => hub.as(SENDER, (tools) => rerouteReferral(tools, id, { to: [POLICE] }));
  /** One that the police have too, by an exception. */
  const released = async (over: Partial<ExceptionAsked> = {}): Promise<{ id: Uuid; exception: Uuid }> => {
    const id = await sent();
    const exception = await approved(id, over);
    await reroute(id);
    await drain(hub);
    return { id, exception };
  };
  const atPolice = (id: Uuid) => hub.as(POLICE, (tools) => readInboxItem(tools, id));

  it('counts from the approval of a second person on, for one body, with the groups that it covers', async () => {
    const { id } = await draft(hub);
    const asked = await ask(id, { groups: ['case', 'request'] });
    expect(asked).toMatchObject({
      state: 'requested',
      recipient: POLICE,
      reason: REASON,
      legal: ['approve', 'refuse'],
    });
    expect((await grounds(id)).exceptions).toEqual([]);
    const done = await asSecond((tools) => approveException(tools, asked.id, { note: 'Zz-note' }));
    expect(done).toMatchObject({ state: 'approved', decidedBy: secondKey, note: 'Zz-note', used: false });
    expect((await grounds(id)).exceptions).toEqual([
      { id: asked.id, body: POLICE, groups: ['case', 'request'], expiresAt: asked.expiresAt },
    ]);
  });

  it('covers what the body’s profiles show where nothing else is said', async () => {
    const { id } = await draft(hub);
    expect((await ask(id)).groups).toEqual(expect.arrayContaining(['case', 'request', 'trafficking']));
    expect((await ask(id, { recipient: 'unhcr' })).groups).not.toContain('trafficking');
  });

  it('is not decided by the key that asked, whatever its scopes', async () => {
    const { id } = await draft(hub);
    const asked = await ask(id);
    for (const move of [approveException, refuseException])
      await expect(hub.as(SENDER, (tools) => move(tools, asked.id, {}))).rejects.toMatchObject({
        code: 'forbidden',
        detail: expect.stringContaining('two persons') as string,
      });
    expect(await hub.as(SENDER, (tools) => readException(tools, asked.id))).toMatchObject({
      state: 'requested',
      decidedBy: null,
    });
    expect((await grounds(id)).exceptions).toEqual([]);
  });

  it('is not decided by two keys that one person made', async () => {
    const { id } = await draft(hub);
    const caller = await hub.caller(SENDER);
    const person = {
      id: uuidv7(),
      sessionId: uuidv7(),
      operations: 'all' as const,
      provedAt: hub.clock.now(),
      secondFactorAt: null,
    };
    const scopes: Scope[] = ['referrals:read', 'referrals:write'];
    const keys = await Promise.all(
      ['one', 'other'].map((name) =>
        hub.as(SENDER, ({ tx, clock }) =>
          createApiKey(
            { tx, clock, caller: { ...caller, person, scopes: permissionsOf(['focal-point']) } },
            { name, scopes },
            ['afghanistan'],
          ),
        ),
      ),
    );
    const by = <T>(key: Uuid, work: (tools: ReferralTools) => Promise<T>): Promise<T> =>
      hub.as(SENDER, (tools) => work({ ...tools, caller: { ...caller, keyId: key } }));
    const [first, second] = keys.map((key) => key.id);
    const asked = await by(first!, (tools) =>
      requestException(tools, id, {
        recipient: POLICE,
        reason: REASON,
        expiresAt: new Date(hub.clock.now().getTime() + HOUR),
      }),
    );
    await expect(by(second!, (tools) => approveException(tools, asked.id, {}))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await by(secondKey, (tools) => approveException(tools, asked.id, {}))).toMatchObject({ state: 'approved' });
  });

  it('is decided once: of two who decide at the same moment, one is told what became of it', async () => {
    const { id } = await draft(hub);
    const asked = await ask(id);
    const moves = await Promise.allSettled([
      asSecond((tools) => approveException(tools, asked.id, {})),
      asSecond((tools) => refuseException(tools, asked.id, {})),
    ]);
    expect(moves.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [lost] = moves.filter(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'illegal_transition' } });
    expect((await evidence(asked.id)).map(({ action }) => action)).toHaveLength(2);
  });

  it.each<[string, Partial<ExceptionAsked>, string]>([
    ['for a body that is not there', { recipient: 'nobody' }, '/recipient'],
    ['for oneself', { recipient: SENDER }, '/recipient'],
    ['for the past', { expiresAt: new Date(0) }, '/expiresAt'],
    ['for more than 72 hours', { expiresAt: new Date(Date.now() + 73 * HOUR) }, '/expiresAt'],
  ])('is not asked %s', async (_name, over, pointer) => {
    const { id } = await draft(hub);
    await expect(ask(id, over)).rejects.toMatchObject({ code: 'invalid_input', errors: [{ pointer }] });
  });

  it('is not asked twice at once, nor for a body that has the case, nor for another body’s referral', async () => {
    const { id } = await routed(hub, { to: [LEAD] });
    await ask(id);
    await expect(ask(id)).rejects.toMatchObject({ code: 'illegal_transition' });
    await expect(ask(id, { recipient: LEAD })).rejects.toMatchObject({ errors: [{ code: 'has_it_already' }] });
    for (const other of [LEAD, POLICE, 'kfor-hq'])
      await expect(ask(id, { recipient: 'unhcr' }, other)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not approved after its time, and ends as expired', async () => {
    const { id } = await draft(hub);
    const asked = await ask(id);
    hub.clock.advance(HOUR);
    await expect(asSecond((tools) => approveException(tools, asked.id, {}))).rejects.toMatchObject({
      code: 'illegal_transition',
    });
    expect(await expire()).toBe(1);
    expect(await hub.as(SENDER, (tools) => readException(tools, asked.id))).toMatchObject({
      state: 'expired',
      legal: [],
    });
  });

  it('is kept from every body but the one that asked, and of its words also from the one that is told', async () => {
    const { id } = await draft(hub);
    const exception = await approved(id);
    for (const other of [POLICE, 'unhcr', 'kfor-hq']) {
      await expect(hub.as(other, (tools) => readException(tools, exception))).rejects.toMatchObject({
        code: 'not_found',
      });
      expect((await hub.as(other, (tools) => readExceptions(tools, { limit: 10 }))).data).toEqual([]);
      await expect(hub.as(other, (tools) => revokeException(tools, exception))).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    const told = await hub.as(LEAD, (tools) => readException(tools, exception));
    expect(told).toMatchObject({ state: 'approved', recipient: POLICE, reason: null, note: null, legal: [] });
    await expect(hub.as(LEAD, (tools) => revokeException(tools, exception))).rejects.toMatchObject({
      code: 'not_found',
    });
    const kept = await hub.superuser<{ all: string }>(
      `SELECT e::text AS all FROM release_exceptions e UNION ALL SELECT e::text FROM evidence_entries e
       UNION ALL SELECT o::text FROM outbox o UNION ALL SELECT m::text FROM message_events m`,
    );
    for (const { all } of kept) expect(all).not.toContain('Zz-');
  });

  it('leaves evidence of each step by itself, with the key that took it', async () => {
    const { id } = await draft(hub);
    const exception = await approved(id);
    await hub.as(SENDER, (tools) => revokeException(tools, exception));
    const { keyId } = await hub.caller(SENDER);
    expect(await evidence(exception)).toMatchObject([
      { action: 'exception.requested', actor_kind: 'body', detail: { key: keyId, message: id, recipient: POLICE } },
      { action: 'exception.approved', actor_kind: 'body', detail: { key: secondKey } },
      { action: 'exception.revoked', actor_kind: 'body', detail: { key: keyId } },
    ]);
    const refused = await ask(id);
    await asSecond((tools) => refuseException(tools, refused.id, {}));
    expect((await evidence(refused.id)).map(({ action }) => action)).toEqual([
      'exception.requested',
      'exception.refused',
    ]);
  });

  it('lets the rules send the case to the one body, with the groups that it covers, after the second person only', async () => {
    const id = await sent();
    await expect(reroute(id)).rejects.toMatchObject({ code: 'release_refused' });
    const asked = await ask(id, { groups: ['case', 'request'] });
    await expect(reroute(id)).rejects.toMatchObject({ code: 'release_refused' });
    await asSecond((tools) => approveException(tools, asked.id, {}));
    await reroute(id);
    await drain(hub);
    const { body } = await atPolice(id);
    expect(body).toEqual({
      person: { caseCode: dangerous.person.caseCode },
      request: expect.objectContaining({ risk: 'low' }) as object,
    });
    expect(await hub.as(SENDER, (tools) => readException(tools, asked.id))).toMatchObject({ used: true });
    expect(await stateAt(id, 'afghan-security-forces')).toBeUndefined();
  });

  it('lets a draft be submitted to the one body, and the preview says so', async () => {
    const { id } = await draft(hub, { to: [LEAD, POLICE], body: dangerous });
    await expect(hub.as(SENDER, (tools) => submitReferral(tools, id))).rejects.toMatchObject({
      code: 'release_refused',
    });
    await approved(id);
    const { recipients } = await hub.as(SENDER, (tools) => previewReferral(tools, id));
    expect(recipients.find(({ organisation }) => organisation === POLICE)).toMatchObject({ outcome: 'recipient' });
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    expect(await stateAt(id, POLICE)).toBe('pending');
  });

  it('releases nothing when it is revoked between submission and routing', async () => {
    const { id } = await draft(hub, { to: [LEAD, POLICE], body: dangerous });
    const exception = await approved(id);
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await hub.as(SENDER, (tools) => revokeException(tools, exception));
    await drain(hub);
    expect([await stateAt(id, LEAD), await stateAt(id, POLICE)]).toEqual(['pending', undefined]);
  });

  it('leaves nobody with the case when it is revoked while the case is being routed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await sent();
      const exception = await approved(id);
      await reroute(id);
      await Promise.all([drain(hub), hub.as(SENDER, (tools) => revokeException(tools, exception))]);
      await drain(hub);
      expect([undefined, 'recalled']).toContain(await stateAt(id, POLICE));
      expect(await stateAt(id, LEAD)).toBe('pending');
    }
  });

  it('expires once, also when several workers do it, and recalls what was released by it only', async () => {
    const endpoint = await endpointOf(hub, POLICE, 'https://police.example/hook', {
      eventTypes: ['referral.recalled'],
    });
    const { id, exception } = await released();
    await hub.as(POLICE, (tools) => decide(tools, id, { decision: 'accepted' }));
    expect((await atPolice(id)).body).not.toBeNull();
    hub.clock.advance(HOUR - 1);
    expect(await expire()).toBe(0);
    hub.clock.advance(1);
    const counts = await Promise.all(Array.from({ length: 5 }, expire));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect([await stateAt(id, POLICE), await stateAt(id, LEAD)]).toEqual(['recalled', 'pending']);
    expect(await atPolice(id)).toMatchObject({ body: null, legal: ['confirm_recall'] });
    await drain(hub);
    expect(await deliveriesOf(hub, endpoint.id)).toHaveLength(1);
    expect((await evidence(exception)).at(-1)).toMatchObject({
      action: 'exception.expired',
      actor_kind: 'hub',
      detail: { used: true },
    });
    await hub.as(POLICE, (tools) => confirm(tools, id, 'confirm_recall'));
    expect(await stateAt(id, POLICE)).toBe('recall_confirmed');
  });

  it('shows nothing after its time, also when no worker is there to recall it', async () => {
    const { id } = await released();
    expect((await atPolice(id)).body).not.toBeNull();
    hub.clock.advance(HOUR);
    expect((await atPolice(id)).body).toBeNull();
  });

  it('leaves a body what it has on other grounds', async () => {
    const { id } = await routed(hub, {
      to: [LEAD],
      body: { ...consentingToInvestigation(LEAD, POLICE), request: dangerous.request },
    });
    await approved(id);
    await reroute(id);
    await drain(hub);
    await hub.as(POLICE, (tools) => acknowledge(tools, id));
    hub.clock.advance(2 * HOUR);
    expect(await expire()).toBe(1);
    expect(await stateAt(id, POLICE)).toBe('acknowledged');
    expect((await atPolice(id)).body).not.toBeNull();
  });

  it('takes back the whole where it showed more than the consent covers', async () => {
    const { id: consentId } = await hub.as(SENDER, (tools) =>
      recordConsent(tools, {
        operation: 'afghanistan',
        caseCode: dangerous.person.caseCode,
        given: 'yes',
        grants: [
          { recipients: [LEAD], purposes: ['assistance'] },
          { recipients: [POLICE], groups: ['case'], purposes: ['investigation'] },
        ],
      }),
    );
    const { person, trafficking, request } = dangerous;
    const { id } = await routed(hub, { to: [LEAD], consentId, body: { person, trafficking, request } });
    await approved(id);
    await reroute(id);
    await drain(hub);
    expect((await atPolice(id)).body).toHaveProperty('trafficking');
    hub.clock.advance(HOUR);
    await expire();
    expect(await stateAt(id, POLICE)).toBe('recalled');
    expect((await atPolice(id)).body).toBeNull();
  });

  it('revoked, is recalled at once, by one officer', async () => {
    const { id, exception } = await released();
    expect(await hub.as(SENDER, (tools) => revokeException(tools, exception))).toMatchObject({
      state: 'revoked',
      used: true,
    });
    expect([await stateAt(id, POLICE), await stateAt(id, LEAD)]).toEqual(['recalled', 'pending']);
    expect((await grounds(id)).exceptions).toEqual([]);
    await expect(hub.as(SENDER, (tools) => revokeException(tools, exception))).rejects.toMatchObject({
      code: 'illegal_transition',
      extra: { state: 'revoked', legal: [] },
    });
  });

  describe('is told to the data protection focal point', () => {
    it('by webhook: ids and no word of the case', async () => {
      const endpoint = await endpointOf(hub, LEAD, 'https://lead.example/hook', { eventTypes: ['exception.approved'] });
      const { id, reference } = await draft(hub);
      const exception = await approved(id);
      await drain(hub);
      const [body, ...more] = await hub.superuser<{ body: string }>(
        `SELECT body FROM deliveries WHERE endpoint_id = $1`,
        [endpoint.id],
      );
      expect(more).toEqual([]);
      expect(JSON.parse(body?.body ?? '')).toMatchObject({
        type: 'exception.approved',
        data: {
          messageId: id,
          reference,
          operation: 'afghanistan',
          dueAt: null,
          href: `http://hub.example/v1/release-exceptions/${exception}`,
        },
      });
      expect(body?.body).not.toMatch(/Zz-|Testperson|AFG-TEST|police/);
    });

    it('by mail where its body has no endpoint: once, to the role, without content and without link', async () => {
      const { id, reference } = await draft(hub, { status: 'exercise' });
      await approved(id);
      await drain(hub);
      await drain(hub);
      const sent: OutgoingMail[] = [];
      const engine = new MailEngine({
        database: hub.worker,
        directory: hub.directory,
        clock: hub.clock,
        transport: { send: (mail) => Promise.resolve(void sent.push(mail)), close: () => Promise.resolve() },
        publicUrl: 'https://hub.example',
        scheduleScale: 1,
        onError: (error) => {
          throw error;
        },
      });
      await engine.sendDue();
      await engine.close();
      expect(sent).toMatchObject([
        {
          to: 'data-protection@iom.example',
          subject: `[EXERCISE] [Liaison Hub] ${reference}: an exception was approved`,
        },
      ]);
      expect(`${sent[0]?.text ?? ''}${sent[0]?.html ?? ''}`).not.toMatch(/Zz-|Testperson|AFG-TEST|\/acknowledge\//);
      const [mail] = await hub.superuser<{ state: string; organisation_id: Uuid }>(
        `SELECT state, organisation_id FROM mails WHERE kind = 'notice'`,
      );
      expect(mail).toEqual({ state: 'sent', organisation_id: await idOf(hub, LEAD) });
    });
  });

  it('for a case that was referred onward, is what a body has it by where the first consent left that body out', async () => {
    const { person, trafficking, request } = fictitiousBody;
    const { id: consentId } = await hub.as(SENDER, (tools) =>
      recordConsent(tools, {
        operation: 'afghanistan',
        caseCode: fictitiousBody.person.caseCode,
        given: 'yes',
        date: '2026-01-20',
        grants: [{ recipients: ['iom', 'unhcr'], purposes: ['assistance', 'protection'] }],
      }),
    );
    const { id } = await routed(hub, { to: ['unhcr'], consentId, body: { person, trafficking, request } });
    const { id: onward } = await hub.as('unhcr', (tools) => referOnward(tools, id, { to: [LEAD] }));
    await drain(hub);
    const again = () => hub.as('unhcr', (tools) => rerouteReferral(tools, onward, { to: ['aihrc'] }));
    await expect(again()).rejects.toMatchObject({ code: 'release_refused' });
    const suggested = await hub.as('unhcr', (tools) => suggestRecipients(tools, onward));
    expect(suggested.map(({ organisation }) => organisation)).not.toContain('aihrc');
    const asked = await ask(onward, { recipient: 'aihrc' }, 'unhcr');
    await asSecond((tools) => approveException(tools, asked.id, {}), 'unhcr');
    await again();
    await drain(hub);
    const read = () => hub.as('aihrc', (tools) => readInboxItem(tools, onward));
    expect((await read()).body).not.toBeNull();
    hub.clock.advance(HOUR);
    // Also before a worker looks.
    expect((await read()).body).toBeNull();
    await expire();
    expect(await stateAt(onward, 'aihrc')).toBe('recalled');
    expect(await stateAt(onward, LEAD)).toBe('pending');
  });
});
