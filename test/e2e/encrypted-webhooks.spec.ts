import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Redis } from 'ioredis';
import { Webhook } from 'standardwebhooks';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { withClient } from '#test/hub-database';
import { openWithJwcrypto } from '#test/jwcrypto';
import { shapes, startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

interface Referral {
  readonly id: string;
  readonly recipients: readonly { readonly organisation: string; readonly state: string }[];
}
interface System {
  readonly curve: string;
  readonly publicJwk: JsonWebKey;
  readonly privateJwk: JsonWebKey;
  readonly receiver: WebhookReceiver;
  id: string;
  secret: string;
}

const MARKERS = ['Zqgiven', 'Zqfamily', 'ZQ-CASE-1', 'Zqnote'];
const CURVES = ['P-256', 'P-384', 'P-521', 'X25519'];
const content = fictitiousCase({
  person: { caseCode: 'ZQ-CASE-1', isMinor: 'no', name: { given: 'Zqgiven', family: 'Zqfamily' } },
  request: { services: ['legal'], reason: 'Other', risk: 'low', note: 'Zqnote: a fictitious case.' },
});

describe.each(shapes)('content goes encrypted to the receiver, and to nobody else, on a hub of %s', (shape) => {
  let hub: RunningHub;
  let officer: ApiCaller;
  let iom: ApiCaller;
  let systems: System[];
  let monitor: Redis | undefined;
  const passedRedis: string[] = [];

  beforeAll(async () => {
    systems = await Promise.all(CURVES.map(systemOn));
    hub = await startHub(shape);
    officer = new ApiCaller(hub, 'isaf-hq');
    iom = new ApiCaller(hub, 'iom');
    if (!hub.redis) return;
    // Monitoring opens a connection of its own beside this one.
    const redis = new Redis(hub.redis.url);
    monitor = await redis.monitor();
    redis.disconnect();
    monitor.on('monitor', (_: string, command: string[]) => passedRedis.push(command.join(' ')));
  }, 120_000);

  afterAll(async () => {
    monitor?.disconnect();
    await hub.stop();
    await Promise.all(systems.map(({ receiver }) => receiver.close()));
  }, 60_000);

  const register = (json: Record<string, unknown>) =>
    iom.call<{ id: string; secret: string; version: number }>('POST', '/v1/webhook-endpoints', { json });
  const dataIn = ({ receiver }: System): { raw: string; headers: Record<string, string>; type: string; data: Data }[] =>
    receiver.captured.map(({ raw, headers }) => ({
      ...{ raw, headers: headers as Record<string, string> },
      ...(JSON.parse(raw) as { type: string; data: Data }),
    }));
  const sent = async (body: unknown = content): Promise<string> => {
    const draft = await officer.call<Referral>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', status: 'exercise', to: ['iom'], body },
    });
    expect(draft.status).toBe(201);
    expect((await officer.call('POST', `/v1/referrals/${draft.body.id}/submit`)).status).toBe(202);
    return draft.body.id;
  };
  const arrived = (id: string, type: string) =>
    eventually(`${type} arrives at every system`, () =>
      systems.every((system) => dataIn(system).some((one) => one.type === type && one.data.messageId === id)),
    );

  it('takes public keys only', async () => {
    for (const { publicJwk, privateJwk, receiver } of systems) {
      const wish = { url: receiver.url, payload: 'encrypted' };
      const refused = await register({ ...wish, encryptionKey: privateJwk });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/encryptionKey/d' }] } });
      expect(JSON.stringify(refused.body)).not.toContain(privateJwk.d);
      const keyless = await register(wish);
      expect(keyless).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/encryptionKey', code: 'required' }] },
      });
      expect(JSON.stringify(keyless.body)).toContain('send your public key');
      expect(await register({ ...wish, encryptionKey: { ...publicJwk, x: 'A' } })).toMatchObject({ status: 422 });
    }
    expect((await iom.call<{ data: unknown[] }>('GET', '/v1/webhook-endpoints')).body.data).toEqual([]);
  });

  it('sends each system what its body would read, which jwcrypto opens', async () => {
    for (const system of systems) {
      const { id, secret } = await verifiedEndpoint(iom, {
        ...{ url: system.receiver.url, payload: 'encrypted' },
        encryptionKey: { ...system.publicJwk, kid: `key-${system.curve}` },
      });
      Object.assign(system, { id, secret });
    }
    const id = await sent();
    await arrived(id, 'referral.routed');
    const read = (await iom.call('GET', `/v1/inbox/${id}`)).body;
    expect(JSON.stringify(read)).toContain('Zqgiven');
    for (const system of systems) {
      const [webhook] = dataIn(system);
      expect(new Webhook(system.secret).verify(webhook!.raw, webhook!.headers)).toBeTruthy();
      expect(MARKERS.filter((marker) => webhook!.raw.includes(marker))).toEqual([]);
      const { header, plaintext } = openWithJwcrypto(webhook!.data.encrypted!, system.privateJwk);
      expect(header).toMatchObject({
        ...{ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', typ: 'JOSE', cty: 'json' },
        kid: `key-${system.curve}`,
      });
      expect(JSON.parse(plaintext)).toEqual(read);
      expect(() => openWithJwcrypto(webhook!.data.encrypted!, anotherKey(system.curve))).toThrow('did not open');
    }
  }, 60_000);

  it('keeps that it was sent as evidence for both sides', async () => {
    const id = dataIn(systems[0]!)[0]!.data.messageId;
    for (const side of [officer, iom]) {
      const { data } = (
        await side.call<{ data: { action: string; detail: { endpoint?: string } }[] }>(
          'GET',
          `/v1/evidence?subject=${id}`,
        )
      ).body;
      const endpoints = data.filter(({ action }) => action === 'content.sent').map(({ detail }) => detail.endpoint);
      expect(endpoints.sort()).toEqual(systems.map((system) => system.id).sort());
    }
  });

  it('is thin again once consent is withdrawn, and what waited is never sent', async () => {
    for (const { id } of systems) await setState(id, 'paused');
    const id = await sent();
    await eventually('it waits', async () => {
      const { data } = (await iom.call<{ data: { held: number }[] }>('GET', '/v1/webhook-endpoints')).body;
      return data.every(({ held }) => held > 0);
    });
    expect((await officer.call('POST', `/v1/referrals/${id}/withdraw-consent`, { json: {} })).status).toBe(200);
    for (const { id: endpointId } of systems) await setState(endpointId, 'active');
    await arrived(id, 'referral.recalled');
    for (const system of systems) {
      const about = dataIn(system).filter(({ data }) => data.messageId === id);
      expect(about.map(({ type, data }) => [type, 'encrypted' in data])).toEqual([['referral.recalled', false]]);
    }
  }, 60_000);

  it('leaves no word of it in the record, in Redis or in what the processes logged', async () => {
    const secrets = systems.map(({ privateJwk }) => privateJwk.d!);
    const traces = (text: string): string[] => [...MARKERS, ...secrets].filter((marker) => text.includes(marker));
    expect(traces(hub.output())).toEqual([]);
    if (!hub.redis) return;
    const jwes = systems.flatMap((system) => dataIn(system).flatMap(({ data }) => data.encrypted ?? []));
    expect(passedRedis.length).toBeGreaterThan(0);
    expect(passedRedis.filter((line) => traces(line).length > 0 || jwes.some((jwe) => line.includes(jwe)))).toEqual([]);
    const tables = await withClient(hub.superuserUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
      );
      const found: Record<string, { rows: number; traces: string[] }> = {};
      for (const { name } of rows) {
        const { rows: lines } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
        found[name] = { rows: lines.length, traces: lines.flatMap(({ line }) => traces(line)) };
      }
      return found;
    });
    expect(tables['deliveries']!.rows).toBeGreaterThan(4);
    expect(Object.entries(tables).filter(([, { traces: some }]) => some.length > 0)).toEqual([]);
  });

  async function setState(id: string, state: 'active' | 'paused'): Promise<void> {
    const { headers } = await iom.call('GET', `/v1/webhook-endpoints/${id}`);
    const changed = await iom.call('PATCH', `/v1/webhook-endpoints/${id}`, {
      json: { state },
      headers: { 'if-match': headers.get('etag')! },
    });
    expect(changed.status).toBe(200);
  }
});

interface Data {
  readonly messageId: string;
  readonly encrypted?: string;
}

async function systemOn(curve: string): Promise<System> {
  const { publicKey, privateKey } = pairOn(curve);
  const jwk = (key: KeyObject) => key.export({ format: 'jwk' });
  const receiver = await WebhookReceiver.open();
  return { curve, publicJwk: jwk(publicKey), privateJwk: jwk(privateKey), receiver, id: '', secret: '' };
}

function pairOn(curve: string): { publicKey: KeyObject; privateKey: KeyObject } {
  return curve === 'X25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: curve });
}

function anotherKey(curve: string): JsonWebKey {
  return pairOn(curve).privateKey.export({ format: 'jwk' });
}
