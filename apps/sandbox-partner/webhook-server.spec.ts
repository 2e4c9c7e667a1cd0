import { Webhook } from 'standardwebhooks';
import { uuidv7 } from '#kernel';
import { habits } from './habits';
import { Ledger } from './ledger';
import { MOST_BYTES, WebhookServer, type WebhookServerOptions } from './webhook-server';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;

const bodyOf = (type = 'referral.routed'): string => {
  const messageId = uuidv7();
  return JSON.stringify({ type, data: { messageId, href: `http://127.0.0.1:3000/v1/inbox/${messageId}` } });
};

describe('webhook server', () => {
  let server: WebhookServer;
  let url: string;
  let taken: string[];
  let verdicts: string[];

  async function start(options: Partial<WebhookServerOptions> = {}): Promise<void> {
    taken = [];
    verdicts = [];
    server = new WebhookServer({
      habit: habits.prompt,
      taken: new Ledger(),
      onEvent: (_event, webhookId) => taken.push(webhookId),
      onRequest: ({ verdict }) => verdicts.push(verdict),
      ...options,
    });
    server.useSecret(SECRET);
    url = WebhookServer.urlAt(await server.listen(0));
  }

  afterEach(() => server.close());

  interface Sent {
    readonly id?: string;
    readonly secret?: string;
    readonly at?: Date;
    readonly sentBody?: string;
    readonly signature?: (good: string) => string;
  }

  async function send(
    body: string,
    { id = uuidv7(), secret = SECRET, at = new Date(), sentBody, signature }: Sent = {},
  ) {
    const good = new Webhook(secret).sign(id, at, body);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': signature ? signature(good) : good,
      },
      body: sentBody ?? body,
    });
    return response.status;
  }

  it('takes a webhook whose signature is good', async () => {
    await start();
    expect(await send(bodyOf(), { id: 'w1' })).toBe(204);
    expect(taken).toEqual(['w1']);
  });

  it('takes one good signature among several, of other versions too', async () => {
    await start();
    const signature = (good: string): string => `v1a,${Buffer.alloc(64).toString('base64')} v1,AAAA ${good}`;
    expect(await send(bodyOf(), { signature })).toBe(204);
  });

  it.each<[string, Sent]>([
    ['another secret', { secret: OTHER_SECRET }],
    ['another body than was signed', { sentBody: bodyOf() }],
    ['one changed space, though the JSON means the same', { sentBody: ` ${bodyOf()}` }],
    ['a timestamp of an hour ago', { at: new Date(Date.now() - 3_600_000) }],
    ['a signature of another version only', { signature: (good) => good.replace('v1,', 'v1a,') }],
    ['no signature', { signature: () => '' }],
  ])('refuses %s with 401', async (_what, sent) => {
    await start();
    expect(await send(bodyOf(), sent)).toBe(401);
    expect(verdicts).toEqual(['signature_refused']);
    expect(taken).toEqual([]);
  });

  it('answers a signed challenge at once, whatever its habit, and takes nothing by it', async () => {
    await start({ habit: { answerAfterMs: 60_000, failsFirst: 1 } });
    const body = JSON.stringify({ type: 'endpoint.verification', data: { endpointId: uuidv7(), challenge: 'c-1' } });
    const at = new Date();
    const headers = {
      'webhook-id': 'w1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(SECRET).sign('w1', at, body),
    };
    const answer = await fetch(url, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: 'c-1' }]);
    expect([verdicts, taken]).toEqual([['challenged'], []]);
  });

  it('acts once on a webhook that comes twice', async () => {
    await start();
    const body = bodyOf();
    expect([await send(body, { id: 'w1' }), await send(body, { id: 'w1' })]).toEqual([204, 204]);
    expect(verdicts).toEqual(['taken', 'duplicate']);
    expect(taken).toEqual(['w1']);
  });

  it('takes a webhook at the next try when it failed at first', async () => {
    await start({ habit: habits.flaky });
    const body = bodyOf();
    const statuses = [];
    for (let tries = 0; tries < 4; tries += 1) statuses.push(await send(body, { id: 'w1' }));
    expect(statuses).toEqual([500, 500, 204, 204]);
    expect(taken).toEqual(['w1']);
  });

  it('refuses a signed body that is not a webhook', async () => {
    await start();
    expect(await send('{"type":"referral.routed"}')).toBe(400);
    expect(taken).toEqual([]);
  });

  it('reads no more than it has to', async () => {
    await start();
    expect(await send('x'.repeat(MOST_BYTES + 1))).toBe(413);
  });

  it('takes nothing before it knows its secret', async () => {
    await start();
    await server.close();
    server = new WebhookServer({
      habit: habits.prompt,
      taken: new Ledger(),
      onEvent: () => undefined,
      onRequest: () => undefined,
    });
    url = WebhookServer.urlAt(await server.listen(0));
    expect(await send(bodyOf())).toBe(503);
  });

  it('serves one path and one method', async () => {
    await start();
    expect((await fetch(url)).status).toBe(405);
    expect((await fetch(`${url}/other`, { method: 'POST' })).status).toBe(404);
  });
});
