import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../../test/support/servers';
import { HubPartner, type HubPartnerOptions } from './hub-partner';

interface Asked {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
interface Told {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly broken?: boolean;
  readonly silent?: boolean;
}
const ID = '01a20a3a-cc38-74e0-af5a-64cde89ce292';
const RECEIPT = { receiptId: 'r', messageId: ID };
const problem = (status: number, code: string, headers = {}): Told => ({
  ...{ status, headers },
  json: { type: `urn:liaison-hub:problem:${code}`, title: 'No', status, code, detail: 'Do this.', legal: ['close'] },
});

describe('a hub as its partner calls it', () => {
  let server: Server;
  let baseUrl: string;
  let asked: Asked[] = [];
  let answers: Told[] = [];
  const partner = (over: Partial<HubPartnerOptions> = {}): HubPartner =>
    new HubPartner({ baseUrl, apiKey: 'lh_test', deadlineMs: 2_000, firstWaitMs: 1, ...over });
  const keys = (): unknown[] => asked.map(({ headers }) => headers['idempotency-key']);

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        asked.push({ line: `${method ?? ''} ${url ?? ''}`, headers, body: Buffer.concat(chunks).toString() });
        const told = answers.shift() ?? {};
        if (told.broken === true) request.socket.destroy();
        else if (told.silent !== true)
          response.writeHead(told.status ?? 200, told.headers).end(JSON.stringify(told.json ?? RECEIPT));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
    answers = [];
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it('is asked with the key of the body', async () => {
    await partner({ baseUrl: `${baseUrl}/` }).fetchMessage(ID);
    expect(asked[0]).toMatchObject({ line: `GET /v1/inbox/${ID}`, headers: { authorization: 'Bearer lh_test' } });
    expect(asked[0]?.headers['idempotency-key']).toBeUndefined();
  });

  it('follows the href of a webhook, at this hub only', async () => {
    await partner().fetchMessage(`${baseUrl}/v1/inbox/${ID}`);
    expect(asked[0]?.line).toBe(`GET /v1/inbox/${ID}`);
    for (const href of [
      `https://elsewhere.example/v1/inbox/${ID}`,
      `${baseUrl}/v1/referrals/${ID}`,
      `${baseUrl}/v1/inbox/../me`,
      'x',
    ])
      await expect(partner().fetchMessage(href)).rejects.toThrow(TypeError);
    expect(asked).toHaveLength(1);
  });

  it('is told the same again, under the same key, until it has answered', async () => {
    answers = [{ broken: true }, problem(503, 'unavailable'), problem(409, 'concurrent_change')];
    expect(await partner().acknowledge(ID)).toEqual(RECEIPT);
    expect(asked.map(({ line, body }) => [line, body])).toEqual(
      Array(4).fill([`POST /v1/inbox/${ID}/acknowledge`, '{}']),
    );
    expect(new Set(keys()).size).toBe(1);
    expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/);
    await partner().acknowledge(ID);
    expect(new Set(keys()).size).toBe(2);
    await partner().acknowledge(ID, { idempotencyKey: 'mine' });
    expect(keys().at(-1)).toBe('mine');
  });

  it('is left alone after its last attempt, and when it refuses', async () => {
    answers = Array(3).fill(problem(500, 'internal')) as Told[];
    await expect(partner({ attempts: 3 }).acknowledge(ID)).rejects.toMatchObject({ status: 500, code: 'internal' });
    expect(asked).toHaveLength(3);
    answers = [problem(409, 'illegal_transition')];
    await expect(partner().decline(ID, 'capacity', { note: 'Full.' })).rejects.toMatchObject({
      name: 'HubProblemError',
      code: 'illegal_transition',
      message: '409 illegal_transition: Do this.',
      problem: { legal: ['close'] },
    });
    expect(asked).toHaveLength(4);
    expect(JSON.parse(asked[3]?.body ?? '')).toEqual({ decision: 'declined', reason: 'capacity', note: 'Full.' });
  });

  it('is left alone for as long as it asks, unless that is too long', async () => {
    answers = [problem(429, 'too_many_requests', { 'retry-after': '1' })];
    const began = performance.now();
    await partner().accept(ID);
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
    answers = [problem(503, 'unavailable', { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() })];
    await expect(partner().accept(ID)).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toHaveLength(3);
  });

  it('has a deadline for every attempt, and ends with the signal', async () => {
    answers = [{ silent: true }, { silent: true }];
    await expect(partner({ deadlineMs: 50, attempts: 2 }).acknowledge(ID)).rejects.toMatchObject({
      name: 'HubUnreachableError',
    });
    expect(asked).toHaveLength(2);
    answers = [{ silent: true }];
    const stop = new AbortController();
    const fetching = partner().fetchMessage(ID, { signal: stop.signal });
    await Promise.all([
      expect(fetching).rejects.toThrow('enough'),
      eventually('the hub is asked', () => asked.length === 3).then(() => {
        stop.abort(new Error('enough'));
      }),
    ]);
  });

  it('does not follow a redirect with the key', async () => {
    answers = [{ status: 307, headers: { location: `${baseUrl}/elsewhere` } }];
    await expect(partner({ attempts: 1 }).fetchMessage(ID)).rejects.toMatchObject({ name: 'HubUnreachableError' });
    expect(asked).toHaveLength(1);
  });

  it('is told how a case goes', async () => {
    await partner().progress(ID, { state: 'in_progress' });
    await partner().complete(ID, 'services_provided');
    await partner().confirm(ID, 'recall');
    expect(asked.map(({ line, body }) => `${line.slice(line.lastIndexOf('/'))} ${body}`)).toEqual([
      '/progress {"state":"in_progress"}',
      '/progress {"state":"completed","outcome":"services_provided"}',
      '/confirm-recall ',
    ]);
    await expect(partner().acknowledge('../me')).rejects.toThrow(TypeError);
  });

  it('is polled by cursor: nothing is missed over an outage, and the signal ends it', async () => {
    const page = (...sequences: number[]): Told => ({
      json: { data: sequences.map((sequence) => ({ sequence })), next: String(sequences.at(-1) ?? 0) },
    });
    answers = [page(8, 9), problem(503, 'unavailable'), { broken: true }, page(), page(10), { silent: true }];
    const stop = new AbortController();
    const seen: number[] = [];
    const failures: unknown[] = [];
    const options = { after: 7, wait: 1, signal: stop.signal, onRetry: (error: unknown) => failures.push(error) };
    for await (const { sequence } of partner().poll(options)) {
      seen.push(sequence);
      if (sequence === 10)
        void eventually('it asks for more', () => asked.length === 6).then(() => {
          stop.abort();
        });
    }
    expect(seen).toEqual([8, 9, 10]);
    expect(failures).toHaveLength(2);
    const cursors = asked.map(({ line }) => new URL(line.slice(4), baseUrl).searchParams.get('after'));
    expect(cursors).toEqual(['7', '9', '9', '9', '9', '10']);
  });

  it('ends a poll with what does not pass', async () => {
    answers = [problem(401, 'unauthenticated')];
    await expect(partner().poll().next()).rejects.toMatchObject({ status: 401 });
    expect(asked).toHaveLength(1);
  });

  it.each([
    [{ baseUrl: 'http://hub.example.org' }, /https/],
    [{ baseUrl: 'hub.example.org' }, /address/],
    [{ apiKey: 'lh_\n' }, /apiKey/],
  ])('is not made with %j', (over, message) => {
    expect(() => partner(over)).toThrow(message);
    expect(() => partner({ baseUrl: 'http://hub.internal', allowHttp: true })).not.toThrow();
  });
});
