import 'reflect-metadata';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { Pool } from 'undici';
import { Directory } from '#directory';
import { MovableClock } from '#kernel';
import {
  createSeries,
  keepAgendas,
  listMeetings,
  occurrencesBetween,
  pdfOf,
  readRule,
  systemZones,
  type MeetingTools,
  type PrintedMinutes,
  type Schedule,
} from '#meetings';
import { ApiDatabase, WorkerDatabase, createDataSource } from '#platform/database';
import { openBenchHub, settled, type BenchHub } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { newSender } from './drafts';
import { comparedCost, interleave, median, report, standingAlone, type Figure } from './figures';
import { percentile95 } from './latencies';
import { seedReferrals } from './many-referrals';

const SERIES = 200;
const FROM = new Date('2026-01-01T00:00Z');
const TO = new Date('2036-01-01T00:00Z');
const ZONES = ['Asia/Kabul', 'Europe/Belgrade', 'Africa/El_Aaiun', 'UTC'];
const RULES = ['FREQ=WEEKLY;BYDAY=WE', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'FREQ=MONTHLY;BYDAY=1TU', 'FREQ=WEEKLY'];
/** Of these, so many recipients in the operation have referrals open that are due. */
const REFERRALS = 90_000;
const OPEN = 100_000;
/** Agendas that are written, and read, in a round. */
const AGENDAS = 30;
const AGENDA_BAR = 200;
const ITEMS = 20;
const PDFS = 10;
const DAY = 86_400_000;

runBench(async () => {
  const { rounds, json } = readBenchOptions();
  const figures = [await expansion(rounds), await prints(rounds)];
  const hub = await openBenchHub({ max_wal_size: '8GB' });
  figures.push(...(await agendas(hub, rounds)));
  await hub.stop();
  report(figures, json);
});

/** Ten years of two hundred series, against the library that expands their rules alone. */
async function expansion(rounds: number): Promise<Figure> {
  const schedules = Array.from({ length: SERIES }, (_, index): { schedule: Schedule; rule: string } => {
    const timeZone = ZONES[index % ZONES.length] ?? '';
    const rule = RULES[(index >> 2) % RULES.length] ?? '';
    const read = readRule(rule, (at) => systemZones.wallOf(timeZone, at));
    if (!read.rule) throw new Error(`${rule} is no rule`);
    const start = `2026-01-07T${String(8 + (index % 9)).padStart(2, '0')}:00`;
    return { rule, schedule: { timeZone, start, rule: read.rule, except: [], extra: [] } };
  });
  let found = 0;
  const hub = () => {
    found = schedules.reduce(
      (sum, { schedule }) => sum + occurrencesBetween(schedule, systemZones, FROM, TO).length,
      0,
    );
  };
  const plain = () => {
    const count = schedules.reduce((sum, { schedule: { timeZone, start }, rule }) => {
      const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime(timeZone);
      const stamp = dtstart.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
      const library = new RRuleTemporal({ rruleString: `DTSTART;TZID=${timeZone}:${stamp}\nRRULE:${rule}` });
      return sum + library.between(FROM, TO, true).length;
    }, 0);
    // Both find the same meetings: no speed is won by finding fewer.
    if (found !== 0 && count !== found) throw new Error(`the hub finds ${found} meetings, the library ${count}`);
  };
  const { value, baseline } = await interleave(
    { value: () => Promise.resolve(took(hub)), baseline: () => Promise.resolve(took(plain)) },
    rounds,
    ' ms',
  );
  const about = { bench: 'meetings', figure: 'expansion', unit: 'ms', baseline: 'rrule-temporal alone', bar: 3 };
  return comparedCost(about, value, baseline);
}

function took(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Minutes of a meeting with twenty items, half of them in Dari, as a tagged PDF. */
async function prints(rounds: number): Promise<Figure> {
  const words = 'The shelter has four free places until Friday; who needs one asks the body that runs it. ';
  const dari = 'پناهگاه تا روز جمعه چهار جای خالی دارد؛ هر که نیاز دارد از نهاد مسئول بپرسد. ';
  const minutes = (round: number): PrintedMinutes => ({
    title: 'Minutes of AFG-M-2026-000001',
    digest: `SHA-256 ${'0'.repeat(60)}${String(round).padStart(4, '0')}`,
    rows: [['Meeting', 'Weekly coordination meeting']],
    attendance: ['iom', 'isaf-hq', 'unhcr', 'unicef'].map((body) => [body, 'present', 'Focal point']),
    items: Array.from({ length: ITEMS }, (_, index) => ({
      title: `${index + 1}. Places in shelters`,
      lines: [
        { text: 'discussion, unhcr', rtl: false },
        { text: words.repeat(8), rtl: false },
        ...(index % 2 === 0 ? [{ text: dari.repeat(6), rtl: true }] : []),
      ],
    })),
    approval: [{ text: 'Round 1, iom: approved', rtl: false }],
  });
  await pdfOf(minutes(0));
  let made = 0;
  const { value } = await interleave(
    {
      value: async () => {
        const times: number[] = [];
        while (times.length < PDFS) {
          const start = performance.now();
          await pdfOf(minutes((made += 1)));
          times.push(performance.now() - start);
        }
        return median(times);
      },
    },
    rounds,
    ' ms',
  );
  return alone('pdf-20-items', 'ms', value, null);
}

/** The agenda of an operation in which a hundred thousand referrals wait: written by the worker, and read by a body. */
async function agendas(hub: BenchHub, rounds: number): Promise<Figure[]> {
  await seedReferrals(hub, REFERRALS);
  await openMany(hub);
  await settled(hub.sql);
  const source = (url: string) =>
    createDataSource({ url, applicationName: 'bench meetings', poolSize: 2 }).initialize();
  const worker = new WorkerDatabase(await source(hub.workerUrl));
  const api = new ApiDatabase(await source(hub.apiUrl));
  const directory = new Directory(worker);
  const clock = new MovableClock(new Date());
  const sender = await newSender(api, directory, 'isaf-hq');
  const organisationId = await directory.idOf('isaf-hq');
  if (organisationId === undefined) throw new Error('isaf-hq is no body');
  const caller = { organisationId, slug: 'isaf-hq', keyId: organisationId, scopes: [] };
  const as = <T>(work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
    api.transaction({ kind: 'body', organisationId }, (tx) =>
      work({ tx, clock, directory, zones: systemZones, caller }),
    );
  const start = new Date(clock.now().getTime() + 4 * DAY).toISOString().slice(0, 10);
  const { id } = await as((tools) =>
    createSeries(tools, {
      ...{ operation: 'afghanistan', title: 'Bench', bodies: ['iom', 'unhcr', 'unicef'], chair: 'iom' },
      ...{ secretary: 'isaf-hq', start: `${start}T09:00`, minutes: 60, rule: 'FREQ=WEEKLY' },
    }),
  );
  const [meeting] = (await as((tools) => listMeetings(tools, { series: id, limit: 1 }))).data;
  if (!meeting) throw new Error('the series has no meeting');
  const app = await hub.startApp('api', { DATABASE_URL: hub.apiUrl, REDIS_URL: hub.redisUrl });
  const pool = new Pool(app.address, { connections: 1, pipelining: 1 });
  const write = async (): Promise<void> => {
    await keepAgendas({ database: worker, clock, directory, zones: systemZones });
  };
  const read = async (): Promise<void> => {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: `/v1/meetings/${meeting.id}/agenda`,
      headers: { authorization: `Bearer ${sender.apiKey}` },
    });
    const { items } = (await body.json()) as { items: unknown[] };
    if (statusCode !== 200 || items.length === 0) throw new Error('the agenda is empty');
  };
  await write();
  await read();
  const { written, bare, shown } = await interleave(
    {
      written: () => slowest(write),
      bare: () => slowest(() => bareQuery(worker)),
      shown: () => slowest(read),
    },
    rounds,
    ' ms p95',
  );
  await pool.close();
  await Promise.all([worker.close(), api.close()]);
  return [
    alone('agenda-written', 'ms p95', written, AGENDA_BAR),
    alone('agenda-read', 'ms p95', shown, AGENDA_BAR),
    alone('agenda-bare-query', 'ms p95', bare, null),
  ];
}

async function slowest(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < AGENDAS; index += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return percentile95(times);
}

/** The same rows by their index, counted by body and state, and nothing else. */
async function bareQuery(worker: WorkerDatabase): Promise<void> {
  await worker.transaction({ kind: 'worker' }, (tx) =>
    tx.rows(
      `SELECT organisation_id, sender_id, state, count(*) FROM recipients
       WHERE operation_id = 'afghanistan' AND kind = 'referral' AND state IN ('pending', 'acknowledged', 'declined', 'on_hold')
       GROUP BY 1, 2, 3`,
    ),
  );
}

/** Has enough of the operation's referrals wait for an acknowledgement or a decision that is due, half of them escalated. */
async function openMany({ sql }: BenchHub): Promise<void> {
  await sql.query(`SET session_replication_role = replica`);
  await sql.query(
    `UPDATE recipients SET state = CASE WHEN inbox_sequence % 3 = 0 THEN 'pending' ELSE 'acknowledged' END,
       acknowledged_at = CASE WHEN inbox_sequence % 3 > 0 THEN routed_at + interval '1 hour' END,
       receipt_id = CASE WHEN inbox_sequence % 3 > 0 THEN id END, decided_at = NULL, decision = NULL,
       decision_due_at = CASE WHEN inbox_sequence % 3 > 0 THEN due_at END,
       next_step = CASE WHEN inbox_sequence % 2 > 0 THEN
         CASE WHEN inbox_sequence % 3 = 0 THEN 'escalation' ELSE 'decision_escalation' END END
     WHERE id IN (SELECT id FROM recipients WHERE operation_id = 'afghanistan' AND kind = 'referral'
       AND state NOT IN ('recalled', 'declined', 'on_hold') AND due_at < now() ORDER BY id LIMIT $1)`,
    [OPEN],
  );
  await sql.query(
    `UPDATE recipients SET state = 'completed', acknowledged_at = coalesce(acknowledged_at, due_at),
       receipt_id = coalesce(receipt_id, id), decided_at = due_at, decision = 'accepted'
     WHERE operation_id = 'afghanistan' AND kind = 'referral' AND state IN ('pending', 'acknowledged')
       AND id > (SELECT id FROM recipients WHERE operation_id = 'afghanistan' AND kind = 'referral'
         AND state IN ('pending', 'acknowledged') ORDER BY id OFFSET $1 - 1 LIMIT 1)`,
    [OPEN],
  );
  await sql.query(`RESET session_replication_role`);
  const { rows } = await sql.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM recipients WHERE operation_id = 'afghanistan' AND kind = 'referral'
       AND state IN ('pending', 'acknowledged') AND coalesce(decision_due_at, due_at) <= now()`,
  );
  if (rows[0]?.open !== OPEN) throw new Error(`${rows[0]?.open ?? 0} referrals are open, not ${OPEN}`);
}

/** A figure that stands alone: the bar is what it may not exceed. */
function alone(figure: string, unit: string, values: readonly number[], bar: number | null): Figure {
  return standingAlone({ bench: 'meetings', figure, unit, bar }, values);
}
