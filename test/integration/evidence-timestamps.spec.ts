import type { ServerResponse } from 'node:http';
import { rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  exportLog,
  listCheckpoints,
  planExport,
  seal,
  stampLog,
  timestampAuthority,
  witness,
  type EvidenceEntry,
  type InTransaction,
  type StampTools,
} from '#evidence';
import { signerKey, verifyExport, type Verdict } from '#evidence-log';
import { uuidv7 } from '#kernel';
import { HttpSender } from '#platform/http-client';
import { Metrics, createLog } from '#platform/telemetry';
import { loadSettings } from '#runtime';
import { openToken, trustedAuthorities } from '#timestamps';
import { EvidenceStamper } from '../../apps/tracking-worker/evidence-stamper';
import { programOf } from '../../apps/cli/program';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { SENDER, idOf } from '#test/referral-flow';
import { eventually } from '#test/servers';
import { TimestampAuthority } from '#test/timestamp-authority';
import { startTimestampServer, type TimestampServer } from '#test/timestamp-server';

jest.setTimeout(60_000);

const WORKER = { kind: 'worker' } as const;
const HOUR = 3_600_000;
const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));

const authority = new TimestampAuthority();
const sender = new HttpSender({ allowLoopback: true, allowHttp: true });
let hub: HubDatabase;
let server: TimestampServer;
let answer: (query: Buffer, response: ServerResponse) => void;

const granted = (query: Buffer, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(authority.reply(query));
};

beforeAll(async () => {
  hub = await openHubDatabase();
  server = await startTimestampServer((query, response) => {
    answer(query, response);
  });
});
beforeEach(async () => {
  answer = granted;
  await grow();
});
afterAll(async () => {
  await sender.close(0);
  await server.close();
  await hub.close();
  authority.close();
});

/** Some entries, sealed. */
async function grow(): Promise<void> {
  const actorId = await idOf(hub, SENDER);
  const one = (): EvidenceEntry => ({
    action: 'content.read',
    at: hub.clock.now(),
    actorId,
    subjectType: 'message',
    subjectId: uuidv7(),
    detail: {},
  });
  await hub.worker.transaction(WORKER, (tx) => witness(tx, Array.from({ length: 5 }, one)));
  let sealed = 0;
  await eventually('the entries are sealed', async () => {
    sealed += (await seal({ database: hub.worker, clock: hub.clock, signer })).sealed;
    return sealed >= 5;
  });
}

const tools = (deadlineMs = 5_000): StampTools => ({
  database: hub.worker,
  clock: hub.clock,
  ask: timestampAuthority({ sender, url: server.url, ca: authority.root, deadlineMs }),
  every: HOUR,
});
const listed = (stamped = true) => hub.as('kfor-hq', ({ tx }) => listCheckpoints(tx, { stamped, limit: 100 }));

async function verdictOf(run: InTransaction, whole: boolean): Promise<{ verdict: Verdict; text: string }> {
  let text = '';
  const lines = async function* (): AsyncGenerator<Buffer> {
    for await (const line of exportLog(run, await run((tx) => planExport(tx, { whole })))) {
      text += line;
      yield Buffer.from(line);
    }
  };
  const trusted = trustedAuthorities(authority.root);
  const verdict = await verifyExport(lines(), {
    keys: [signer.verifier],
    timestamps: async (token, data) => (await openToken(token, data, trusted)).at,
  });
  return { verdict, text };
}

describe('a checkpoint is stamped', () => {
  it('when the last stamp is as old as was asked for and the log grew; the stamp is one to OpenSSL, and is shown to every body', async () => {
    expect(await stampLog(tools())).toBe(true);
    expect(await stampLog(tools())).toBe(false);
    hub.clock.advance(HOUR);
    // Nothing new is there to be stamped.
    expect(await stampLog(tools())).toBe(false);
    await grow();
    expect(await stampLog(tools())).toBe(true);
    const stamped = await listed();
    expect(stamped).toHaveLength(2);
    for (const { note, token } of stamped) expect(authority.verifies(token!, Buffer.from(note))).toBe(true);
    expect(authority.verifies(stamped[0]!.token!, Buffer.from(stamped[1]!.note))).toBe(false);
    await grow();
    expect((await listed(false))[0]).toMatchObject({ token: null, stampedAt: null });
  });

  it('and the stamps are in exports, where they verify without the hub', async () => {
    const stamped = (await listed()).map(({ size, stampedAt }) => ({ size, at: stampedAt }));
    const { verdict } = await verdictOf((work) => hub.worker.transaction(WORKER, work), true);
    expect(verdict).toMatchObject({ ok: true, timestamps: [...stamped].reverse() });
    const seen = await verdictOf((work) => hub.as('kfor-hq', ({ tx }) => work(tx)), false);
    expect(seen.verdict).toMatchObject({ ok: true, timestamps: stamped.slice(0, 1) });

    // By the command, with the certificate of whom it trusts, and with that of another.
    const folder = mkdtempSync(join(tmpdir(), 'hub-export-'));
    const [file, mine, others] = ['evidence.ndjson', 'mine.pem', 'others.pem'].map((name) => join(folder, name));
    const stranger = new TimestampAuthority();
    writeFileSync(file!, seen.text);
    writeFileSync(mine!, authority.root);
    writeFileSync(others!, stranger.root);
    stranger.close();
    expect(await verifyCommand(file!, mine!)).toMatchObject({
      code: 0,
      said: { timestamps: [{ size: stamped[0]!.size }] },
    });
    expect(await verifyCommand(file!, others!)).toMatchObject({ code: 3, said: { fault: { code: 'timestamp' } } });
    rmSync(folder, { recursive: true });
  });

  it('and nobody changes or removes a stamp', async () => {
    for (const change of ['UPDATE evidence_timestamps SET kept_at = kept_at', 'DELETE FROM evidence_timestamps']) {
      for (const url of [hub.apiUrl, hub.workerUrl])
        await withClient(url, (client) => expect(client.query(change)).rejects.toMatchObject({ code: '42501' }));
      await withClient(hub.database.superuserUrl, (client) =>
        expect(client.query(change)).rejects.toMatchObject({ code: '23001' }),
      );
    }
  });
});

describe('what does not count is not kept, and is asked for again', () => {
  const old: { reply?: Buffer } = {};
  const stranger = new TimestampAuthority();
  afterAll(() => {
    stranger.close();
  });
  const bad: Readonly<Record<string, readonly [(query: Buffer, response: ServerResponse) => void, string]>> = {
    'an answer to another request': [
      (_, response) => response.writeHead(200).end(old.reply),
      'The time stamp is over something else.',
    ],
    'an answer without the nonce': [
      (_, response) => {
        void hub.worker
          .transaction(WORKER, (tx) => listCheckpoints(tx, { limit: 1 }))
          .then(([end]) => {
            const query = authority.query(Buffer.from(end!.note), '-sha256', '-cert', '-no_nonce');
            response.writeHead(200).end(authority.reply(query));
          });
      },
      'The time stamp answers another request: its nonce is another.',
    ],
    'somebody else’s signature': [
      (query, response) => response.writeHead(200).end(stranger.reply(query)),
      'No trusted authority stands behind the signature.',
    ],
    'a refusal': [
      (_, response) => response.writeHead(200).end(authority.reply(authority.query(Buffer.from('x'), '-md5'))),
      'The authority granted no time stamp (status 2).',
    ],
    'an error of HTTP': [(_, response) => response.writeHead(503).end(), 'The time stamp authority answered 503.'],
    'a page': [(_, response) => response.writeHead(200).end('<html></html>'), 'The answer is not one ASN.1 value.'],
    'a body without end': [
      (_, response) => {
        const piece = Buffer.alloc(65_536);
        const more = (): boolean => response.write(piece);
        response.writeHead(200).on('drain', more);
        more();
      },
      'The answer is too long.',
    ],
    silence: [() => undefined, 'The time stamp authority was not reached: The deadline of 1000 ms passed (no answer).'],
  };

  beforeAll(async () => {
    await grow();
    hub.clock.advance(HOUR);
    await stampLog(tools());
    old.reply = authority.reply(server.asked.at(-1) ?? Buffer.alloc(0));
    hub.clock.advance(HOUR);
  });

  it.each(Object.entries(bad))('%s', async (name, [act, why]) => {
    const before = (await listed()).length;
    answer = act;
    await expect(stampLog(tools(name === 'silence' ? 1_000 : 10_000))).rejects.toThrow(why);
    expect(await listed()).toHaveLength(before);
  });

  it('by the worker too: sealing goes on meanwhile, and once there is an answer it is kept', async () => {
    const before = (await listed()).length;
    const secrets = {
      HUB_MASTER_KEY: Buffer.alloc(32).toString('base64'),
      KEY_STORE_DIR: tmpdir(),
      QUEUE_DATABASE_URL: hub.queueUrl,
    };
    const settings = loadSettings(
      {
        ...{ DATABASE_WORKER_URL: hub.workerUrl, ...secrets, DELIVERY_ALLOW_LOOPBACK: 'true' },
        ...{ EVIDENCE_TSA_URL: server.url, EVIDENCE_TSA_CA: authority.root },
      },
      { api: false, worker: true },
    );
    const metrics = new Metrics();
    const stamper = new EvidenceStamper(hub.worker, hub.clock, metrics, createLog('test', 'fatal'), settings);
    const waiting: ServerResponse[] = [];
    answer = (_, response) => waiting.push(response);
    const first = stamper.look();
    await eventually('the authority is asked', () => waiting.length > 0);
    await grow();
    waiting[0]?.writeHead(500).end();
    await first;
    answer = granted;
    const asked = server.asked.length;
    await stamper.look();
    expect(server.asked).toHaveLength(asked);
    hub.clock.advance(30_000);
    await stamper.look();
    expect(await listed()).toHaveLength(before + 1);
    expect(await metrics.registry.getSingleMetricAsString('hub_evidence_timestamp_age_seconds')).toMatch(
      /_seconds 0$/m,
    );
    await stamper.onModuleDestroy();
  });
});

/** `hub evidence verify --timestamp-ca`, with what it says as JSON. */
async function verifyCommand(file: string, ca: string): Promise<{ code: number; said: unknown }> {
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const before = process.exitCode;
  try {
    await programOf('', {}).parseAsync(['evidence', 'verify', file, '--timestamp-ca', ca, '--json'], { from: 'user' });
    const said = JSON.parse(written.mock.calls.map(([text]) => String(text)).join('')) as unknown;
    return { code: Number(process.exitCode ?? 0), said };
  } finally {
    process.exitCode = before;
    written.mockRestore();
  }
}
