import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { shapes, startHub, type RunningHub } from '#test/running-hub';
import { eventually, temporaryDirectory } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver, type CapturedWebhook } from '#test/webhook-receiver';

interface Recipient {
  readonly organisation: string;
  readonly state: string;
  readonly delivery: { readonly state: string; readonly attempts: number };
  readonly deliveredAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly decision: string | null;
  readonly outcome: string | null;
}
interface Referral {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly recipients: readonly Recipient[];
}

describe.each(shapes)('a referral goes out, is delivered signed, and comes back acknowledged: %s', (shape) => {
  let hub: RunningHub;
  let receiver: WebhookReceiver;
  let officer: ApiCaller;
  let iom: ApiCaller;
  let secrets: { secret: string; publicKey: string };
  let referral: Referral;
  let routed: CapturedWebhook;

  const body = fictitiousCase();
  const readReferral = async (): Promise<Referral> =>
    (await officer.call<Referral>('GET', `/v1/referrals/${referral.id}`)).body;
  const atIom = async (): Promise<Recipient> =>
    (await readReferral()).recipients.find(({ organisation }) => organisation === 'iom')!;
  const ofType = (type: string): CapturedWebhook[] =>
    receiver.captured.filter(({ raw }) => (JSON.parse(raw) as { type: string }).type === type);

  beforeAll(async () => {
    receiver = await WebhookReceiver.open();
    hub = await startHub(shape);
    officer = new ApiCaller(hub, 'isaf-hq');
    iom = new ApiCaller(hub, 'iom');
  }, 120_000);

  afterAll(async () => {
    await Promise.all([hub.stop(), receiver.close()]);
  }, 60_000);

  it('shows a new endpoint its secrets once', async () => {
    const created = await iom.call<{ id: string; secret: string; publicKey: string }>('POST', '/v1/webhook-endpoints', {
      json: { url: receiver.url },
    });
    expect(created.status).toBe(201);
    secrets = created.body;
    expect(secrets.secret).toMatch(/^whsec_/);
    const again = await iom.call('GET', `/v1/webhook-endpoints/${created.body.id}`);
    expect(again.body).toMatchObject({ state: 'unverified' });
    expect(again.body).not.toHaveProperty('secret');
  });

  it('makes it active once its receiver has answered the challenge', async () => {
    const [endpoint] = (await iom.call<{ data: { id: string }[] }>('GET', '/v1/webhook-endpoints')).body.data;
    const verified = await iom.call('POST', `/v1/webhook-endpoints/${endpoint?.id}/verify`);
    expect(verified).toMatchObject({
      status: 200,
      body: { state: 'active', verifiedAt: expect.any(String) as string },
    });
  });

  it('takes a draft that nobody else sees', async () => {
    const created = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'urgent', body },
      headers: { 'idempotency-key': 'draft-1' },
    });
    expect(created.status).toBe(201);
    expect(created.body.reference).toMatch(/^AFG-\d{4}-\d{6}$/);
    referral = created.body;
    expect((await iom.call('GET', `/v1/referrals/${referral.id}`)).status).toBe(404);
    expect((await iom.call('GET', `/v1/inbox/${referral.id}`)).status).toBe(404);
  });

  it('answers a repeated request with the same draft', async () => {
    const again = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'urgent', body },
      headers: { 'idempotency-key': 'draft-1' },
    });
    expect(again.body.id).toBe(referral.id);
    const other = await officer.call('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'normal', body },
      headers: { 'idempotency-key': 'draft-1' },
    });
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  });

  it('previews what each body would see, and why', async () => {
    const { body: preview } = await officer.call<{
      recipients: { organisation: string; outcome: string; reasons: { rule: string; provision?: string }[] }[];
    }>('GET', `/v1/referrals/${referral.id}/preview`);
    expect(preview.recipients.find(({ organisation }) => organisation === 'iom')).toMatchObject({
      outcome: 'recipient',
      capacity: 'lead',
      reasons: [{ rule: 'AFG-R1', provision: 'AFG-P2' }],
    });
    const { body: directory } = await officer.call<{ data: { slug: string; operations: string[] }[] }>(
      'GET',
      '/v1/organisations',
    );
    const bodies = directory.data.filter(({ operations }) => operations.includes('afghanistan'));
    expect(bodies.length).toBeGreaterThan(5);
    expect(preview.recipients.map(({ organisation }) => organisation).sort()).toEqual(
      bodies.map(({ slug }) => slug).sort(),
    );
    for (const { reasons } of preview.recipients) expect(reasons.length).toBeGreaterThan(0);
  });

  it('delivers a thin, signed webhook to the lead agency once it is submitted', async () => {
    const submitted = await officer.call('POST', `/v1/referrals/${referral.id}/submit`, {
      headers: { 'idempotency-key': 'submit-1' },
    });
    expect(submitted).toMatchObject({ status: 202, body: { state: 'submitted' } });
    await eventually('the webhook arrives', () => ofType('referral.routed').length === 1);
    [routed] = ofType('referral.routed') as [CapturedWebhook];
    const { data } = JSON.parse(routed.raw) as { data: Record<string, unknown> };
    expect(data).toEqual({
      messageId: referral.id,
      reference: referral.reference,
      kind: 'referral',
      operation: 'afghanistan',
      sequence: 1,
      thread: referral.id,
      status: 'actual',
      overdue: false,
      dueAt: expect.any(String) as string,
      href: `${hub.api}/v1/inbox/${referral.id}`,
    });
    expect(routed.raw).not.toContain('Testperson');
    expect(routed.raw).not.toContain('FICTION');
  });

  it('is verified by the independent standardwebhooks and svix packages, and not when a byte differs', () => {
    const headers = routed.headers as Record<string, string>;
    const svixHeaders = {
      'svix-id': headers['webhook-id']!,
      'svix-timestamp': headers['webhook-timestamp']!,
      'svix-signature': headers['webhook-signature']!,
    };
    expect(() => new StandardWebhook(secrets.secret).verify(routed.raw, headers)).not.toThrow();
    expect(() => new SvixWebhook(secrets.secret).verify(routed.raw, svixHeaders)).not.toThrow();
    expect(() => new StandardWebhook(secrets.secret).verify(`${routed.raw} `, headers)).toThrow();
  });

  it('is verified by openssl with the public key from the JWKS address (v1a)', async () => {
    const directory = temporaryDirectory('openssl');
    const { body: jwks } = await new ApiCaller(hub, undefined).call<{ keys: JsonWebKey[] }>(
      'GET',
      '/.well-known/webhook-jwks.json',
    );
    const raw = Buffer.from(secrets.publicKey.replace('whpk_', ''), 'base64').toString('base64url');
    const jwk = jwks.keys.find(({ x }) => x === raw);
    if (!jwk) throw new Error('the JWKS does not hold the key of the endpoint');
    const signature = routed.headers['webhook-signature']
      ?.toString()
      .split(' ')
      .find((part) => part.startsWith('v1a,'));
    const file = (name: string, content: string | Buffer): string => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    const key = file('key.pem', createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
    const signed = `${String(routed.headers['webhook-id'])}.${String(routed.headers['webhook-timestamp'])}.${routed.raw}`;
    const answer = execFileSync('openssl', [
      ...['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin', '-in', file('signed', signed)],
      ...['-sigfile', file('signature', Buffer.from(signature!.slice(4), 'base64'))],
    ]);
    expect(answer.toString()).toContain('Signature Verified Successfully');
  });

  it('shows the recipient its released part, and nobody else anything', async () => {
    const item = await iom.call<{ body: { person: { caseCode: string } } }>('GET', `/v1/inbox/${referral.id}`);
    expect(item).toMatchObject({
      status: 200,
      body: { sender: 'isaf-hq', capacity: 'lead', body: { person: { caseCode: 'FICTION-1' } } },
    });
    for (const stranger of ['unicef', 'kfor-hq', 'afghan-security-forces', 'isaf-hq'])
      expect(await new ApiCaller(hub, stranger).call('GET', `/v1/inbox/${referral.id}`)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
  });

  it('gives one receipt, however often the body acknowledges', async () => {
    const first = await iom.call('POST', `/v1/inbox/${referral.id}/acknowledge`, {
      headers: { 'idempotency-key': 'ack-1' },
    });
    const second = await iom.call('POST', `/v1/inbox/${referral.id}/acknowledge`);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  it('lets the body accept, work, and complete, and refuses what is not possible with what is', async () => {
    const decide = (json: unknown) => iom.call('POST', `/v1/inbox/${referral.id}/decision`, { json });
    const progress = (json: unknown) => iom.call('POST', `/v1/inbox/${referral.id}/progress`, { json });
    expect((await decide({ decision: 'accepted' })).status).toBe(200);
    expect(await decide({ decision: 'declined', reason: 'capacity' })).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition', state: 'accepted', legal: ['start', 'hold', 'complete', 'fail'] },
    });
    expect((await progress({ state: 'in_progress' })).status).toBe(200);
    expect(await progress({ state: 'completed' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/outcome' }] },
    });
    expect((await progress({ state: 'completed', outcome: 'services_provided' })).status).toBe(200);
  });

  it('shows the sender all four facts and the timeline', async () => {
    await eventually('the delivery is written', async () => (await atIom()).delivery.state === 'delivered');
    expect(await atIom()).toMatchObject({
      state: 'completed',
      delivery: { state: 'delivered', attempts: 1 },
      deliveredAt: expect.any(String) as string,
      acknowledgedAt: expect.any(String) as string,
      decision: 'accepted',
      outcome: 'services_provided',
    });
    const { body: timeline } = await officer.call<{ data: { event: string; organisation: string | null }[] }>(
      'GET',
      `/v1/referrals/${referral.id}/timeline`,
    );
    const iomEvents = timeline.data.filter(({ organisation }) => organisation === 'iom').map(({ event }) => event);
    expect(iomEvents).toEqual(['sent', 'acknowledged', 'accepted', 'in_progress', 'completed']);
  });

  it('tells the sender by webhook, in order and with numbers that have no gap', async () => {
    const mine = await WebhookReceiver.open();
    try {
      await verifiedEndpoint(officer, { url: mine.url, eventTypes: ['referral.updated'] });
      const draft = await officer.call<Referral>('POST', '/v1/referrals', { json: { operation: 'afghanistan', body } });
      await officer.call('POST', `/v1/referrals/${draft.body.id}/submit`);
      await eventually(
        'it is in the inbox',
        async () => (await iom.call('GET', `/v1/inbox/${draft.body.id}`)).status === 200,
      );
      await iom.call('POST', `/v1/inbox/${draft.body.id}/acknowledge`);
      await iom.call('POST', `/v1/inbox/${draft.body.id}/decision`, {
        json: { decision: 'declined', reason: 'capacity' },
      });
      // Only what is about this referral: what happened to the one before may be announced after the endpoint is there.
      const told = (): CapturedWebhook[] => mine.captured.filter(({ raw }) => raw.includes(draft.body.id));
      await eventually('both events arrive', () => told().length === 2);
      const events = told().map(({ raw }) => JSON.parse(raw) as { type: string; data: { sequence: number } });
      expect(events.map(({ type, data }) => [type, data.sequence])).toEqual([
        ['referral.updated', 1],
        ['referral.updated', 2],
      ]);
    } finally {
      await mine.close();
    }
  });

  it('tries again when the receiver fails, with the same id and the same bytes', async () => {
    const draft = await officer.call<Referral>('POST', '/v1/referrals', { json: { operation: 'afghanistan', body } });
    // Only what is about this referral: webhooks of the cases before may still be on their way.
    const attempts = (): CapturedWebhook[] => receiver.captured.filter(({ raw }) => raw.includes(draft.body.id));
    receiver.answer = ({ raw }) => ({ status: raw.includes(draft.body.id) && attempts().length <= 2 ? 500 : 204 });
    await officer.call('POST', `/v1/referrals/${draft.body.id}/submit`);
    await eventually('it is delivered at the third attempt', () => attempts().length === 3, 60_000);
    expect(new Set(attempts().map(({ raw }) => raw)).size).toBe(1);
    expect(new Set(attempts().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  }, 90_000);

  it('keeps who did what as evidence that both sides can see', async () => {
    const actions = async (who: ApiCaller): Promise<string[]> =>
      (await who.call<{ data: { action: string }[] }>('GET', `/v1/evidence?subject=${referral.id}`)).body.data.map(
        ({ action }) => action,
      );
    expect(await actions(officer)).toEqual(
      expect.arrayContaining([
        'referral.drafted',
        'referral.submitted',
        'message.routed',
        'content.read',
        'recipient.acknowledged',
      ]),
    );
    expect(await actions(iom)).toEqual(
      expect.arrayContaining(['release.made', 'content.read', 'recipient.acknowledged']),
    );
    expect(await actions(iom)).not.toContain('referral.drafted');
    expect(await actions(new ApiCaller(hub, 'unicef'))).toEqual([]);
  });

  it('says nothing of the person in anything that the processes logged', () => {
    expect(hub.output()).not.toMatch(/Testperson|FICTION/);
  });
});
