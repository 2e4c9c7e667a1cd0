import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { answerQuestions } from './helper';

/** The least that a durable submission could cost: `BEGIN`, two inserts, `COMMIT` by `pg`, and nothing else. */
export interface BareTransactions extends Record<string, (argument: never) => unknown> {
  prepare: (argument: { url: string; connections: number }) => Promise<void>;
  /** By so many of the connections. @returns milliseconds. */
  run: (argument: { count: number; connections: number }) => Promise<number>;
}

const BODY = 'x'.repeat(2_048);
let clients: Client[] = [];

async function transaction(client: Client): Promise<void> {
  const id = randomUUID();
  await client.query('BEGIN');
  await client.query('INSERT INTO bare_messages (id, body) VALUES ($1, $2)', [id, BODY]);
  await client.query('INSERT INTO bare_events (message_id, event) VALUES ($1, $2)', [id, 'submitted']);
  await client.query('COMMIT');
}

answerQuestions({
  prepare: async ({ url, connections }: { url: string; connections: number }) => {
    clients = Array.from({ length: connections }, () => new Client({ connectionString: url }));
    await Promise.all(clients.map((client) => client.connect()));
    await clients[0]?.query(`
      CREATE TABLE IF NOT EXISTS bare_messages (id uuid PRIMARY KEY, body text NOT NULL, at timestamptz DEFAULT now());
      CREATE TABLE IF NOT EXISTS bare_events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        message_id uuid NOT NULL, event text NOT NULL, at timestamptz DEFAULT now())`);
  },
  run: async ({ count, connections }: { count: number; connections: number }) => {
    let left = count;
    const started = performance.now();
    await Promise.all(
      clients.slice(0, connections).map(async (client) => {
        while (left-- > 0) await transaction(client);
      }),
    );
    return performance.now() - started;
  },
} satisfies BareTransactions);
