import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { exampleCases, writeHtcdsWorkbook } from '#referrals';
import { ApiCaller, type ApiAnswer, type CallOptions } from '#test/api-caller';
import { Canaries, canariesIn } from '#test/canaries';
import { fictitiousCase } from '#test/fictitious';
import { pdfOf } from '#test/files';
import { withClient } from '#test/hub-database';
import { receivingKey } from '#test/receiving-key';
import { startHub, type RunningHub } from '#test/running-hub';
import { cleanUpAfterwards, eventually, temporaryDirectory } from '#test/servers';
import { verifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver } from '#test/webhook-receiver';

jest.setTimeout(240_000);

const REFERRALS = 40;
const AT_ONCE = 4;
/** Milliseconds; it goes much faster, unless the machine does other things. */
const PATIENCE = 60_000;

describe('personal data stays where it belongs', () => {
  const canaries = new Canaries();
  const mark = (): string => canaries.next();
  const mails = temporaryDirectory('canary-mails');
  const refusals: string[] = [];
  const redisCommands: string[] = [];
  let hub: RunningHub;
  let officer: ApiCaller;
  let iom: ApiCaller;
  let receivers: WebhookReceiver[];
  let monitor: Redis | undefined;
  let seen = '';

  beforeAll(async () => {
    cleanUpAfterwards({ pids: [], directories: [mails] });
    hub = await startHub(
      'separate processes on PostgreSQL and Redis',
      { MAIL_OUTBOX_DIR: mails, LOG_LEVEL: 'trace' },
      { aof: true },
    );
    officer = new ApiCaller(hub, 'isaf-hq');
    iom = new ApiCaller(hub, 'iom');
    receivers = await Promise.all([WebhookReceiver.open(), WebhookReceiver.open()]);
    const redis = new Redis(hub.redis!.url);
    monitor = await redis.monitor();
    redis.disconnect();
    monitor.on('monitor', (_: string, command: string[]) => redisCommands.push(command.join(' ')));
    await everyPath();
  });

  afterAll(async () => {
    monitor?.disconnect();
    await hub.stop();
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  async function done(
    caller: ApiCaller,
    method: string,
    path: string,
    options?: CallOptions,
  ): Promise<ApiAnswer<Made>> {
    const answer = await caller.call<Made>(method, path, options);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
  async function refused(caller: ApiCaller, method: string, path: string, options?: CallOptions): Promise<void> {
    const { status, body } = await caller.call(method, path, options);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    refusals.push(JSON.stringify(body));
  }
  interface Made {
    readonly id: string;
    readonly data: readonly { readonly id: string; readonly excerpt: string | null }[];
  }

  /** A case in which every free text is marked. */
  const markedCase = (): Record<string, unknown> =>
    fictitiousCase({
      person: {
        caseCode: mark(),
        isMinor: 'no',
        name: { salutation: mark(), given: mark(), family: mark(), other: mark() },
        position: mark(),
        identityNumber: mark(),
        contact: { address: { street: mark(), city: mark(), province: mark(), country: 'AF' } },
        safeContact: { way: mark(), time: mark(), note: mark() },
      },
      case: { owner: mark(), referringCaseWorker: mark(), incomingDetails: mark() },
      trafficking: {
        status: 'PossibleVictimOfTrafficking',
        recruitmentLocation: mark(),
        exploitationLocation: mark(),
        events: [{ type: 'Exploitation', country: 'AF', place: mark() }],
      },
      request: { services: ['legal', 'protection'], reason: 'Other', risk: 'medium', note: mark() },
      consent: { given: 'yes', givenBy: mark(), restrictions: mark(), purposes: ['assistance', 'protection'] },
    });

  const form = (file: Buffer, name: string, fields: Record<string, string> = {}): CallOptions => {
    const data = new FormData();
    data.append('file', new Blob([new Uint8Array(file)]), name);
    for (const [field, value] of Object.entries(fields)) data.append(field, value);
    return { form: data };
  };

  async function everyPath(): Promise<void> {
    const [failing, encrypted] = receivers as [WebhookReceiver, WebhookReceiver];
    let answers = 0;
    // A partner that says what it was sent, until it takes it.
    failing.answer = () => ((answers += 1) <= 60 ? { status: 500, body: `no place for ${mark()}` } : { status: 204 });
    const endpoint = await verifiedEndpoint(iom, { url: failing.url });
    await verifiedEndpoint(new ApiCaller(hub, 'unhcr'), {
      ...{ url: encrypted.url, payload: 'encrypted' },
      encryptionKey: { ...receivingKey().publicJwk },
    });
    const sent: string[] = [];
    for (let first = 0; first < REFERRALS; first += AT_ONCE)
      sent.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => oneReferral(first + index)))));
    await imported();
    await mistakes(sent[0]!);
    await eventually(
      'everything was told',
      async () => {
        const [left] = await withClient(
          hub.superuserUrl,
          async (client) => (await client.query<{ left: number }>('SELECT count(*)::int AS left FROM outbox')).rows,
        );
        return left?.left === 0;
      },
      PATIENCE,
    );
    await eventually(
      'failures are on record',
      async () => {
        const { body } = await done(iom, 'GET', `/v1/webhook-endpoints/${endpoint.id}/attempts?limit=50`);
        return body.data.some(({ excerpt }) => excerpt !== null && canariesIn('answer', excerpt).length > 0);
      },
      PATIENCE,
    );
    await eventually('mails are written', () => readdirSync(mails).some((name) => name.endsWith('.eml')), PATIENCE);
  }

  async function oneReferral(index: number): Promise<string> {
    const json = { operation: 'afghanistan', status: 'exercise', body: markedCase() };
    const { body: draft } = await done(officer, 'POST', '/v1/referrals', { json });
    const at = (path: string): string => `/v1/referrals/${draft.id}${path}`;
    if (index % 4 === 0) {
      const fields = { title: mark(), group: 'case' };
      await done(officer, 'POST', `/v1/messages/${draft.id}/attachments`, form(pdfOf(mark()), `${mark()}.pdf`, fields));
      const text = Buffer.from(`${mark()}\n`);
      await done(officer, 'POST', `/v1/messages/${draft.id}/attachments`, form(text, `${mark()}.txt`));
    }
    await done(officer, 'POST', at('/submit'));
    await eventually(
      'it is in the inbox',
      async () => (await iom.call('GET', `/v1/inbox/${draft.id}`)).status === 200,
      PATIENCE,
    );
    seen += JSON.stringify((await done(iom, 'GET', `/v1/inbox/${draft.id}`)).body);
    if (index % 5 === 0) {
      const decision = { decision: 'declined', reason: 'other', note: mark() };
      await done(iom, 'POST', `/v1/inbox/${draft.id}/decision`, { json: decision });
    } else {
      await done(iom, 'POST', `/v1/inbox/${draft.id}/decision`, { json: { decision: 'accepted', note: mark() } });
      const state = index % 2 === 0 ? { state: 'in_progress' } : { state: 'completed', outcome: 'services_provided' };
      await done(iom, 'POST', `/v1/inbox/${draft.id}/progress`, { json: { ...state, note: mark() } });
    }
    if (index === 1) {
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      const asked = { recipient: 'german-police-project', reason: `A life is at risk: ${mark()}`, expiresAt };
      const { body } = await done(officer, 'POST', at('/release-exceptions'), { json: asked });
      const second = new ApiCaller({ api: hub.api, keys: hub.secondKeys }, 'isaf-hq');
      await done(second, 'POST', `/v1/release-exceptions/${body.id}/refuse`, { json: { note: mark() } });
    }
    if (index === 2) await done(officer, 'POST', at('/withdraw-consent'), { json: { note: mark() } });
    if (index === 4) await done(officer, 'POST', at('/cancel'), { json: { note: mark() } });
    if (index < 6) {
      const update = { operation: 'afghanistan', status: 'exercise', kind: 'information-request', to: ['iom'] };
      const question = { topics: ['route'], title: mark(), question: mark(), places: [mark()] };
      const share = { ...update, kind: 'information-share', body: { topics: ['route'], title: mark(), text: mark() } };
      for (const json of [{ ...update, body: question }, share]) await done(officer, 'POST', '/v1/messages', { json });
    }
    return draft.id;
  }

  /** Cases of a workbook, each name and note marked. */
  async function imported(): Promise<void> {
    const cases = exampleCases()
      .filter(({ operation }) => operation === 'afghanistan')
      .map(({ body, ...one }) => ({
        ...one,
        body: {
          ...body,
          person: { ...body.person, caseCode: mark(), name: { given: mark(), family: mark() } },
          request: { ...body.request, note: mark() },
        },
      }));
    const workbook = await writeHtcdsWorkbook(cases, { layout: 'multi-select', extraColumns: true });
    const answer = await officer.call(
      'POST',
      '/v1/referrals/import',
      form(workbook, `${mark()}.xlsx`, { operation: 'afghanistan' }),
    );
    if (answer.status >= 300) throw new Error(`import: ${answer.status} ${JSON.stringify(answer.body)}`);
    refusals.push(JSON.stringify(answer.body));
  }

  /** What is refused says where and why, and does not repeat what it was given. */
  async function mistakes(referral: string): Promise<void> {
    const asked = (body: unknown): CallOptions => ({ json: { operation: 'afghanistan', body } });
    await refused(
      officer,
      'POST',
      '/v1/referrals',
      asked(fictitiousCase({ person: { caseCode: mark(), isMinor: mark() } })),
    );
    await refused(
      officer,
      'POST',
      '/v1/referrals',
      asked({ ...markedCase(), consent: { given: mark(), purposes: [mark()] } }),
    );
    await refused(
      officer,
      'POST',
      '/v1/referrals',
      asked({ ...markedCase(), request: { services: [mark()], risk: mark() } }),
    );
    await refused(officer, 'POST', '/v1/referrals', {
      raw: { type: 'application/json', bytes: `{"body": "${mark()}` },
    });
    await refused(officer, 'POST', '/v1/referrals', { raw: { type: 'text/plain', bytes: mark() } });
    await refused(officer, 'GET', `/v1/referrals/${mark()}`);
    await refused(officer, 'POST', `/v1/referrals/${referral}/submit`, { json: { note: mark() } });
    await refused(officer, 'POST', '/v1/referrals/import', form(Buffer.from(mark()), `${mark()}.xlsx`));
    await refused(iom, 'POST', `/v1/inbox/${referral}/decision`, { json: { decision: mark(), reason: mark() } });
    const { body } = await done(officer, 'POST', '/v1/referrals', asked(markedCase()));
    await refused(
      officer,
      'POST',
      `/v1/messages/${body.id}/attachments`,
      form(Buffer.from(`MZ ${mark()}\0`), `${mark()}.exe`),
    );
  }

  /** Every row of every table, as text; bytes are hexadecimal. A `pg_dump` holds the same, and is not at hand everywhere. */
  const dumped = (): Promise<[table: string, rows: string][]> =>
    withClient(hub.superuserUrl, async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
      );
      const dumps: [string, string][] = [];
      for (const { name } of tables) {
        const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
        dumps.push([name, rows.map(({ row }) => row).join('\n')]);
      }
      return dumps;
    });

  it('went every way: a thousand marked values, which those read who may', () => {
    expect(canaries.count).toBeGreaterThanOrEqual(1_000);
    expect(canariesIn('what the recipient reads', seen)).toHaveLength(1);
  });

  it('would be found in whatever form', () => {
    const value = Buffer.from(`some words before ${new Canaries().next()} and after`);
    for (const shift of [0, 1, 2])
      expect(canariesIn('here', value.subarray(shift).toString('base64'))).toEqual([expect.stringContaining('base64')]);
    expect(canariesIn('here', value.toString('hex'))).toEqual([expect.stringContaining('hexadecimal')]);
    expect(canariesIn('here', Buffer.from(value.toString(), 'utf16le'))).toEqual([expect.stringContaining('UTF-16')]);
    expect(canariesIn('here', value.toString().toUpperCase())).toEqual([expect.stringContaining('text')]);
  });

  it('is in no table of the database', async () => {
    const dumps = await dumped();
    expect(dumps.length).toBeGreaterThan(20);
    expect(dumps.find(([name]) => name === 'public.messages')?.[1].length).toBeGreaterThan(10_000);
    expect(dumps.flatMap(([table, rows]) => canariesIn(table, rows))).toEqual([]);
  });

  it('is not in Redis, neither in a command nor in its file', () => {
    const folder = join(hub.redis!.dir, 'appendonlydir');
    const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
    expect(Buffer.concat(files.map(([, bytes]) => bytes)).length).toBeGreaterThan(1_000);
    expect(redisCommands.length).toBeGreaterThan(100);
    expect(canariesIn('MONITOR', redisCommands.join('\n'))).toEqual([]);
    expect(files.flatMap(([name, bytes]) => canariesIn(name, bytes))).toEqual([]);
  });

  it('is in no webhook, neither in its address nor its headers nor its body', () => {
    for (const { captured } of receivers) {
      expect(captured.length).toBeGreaterThan(10);
      expect(canariesIn('webhooks', captured.map((webhook) => JSON.stringify(webhook)).join('\n'))).toEqual([]);
    }
  });

  it('is in no mail', () => {
    const files = readdirSync(mails);
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((name) => canariesIn(name, readFileSync(join(mails, name))))).toEqual([]);
  });

  it('is in no log, at the most talkative level', () => {
    expect(hub.output().length).toBeGreaterThan(1_000);
    expect(canariesIn('log', hub.output())).toEqual([]);
  });

  it('is in no metric', async () => {
    const texts = await Promise.all(hub.figures.map(async (address) => (await fetch(address)).text()));
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toContain('hub_');
    expect(texts.flatMap((text) => canariesIn('/metrics', text))).toEqual([]);
  });

  it('is in no error, nor in what an import says of its rows', () => {
    expect(refusals.length).toBeGreaterThan(10);
    expect(refusals.flatMap((text) => canariesIn('answer', text))).toEqual([]);
  });
});
