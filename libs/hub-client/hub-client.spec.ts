import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from '#kernel';
import { HubClient } from './hub-client';
import { HubApiError, HubUnreachableError, isTransient } from './hub-client.errors';
import { persistently } from './persistently';

describe('hub client', () => {
  let server: Server;
  let client: HubClient;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];

  beforeEach(async () => {
    seen.length = 0;
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString('latin1')));
      request.on('end', () => {
        seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = new HubClient({ api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, apiKey: 'lh_test' });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const answerWith = (status: number, content: unknown, headers = {}): void => {
    answer = (_request, response) => response.writeHead(status, headers).end(JSON.stringify(content));
  };

  it('sends its key and the Idempotency-Key', async () => {
    answerWith(200, { receiptId: 'r' });
    await client.acknowledge(uuidv7(), 'ack-1');
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer lh_test', 'idempotency-key': 'ack-1' });
  });

  it('changes an endpoint on the version that it read', async () => {
    answerWith(200, {});
    await client.changeEndpoint({ id: uuidv7(), version: 3 }, { state: 'paused' });
    expect(seen[0]?.headers['if-match']).toBe('"3"');
  });

  it('sends an import twice as the same bytes', async () => {
    answerWith(200, { created: [], existing: [], problems: [], warnings: [] });
    const file = { name: 'cases.xlsx', content: Buffer.from([80, 75, 0, 255]), operation: 'kosovo' };
    await client.importReferrals(file, 'import-1');
    await client.importReferrals(file, 'import-1');
    expect(seen[1]?.body).toBe(seen[0]?.body);
    expect(seen[0]?.body).toContain('name="operation"\r\n\r\nkosovo\r\n');
    expect(seen[0]?.body).toContain('PK\x00\xff\r\n--');
  });

  it('reads a problem with its code', async () => {
    answerWith(409, { code: 'illegal_transition', detail: 'Submitted before.' });
    await expect(client.submitReferral(uuidv7(), 'k')).rejects.toMatchObject({
      status: 409,
      code: 'illegal_transition',
    });
  });

  it('follows the path of a webhook only at its own hub', async () => {
    answerWith(200, { messageId: 'm' });
    await client.inboxMessageAt('https://elsewhere.example/v1/inbox/m?x=1');
    expect(seen.map(({ url }) => url)).toEqual(['/v1/inbox/m']);
    await expect(client.inboxMessageAt('https://elsewhere.example/v1/me')).rejects.toMatchObject({
      code: 'href_refused',
    });
  });

  it('follows no redirect with its key', async () => {
    answerWith(302, {}, { location: '/v1/elsewhere' });
    await expect(client.me()).rejects.toBeInstanceOf(HubUnreachableError);
    expect(seen).toHaveLength(1);
  });

  describe('the stream of events', () => {
    const data = { messageId: 'm', reference: 'AFG-2026-000001', event: 'acknowledged' };
    const blocks = `id: a\n\nid: b\nevent: referral.updated\ndata: ${JSON.stringify(data)}\n\nid: c\nevent: gap\ndata: {}\n\n`;
    const heard = async (signal: AbortSignal, after?: string): Promise<{ told: unknown[]; error: unknown }> => {
      const told: unknown[] = [];
      try {
        const query = { signal, ...(after === undefined ? {} : { after }) };
        for await (const block of client.events(query)) told.push(block);
      } catch (error) {
        return { told, error };
      }
      throw new Error('unreachable: the stream ends with an error');
    };

    it('is read until the hub ends it', async () => {
      answer = (_request, response) => response.writeHead(200).end(blocks);
      const { told, error } = await heard(new AbortController().signal, 'before');
      expect(told).toEqual([
        { is: 'place', id: 'a' },
        { is: 'event', id: 'b', type: 'referral.updated', data },
        { is: 'gap', id: 'c' },
      ]);
      expect(error).toBeInstanceOf(HubUnreachableError);
      expect(seen[0]?.headers).toMatchObject({
        accept: 'text/event-stream',
        authorization: 'Bearer lh_test',
        'last-event-id': 'before',
      });
    });

    it('is refused by a problem', async () => {
      answerWith(429, { code: 'too_many_requests', detail: 'Eight are open.' });
      expect((await heard(new AbortController().signal)).error).toMatchObject({ code: 'too_many_requests' });
    });

    it('ends with the signal', async () => {
      const stop = new AbortController();
      answer = (_request, response) => response.writeHead(200).write(blocks);
      setTimeout(() => {
        stop.abort();
      }, 50);
      const { error } = await heard(stop.signal);
      expect(error).toBe(stop.signal.reason);
    });

    it('is given up when the hub does not answer in time', async () => {
      const { port } = server.address() as AddressInfo;
      client = new HubClient({ api: `http://127.0.0.1:${port}`, apiKey: 'lh_test', timeoutMs: 50 });
      answer = () => undefined;
      const { told, error } = await heard(new AbortController().signal);
      expect(told).toEqual([]);
      expect(error).toBeInstanceOf(HubUnreachableError);
    });
  });

  it('says whether the hub is ready', async () => {
    answerWith(503, {});
    expect(await client.isReady()).toBe(false);
    answerWith(200, {});
    expect(await client.isReady()).toBe(true);
  });

  it('goes on while the hub is away, and ends with the signal', async () => {
    const stop = new AbortController();
    let tries = 0;
    answer = (_request, response) => {
      tries += 1;
      if (tries < 3) response.destroy();
      else response.writeHead(200).end('{"organisation":"iom","scopes":[]}');
    };
    const me = await persistently(() => client.me(), { signal: stop.signal, firstWaitMs: 1 });
    expect([me.organisation, tries]).toEqual(['iom', 3]);

    answerWith(503, {});
    const onRetry = (): void => {
      stop.abort();
    };
    await expect(persistently(() => client.me(), { signal: stop.signal, onRetry })).rejects.toThrow(/abort/i);
  });

  it.each([
    [400, 'invalid_input', false],
    [401, 'unauthenticated', false],
    [404, 'not_found', false],
    [409, 'illegal_transition', false],
    [409, 'concurrent_change', true],
    [429, 'too_many_requests', true],
    [503, 'unavailable', true],
  ])('%i %s passes: %s', (status, code, passes) => {
    expect(isTransient(new HubApiError(status, code, ''))).toBe(passes);
  });
});
