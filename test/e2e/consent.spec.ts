import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { shapes, startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

interface Recipient {
  readonly organisation: string;
  readonly state: string;
}

interface Referral {
  readonly id: string;
  readonly consentId: string | null;
  readonly recipients: readonly Recipient[];
}

interface Exception {
  readonly id: string;
  readonly state: string;
  readonly used: boolean;
}

const POLICE = 'german-police-project';
const HOUR = 3_600_000;
const REASON = 'Zzreason: fictitious danger to life.';

/** What a person agreed to, from its record to its withdrawal; and what stands in for it when a life is at risk. */
describe.each(shapes)('consent and its exceptions on a hub of %s', (shape) => {
  let hub: RunningHub;
  let receiver: WebhookReceiver;
  let officer: ApiCaller;
  let second: ApiCaller;
  let police: ApiCaller;

  beforeAll(async () => {
    receiver = await WebhookReceiver.open();
    hub = await startHub(shape);
    officer = new ApiCaller(hub, 'isaf-hq');
    second = new ApiCaller({ api: hub.api, keys: hub.secondKeys }, 'isaf-hq');
    police = new ApiCaller(hub, POLICE);
    await verifiedEndpoint(new ApiCaller(hub, 'iom'), { url: receiver.url });
  }, 120_000);

  afterAll(async () => {
    await hub.stop();
    await receiver.close();
  }, 60_000);

  const unsaid: Record<string, unknown> = fictitiousCase({
    consent: undefined,
    request: { services: ['legal', 'protection', 'investigation'], reason: 'AdditionalServicesRequired', risk: 'high' },
  });
  const types = (id: string): string[] =>
    receiver.captured
      .map(({ raw }) => JSON.parse(raw) as { type: string; data: { messageId: string } })
      .filter(({ data }) => data.messageId === id)
      .map(({ type }) => type);
  const read = async (id: string): Promise<Referral> =>
    (await officer.call<Referral>('GET', `/v1/referrals/${id}`)).body;
  const stateAt = async (id: string, organisation: string): Promise<string | undefined> =>
    (await read(id)).recipients.find((recipient) => recipient.organisation === organisation)?.state;
  const inbox = (body: string, id: string) => new ApiCaller(hub, body).call('GET', `/v1/inbox/${id}`);
  const recorded = async (): Promise<string> => {
    const answer = await officer.call<{ id: string }>('POST', '/v1/consents', {
      json: {
        operation: 'afghanistan',
        caseCode: 'FICTION-1',
        given: 'yes',
        date: '2026-01-20',
        grants: [{ recipients: ['iom', 'unhcr'], purposes: ['assistance', 'protection'] }],
        givenBy: 'The person',
      },
    });
    expect(answer).toMatchObject({ status: 201, body: { state: 'active', inForce: true } });
    expect(answer.headers.get('location')).toBe(`/v1/consents/${answer.body.id}`);
    return answer.body.id;
  };
  const sent = async (consentId: string): Promise<string> => {
    const draft = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', status: 'exercise', to: ['iom', 'unhcr'], consentId, body: unsaid },
    });
    expect(draft.status).toBe(201);
    expect((await officer.call('POST', `/v1/referrals/${draft.body.id}/submit`)).status).toBe(202);
    await eventually('both have it', async () => (await read(draft.body.id)).recipients.length === 2);
    return draft.body.id;
  };
  const reroute = (id: string) => officer.call('POST', `/v1/referrals/${id}/reroute`, { json: { to: [POLICE] } });
  const ask = (id: string, over: Record<string, unknown> = {}) =>
    officer.call<Exception>('POST', `/v1/referrals/${id}/release-exceptions`, {
      json: {
        recipient: POLICE,
        reason: REASON,
        expiresAt: new Date(Date.now() + HOUR).toISOString(),
        groups: ['case', 'request'],
        ...over,
      },
    });

  it('is recorded once, rested on, and withdrawn everywhere with one call', async () => {
    const consentId = await recorded();
    const id = await sent(consentId);
    expect((await read(id)).consentId).toBe(consentId);
    expect((await inbox('iom', id)).body).toMatchObject({ body: { consent: { givenBy: 'The person' } } });

    const path = `/v1/consents/${consentId}/withdraw`;
    const options = { json: { note: 'Withdrawn today.' }, headers: { 'idempotency-key': `withdraw-${consentId}` } };
    const withdrawn = await officer.call<{ referrals: Referral[] }>('POST', path, options);
    expect(withdrawn).toMatchObject({ status: 200, body: { consent: { state: 'withdrawn', inForce: false } } });
    expect(withdrawn.body.referrals.map((referral) => referral.id)).toEqual([id]);
    expect((await officer.call('POST', path, options)).body).toEqual(withdrawn.body);

    await eventually('iom is told', () => types(id).includes('referral.recalled'));
    for (const body of ['iom', 'unhcr']) {
      expect((await inbox(body, id)).body).toMatchObject({ state: 'recalled', body: null, legal: ['confirm_recall'] });
      const confirmed = await new ApiCaller(hub, body).call('POST', `/v1/inbox/${id}/confirm-recall`);
      expect(confirmed).toMatchObject({ status: 200, body: { state: 'recall_confirmed' } });
    }
    expect((await read(id)).recipients.map(({ state }) => state)).toEqual(['recall_confirmed', 'recall_confirmed']);

    const late = await officer.call('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', consentId, body: unsaid },
    });
    expect(late).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/consentId', code: 'consent_withdrawn' }] },
    });
  });

  it('is refused where it is not sound, with every place by its pointer', async () => {
    const wrong = await officer.call('POST', '/v1/consents', {
      json: { operation: 'afghanistan', caseCode: 'X-1', given: 'yes', grants: [{ purposes: ['gossip'] }] },
    });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/grants/0/purposes' }] } });
    const contradicting = await officer.call('POST', '/v1/referrals', {
      json: {
        operation: 'afghanistan',
        consentId: await recorded(),
        body: { ...unsaid, consent: { given: 'yes', purposes: ['assistance', 'protection', 'investigation'] } },
      },
    });
    expect(contradicting).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/body/consent/purposes', code: 'contradiction' }] },
    });
  });

  it('without it the police get nothing, but by two persons, for as long as they say, and only what they say', async () => {
    const id = await sent(await recorded());
    expect(await reroute(id)).toMatchObject({ status: 422, body: { code: 'release_refused' } });
    expect(await inbox(POLICE, id)).toMatchObject({ status: 404 });

    const asked = await ask(id);
    expect(asked).toMatchObject({ status: 201, body: { state: 'requested', reason: REASON } });
    const decide = (caller: ApiCaller) =>
      caller.call<Exception>('POST', `/v1/release-exceptions/${asked.body.id}/approve`, { json: {} });
    expect(await decide(officer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await decide(new ApiCaller(hub, 'iom'))).toMatchObject({ status: 404 });
    expect(await reroute(id)).toMatchObject({ status: 422 });
    expect(await decide(second)).toMatchObject({ status: 200, body: { state: 'approved' } });
    await eventually('the data protection focal point is told', () => types(id).includes('exception.approved'));
    const told = await new ApiCaller(hub, 'iom').call('GET', `/v1/release-exceptions/${asked.body.id}`);
    expect(told).toMatchObject({ status: 200, body: { recipient: POLICE, reason: null } });

    expect(await reroute(id)).toMatchObject({ status: 202 });
    await eventually('the police have it', async () => (await stateAt(id, POLICE)) === 'pending');
    const content = (await inbox(POLICE, id)).body as { body: Record<string, unknown> };
    expect(Object.keys(content.body).sort()).toEqual(['person', 'request']);
    expect(content.body['person']).toEqual({ caseCode: 'FICTION-1' });

    const revoked = await second.call('POST', `/v1/release-exceptions/${asked.body.id}/revoke`);
    expect(revoked).toMatchObject({ status: 200, body: { state: 'revoked', used: true } });
    expect((await inbox(POLICE, id)).body).toMatchObject({ state: 'recalled', body: null });
    expect((await police.call('POST', `/v1/inbox/${id}/confirm-recall`)).status).toBe(200);
    expect([await stateAt(id, 'iom'), await stateAt(id, 'unhcr')]).toEqual(['pending', 'pending']);
    const evidence = await officer.call<{ data: { action: string }[] }>('GET', `/v1/evidence?subject=${asked.body.id}`);
    expect(evidence.body.data.map(({ action }) => action)).toEqual([
      'exception.requested',
      'exception.approved',
      'exception.revoked',
    ]);
  });

  it('an exception runs out by itself, and what was released by it is taken back', async () => {
    const id = await sent(await recorded());
    const asked = await ask(id, { expiresAt: new Date(Date.now() + 8_000).toISOString() });
    await second.call('POST', `/v1/release-exceptions/${asked.body.id}/approve`, { json: {} });
    expect((await reroute(id)).status).toBe(202);
    await eventually('the police have it', async () => (await stateAt(id, POLICE)) !== undefined);
    await eventually('it is recalled', async () => (await stateAt(id, POLICE)) === 'recalled', 20_000);
    expect((await inbox(POLICE, id)).body).toMatchObject({ body: null });
    expect((await officer.call('GET', `/v1/release-exceptions/${asked.body.id}`)).body).toMatchObject({
      state: 'expired',
    });
  }, 40_000);

  it('is nobody else’s business: neither words nor codes of it in logs, nor anything of it for another body', async () => {
    const consentId = await recorded();
    for (const body of ['iom', 'unhcr', 'kfor-hq']) {
      const other = new ApiCaller(hub, body);
      expect((await other.call('GET', `/v1/consents/${consentId}`)).status).toBe(404);
      expect((await other.call('POST', `/v1/consents/${consentId}/withdraw`, { json: {} })).status).toBe(404);
      expect((await other.call('GET', '/v1/consents')).body).toEqual({ data: [], next: null });
    }
    for (const marker of ['Zzreason', 'FICTION-1']) {
      expect(hub.output()).not.toContain(marker);
      for (const { raw } of receiver.captured) expect(raw).not.toContain(marker);
    }
  });

  it('agreements are listed with whether they are in force', async () => {
    const { status, body } = await officer.call<{ data: Record<string, unknown>[] }>(
      'GET',
      '/v1/agreements?operation=afghanistan',
    );
    expect(status).toBe(200);
    expect(body.data).toContainEqual({
      operation: 'afghanistan',
      body: 'iom',
      reference: 'ISA-AFG-02',
      from: '2025-01-01',
      until: null,
      inForce: true,
    });
    expect((await officer.call('GET', '/v1/agreements?operation=kosovo')).body).toEqual({ data: [], next: null });
  });
});
