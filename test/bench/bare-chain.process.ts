import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Queue, Worker } from 'bullmq';
import { Pool as Connections, type PoolClient } from 'pg';
import { Pool } from 'undici';
import { answerQuestions } from './helper';

interface Servers {
  readonly url: string;
  readonly redisUrl: string;
}

/**
 * The least that three processes could do which lose nothing between them: each commits one thing and tells the next by a
 * BullMQ job. No rules, no sealing, no evidence, no row-level security, and nothing is noted of what was sent. A process is
 * one of the three.
 */
export interface BareChain extends Record<string, (argument: never) => unknown> {
  /** Answers every POST to `/v1/referrals/{id}/submit`. @returns its address. */
  receive: (argument: Servers & { body: string }) => Promise<string>;
  route: (argument: Servers) => Promise<void>;
  /** To the receivers in turn. */
  deliver: (argument: Servers & { urls: readonly string[] }) => Promise<void>;
}

const CONNECTIONS = 16;
const CONCURRENCY = 64;
const SECRET = 'a secret of thirty-two bytes ...';

/** A transaction on one of the connections. */
function committing<T>(url: string, work: (client: PoolClient, id: string) => Promise<T>): (id: string) => Promise<T> {
  const connections = new Connections({ connectionString: url, max: CONNECTIONS, idleTimeoutMillis: 0 });
  return async (id) => {
    const client = await connections.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client, id);
      await client.query('COMMIT');
      return result;
    } finally {
      client.release();
    }
  };
}

function queueTo(name: string, redisUrl: string): (id: string) => Promise<unknown> {
  const queue = new Queue<{ id: string }>(name, { connection: { url: redisUrl } });
  return (id) => queue.add(name, { id }, { removeOnComplete: true });
}

async function serve(name: string, redisUrl: string, work: (id: string) => Promise<unknown>): Promise<void> {
  const connection = { url: redisUrl, maxRetriesPerRequest: null };
  const worker = new Worker<{ id: string }>(name, ({ data }) => work(data.id), {
    connection,
    concurrency: CONCURRENCY,
  });
  await worker.waitUntilReady();
}

async function readOf(request: IncomingMessage): Promise<void> {
  request.resume();
  await once(request, 'end');
}

answerQuestions({
  receive: async ({ url, redisUrl, body }: Servers & { body: string }) => {
    const tell = queueTo('bare-route', redisUrl);
    const keep = committing(url, async (client, id) => {
      await client.query({
        name: 'keep',
        text: 'INSERT INTO bare_submissions (id, body) VALUES ($1, $2)',
        values: [id, body],
      });
    });
    const prepare = committing(url, async (client) => {
      await client.query(`CREATE TABLE IF NOT EXISTS bare_submissions (id uuid PRIMARY KEY, body text NOT NULL);
        CREATE TABLE IF NOT EXISTS bare_deliveries (id uuid PRIMARY KEY, body text NOT NULL, taken boolean NOT NULL)`);
    });
    await prepare('');
    const server = createServer((request, response) => {
      const id = request.url?.split('/')[3] ?? '';
      const submit = async (): Promise<void> => {
        await readOf(request);
        await keep(id);
        void tell(id);
        response.writeHead(202).end();
      };
      submit().catch(() => response.writeHead(500).end());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  route: async ({ url, redisUrl }: Servers) => {
    const tell = queueTo('bare-deliver', redisUrl);
    const leave = committing(url, async (client, id) => {
      const text = `INSERT INTO bare_deliveries SELECT id, body, false FROM bare_submissions WHERE id = $1`;
      await client.query({ name: 'leave', text, values: [id] });
    });
    await serve('bare-route', redisUrl, async (id) => {
      await leave(id);
      await tell(id);
    });
  },
  deliver: async ({ url, redisUrl, urls }: Servers & { urls: readonly string[] }) => {
    const receivers = urls.map((address) => new Pool(new URL(address).origin, { connections: 64, pipelining: 1 }));
    let next = 0;
    const take = committing(url, async (client, id) => {
      const text = `UPDATE bare_deliveries SET taken = true WHERE id = $1 RETURNING body`;
      const { rows } = await client.query<{ body: string }>({ name: 'take', text, values: [id] });
      return rows[0]?.body ?? '';
    });
    await serve('bare-deliver', redisUrl, async (id) => {
      const body = await take(id);
      const timestamp = Math.floor(Date.now() / 1_000);
      const signature = createHmac('sha256', SECRET).update(`${id}.${timestamp}.${body}`).digest('base64');
      const headers = { 'webhook-id': id, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': `v1,${signature}` };
      const answer = await receivers[next++ % receivers.length]?.request({
        method: 'POST',
        path: '/hook',
        headers,
        body,
      });
      await answer?.body.dump();
    });
  },
} satisfies BareChain);
