import { generateKeyPairSync, sign, type KeyPairKeyObjectResult } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebhookJwks } from './jwks';
import type { ReceivedWebhook } from './verify';

const BODY = JSON.stringify({
  type: 'test.ping',
  timestamp: '2026-11-23T21:05:55.418Z',
  data: {
    ...{ messageId: 'm', reference: 'TEST', kind: 'test', operation: 'none', sequence: 1, thread: 't' },
    ...{ status: 'test', dueAt: null, overdue: false, href: 'https://hub.example.org/' },
  },
});

describe('the keys that a hub publishes', () => {
  let server: Server;
  let url: string;
  let asked = 0;
  let answer: () => { status: number; body: string } | undefined;
  const [ours, theirs] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const jwk = (pair: KeyPairKeyObjectResult, kid: string) => ({ ...pair.publicKey.export({ format: 'jwk' }), kid });
  const set = (...keys: unknown[]) => ({ status: 200, body: JSON.stringify({ keys }) });
  const webhook = (pair: KeyPairKeyObjectResult): ReceivedWebhook => {
    const at = Math.floor(Date.now() / 1_000);
    const signature = sign(null, Buffer.from(`id.${at}.${BODY}`), pair.privateKey).toString('base64');
    const headers = { 'webhook-id': 'id', 'webhook-timestamp': String(at), 'webhook-signature': `v1a,${signature}` };
    return { headers, body: BODY };
  };

  beforeAll(async () => {
    server = createServer((_, response) => {
      asked += 1;
      const told = answer();
      if (told) response.writeHead(told.status).end(told.body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  beforeEach(() => {
    asked = 0;
    answer = () => set({ kty: 'RSA', kid: 'another sort' }, jwk(ours, 'ours'), jwk(theirs, 'theirs'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it('verify, and are fetched once for many webhooks', async () => {
    const jwks = new WebhookJwks({ url });
    await Promise.all([jwks.verify(webhook(ours)), jwks.verify(webhook(theirs)), jwks.verify(webhook(ours))]);
    expect((await jwks.verify(webhook(ours))).type).toBe('test.ping');
    expect(asked).toBe(1);
  });

  it('are limited to those of your endpoints', async () => {
    const jwks = new WebhookJwks({ url, kids: ['ours'] });
    await jwks.verify(webhook(ours));
    await expect(jwks.verify(webhook(theirs))).rejects.toMatchObject({ code: 'no_matching_signature' });
  });

  it('are fetched anew for a signature by none of them, but not for each', async () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    answer = () => set(jwk(ours, 'ours'));
    const jwks = new WebhookJwks({ url });
    for (let times = 0; times < 3; times += 1)
      await expect(jwks.verify(webhook(theirs))).rejects.toMatchObject({ code: 'no_matching_signature' });
    expect(asked).toBe(1);
    now += 10_000;
    answer = () => set(jwk(ours, 'ours'), jwk(theirs, 'theirs'));
    await jwks.verify(webhook(theirs));
    expect(asked).toBe(2);
    now += 600_001;
    await jwks.verify(webhook(theirs));
    expect(asked).toBe(3);
  });

  it.each([
    ['fail', () => ({ status: 503, body: '' })],
    ['are no set', () => ({ status: 200, body: '{}' })],
    ['are no JSON', () => ({ status: 200, body: '<html>' })],
    ['do not come in time', () => undefined],
  ])('say that nothing is known when they %s, and are asked for again', async (_, told) => {
    answer = told;
    const jwks = new WebhookJwks({ url, deadlineMs: 100 });
    await expect(jwks.verify(webhook(ours))).rejects.toMatchObject({ code: 'keys_unavailable' });
    answer = () => set(jwk(ours, 'ours'));
    await jwks.verify(webhook(ours));
    expect(asked).toBe(2);
  });
});
