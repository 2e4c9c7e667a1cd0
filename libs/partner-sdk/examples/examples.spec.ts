import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose';
import { Webhook } from 'standardwebhooks';
import { HubPartner, WebhookJwks, type DecryptionKey, type WebhookEvent } from '@liaison-hub/partner-sdk';
import { eventually, freePort } from '../../../test/support/servers';
import { startReceiver as startExpress } from './express';
import { startReceiver as startFastify } from './fastify';
import { sweepInbox, webhookHandler } from './fetch';

const MESSAGE = '01a20a3a-cc38-74e0-af5a-64cde89ce292';
const ENDPOINT = '01a20a3a-cc38-74e0-af5a-64cde89ce293';
const secret = `whsec_${randomBytes(32).toString('base64')}`;

describe('the examples', () => {
  let stub: Server;
  let baseUrl: string;
  let asked: string[];
  const pair = generateKeyPairSync('ed25519');
  const content = { messageId: MESSAGE, capacity: 'lead', body: { person: { caseCode: 'FICTION-1' } } };
  const inbox = [
    { messageId: MESSAGE, state: 'pending', sequence: 1 },
    { messageId: MESSAGE, state: 'accepted', sequence: 2 },
  ];

  /** As much of a hub as the examples ask for. */
  const answerTo = (method: string, url: URL): unknown => {
    if (url.pathname === '/.well-known/webhook-jwks.json') return { keys: [pair.publicKey.export({ format: 'jwk' })] };
    asked.push(`${method} ${url.pathname}`);
    if (url.pathname === '/v1/inbox') return { data: inbox.filter(({ sequence }) => String(sequence) > after(url)) };
    return content;
  };
  const after = (url: URL): string => url.searchParams.get('after') ?? '0';

  beforeAll(async () => {
    stub = createServer((request, response) => {
      const url = new URL(request.url ?? '', baseUrl);
      // A long poll with nothing to tell is left open.
      if (url.pathname === '/v1/inbox' && after(url) === '2') return;
      response.end(JSON.stringify(answerTo(request.method ?? '', url)));
    });
    await new Promise<void>((done) => stub.listen(0, '127.0.0.1', done));
    baseUrl = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(async () => {
    stub.closeAllConnections();
    await new Promise((done) => stub.close(done));
  });

  const hub = (): HubPartner => new HubPartner({ baseUrl, apiKey: 'lh_test' });
  const bodyOf = (encrypted?: string): string =>
    JSON.stringify({
      type: 'referral.routed',
      timestamp: new Date().toISOString(),
      data: {
        ...{ messageId: MESSAGE, reference: 'AFG-2026-000001', kind: 'referral', operation: 'afghanistan' },
        ...{ sequence: 1, thread: MESSAGE, status: 'exercise', dueAt: null, overdue: false },
        href: `${baseUrl}/v1/inbox/${MESSAGE}`,
        ...(encrypted === undefined ? {} : { encrypted }),
      },
    });
  const signedHeaders = (id: string, signature: (id: string, at: Date) => string): Record<string, string> => {
    const at = new Date();
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signature(id, at),
    };
  };
  const post = (port: number, body: string, id = 'one', by = secret): Promise<Response> => {
    const headers = signedHeaders(id, (of, at) => new Webhook(by).sign(of, at, body));
    return fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', headers, body });
  };
  const deliver = async (...sent: Parameters<typeof post>): Promise<number> => (await post(...sent)).status;
  const challenge = (endpointId = ENDPOINT): string =>
    JSON.stringify({
      type: 'endpoint.verification',
      timestamp: new Date().toISOString(),
      data: { endpointId, challenge: 'q0Z' },
    });

  it('Express: takes a webhook once, fetches, acknowledges, accepts', async () => {
    const done: string[] = [];
    const port = await freePort();
    const server = await startExpress({
      ...{ hub: hub(), secrets: secret, port },
      onDone: (id, outcome) => done.push(`${id} ${outcome}`),
    });
    try {
      expect(await deliver(port, bodyOf(), 'one', `whsec_${randomBytes(32).toString('base64')}`)).toBe(401);
      const shown = await post(port, challenge(), 'zero');
      expect([shown.status, await shown.json()]).toEqual([200, { challenge: 'q0Z' }]);
      expect(await deliver(port, bodyOf())).toBe(204);
      expect(await deliver(port, bodyOf())).toBe(204);
      await eventually('it is done', () => done.length > 0);
      expect(done).toEqual([`${MESSAGE} accepted`]);
      const path = `/v1/inbox/${MESSAGE}`;
      expect(asked).toEqual([`GET ${path}`, `POST ${path}/acknowledge`, `POST ${path}/decision`]);
    } finally {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    }
  });

  it('Fastify: reads encrypted content without fetching it', async () => {
    const done: string[] = [];
    const port = await freePort();
    const { privateKey, publicKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true });
    const encrypted = await new CompactEncrypt(Buffer.from(JSON.stringify(content)))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: 'mine' })
      .encrypt(publicKey);
    const app = await startFastify({
      ...{ hub: hub(), secrets: [`whsec_${randomBytes(32).toString('base64')}`, secret], port },
      keys: [{ ...((await exportJWK(privateKey)) as DecryptionKey), kid: 'mine' }],
      onDone: (id, outcome) => done.push(`${id} ${outcome}`),
    });
    try {
      const shown = await post(port, challenge(), 'zero');
      expect([shown.status, await shown.json()]).toEqual([200, { challenge: 'q0Z' }]);
      expect(await deliver(port, bodyOf(encrypted).replace('exercise', 'actual'), 'one', secret)).toBe(204);
      await eventually('it is done', () => done.length > 0);
      expect(done).toEqual([`${MESSAGE} declined`]);
      const path = `/v1/inbox/${MESSAGE}`;
      expect(asked).toEqual([`POST ${path}/acknowledge`, `POST ${path}/decision`]);
      expect(await deliver(port, '{"type":"forged"}', 'two', `whsec_${randomBytes(32).toString('base64')}`)).toBe(401);
    } finally {
      await app.close();
    }
  });

  it('fetch: verifies by the published keys, takes a webhook once, and sweeps the inbox', async () => {
    const events: WebhookEvent[] = [];
    const handle = webhookHandler({
      jwks: new WebhookJwks({ url: `${baseUrl}/.well-known/webhook-jwks.json` }),
      endpointId: ENDPOINT,
      onEvent: (event) => {
        events.push(event);
      },
    });
    const body = bodyOf();
    const request = (sent: string, body = sent): Request => {
      const headers = signedHeaders('one', (id, at) => {
        const text = `${id}.${Math.floor(at.getTime() / 1_000)}.${body}`;
        return `v1a,${sign(null, Buffer.from(text), pair.privateKey).toString('base64')}`;
      });
      return new Request('http://partner.example/webhooks', { method: 'POST', headers, body: sent });
    };
    expect((await handle(request(body))).status).toBe(204);
    expect((await handle(request(body))).status).toBe(204);
    expect((await handle(request(`${body} `, body))).status).toBe(401);
    expect(await (await handle(request(challenge()))).json()).toEqual({ challenge: 'q0Z' });
    // The keys are those of every endpoint of the hub: somebody else's challenge is none of ours.
    expect((await handle(request(challenge(MESSAGE)))).status).toBe(403);
    expect(events.map(({ data }) => data.messageId)).toEqual([MESSAGE]);
    const away = webhookHandler({
      jwks: new WebhookJwks({ url: 'http://127.0.0.1:9/', deadlineMs: 1_000 }),
      endpointId: ENDPOINT,
      onEvent: () => undefined,
    });
    expect((await away(request(body))).status).toBe(503);

    const stop = new AbortController();
    const kept: number[] = [];
    await sweepInbox(hub(), {
      ...{ after: 0, signal: stop.signal },
      keep: (cursor) => {
        kept.push(cursor);
        if (cursor === 2) stop.abort();
      },
    });
    expect(kept).toEqual([1, 2]);
    const path = `/v1/inbox/${MESSAGE}`;
    expect(asked).toEqual(['GET /v1/inbox', `GET ${path}`, `POST ${path}/acknowledge`]);
  });
});
