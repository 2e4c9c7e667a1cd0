import 'reflect-metadata';
import { systemClock } from '#kernel';
import { WorkerDatabase, createDataSource } from '#platform/database';
import { copyRecipients } from '#test/many-recipients';
import { sweep } from '#tracking';
import { openBenchHub, settled, type BenchHub } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { comparedCost, interleave, report } from './figures';

const FEW = 1_000;
const MANY = 100_000;
const DUE = 500;
const CROWD_DUE = 5_000;
/** Sweeps of one measurement: a single one is over too soon for the clock. */
const TIMES = 10;
const IDLE_TIMES = 500;
const BAR = 1.5;

type Placed = 'together' | 'scattered';

/** A record with so many open deadlines, and the sweep of the tracking worker on it. */
interface Crowd {
  /** Microseconds per step, over `times` sweeps of `due` steps each. Together: routed one after the other. */
  readonly perStep: (due: number, times: number, placed: Placed) => Promise<number>;
  /** Microseconds of one sweep that finds nothing due. */
  readonly idle: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

runBench(async () => {
  const options = readBenchOptions();
  const few = await openCrowd(FEW);
  const many = await openCrowd(MANY);
  for (const crowd of [few, many]) await crowd.perStep(DUE, 2, 'together');
  const measured = await interleave(
    {
      many: () => many.perStep(DUE, TIMES, 'together'),
      few: () => few.perStep(DUE, TIMES, 'together'),
      crowd: () => many.perStep(CROWD_DUE, 1, 'together'),
      scattered: () => many.perStep(DUE, TIMES, 'scattered'),
      fewScattered: () => few.perStep(DUE, TIMES, 'scattered'),
      idleMany: () => many.idle(),
      idleFew: () => few.idle(),
    },
    options.rounds,
    'µs',
  );
  await Promise.all([few.stop(), many.stop()]);

  const about = { bench: 'tracking', bar: BAR };
  report(
    [
      comparedCost(
        { ...about, figure: 'sweep-100k-open', unit: 'µs/step', baseline: `${FEW} open, ${DUE} due` },
        measured.many,
        measured.few,
      ),
      comparedCost(
        { ...about, figure: 'sweep-5000-due', unit: 'µs/step', baseline: `${MANY} open, ${DUE} due` },
        measured.crowd,
        measured.many,
      ),
      comparedCost(
        { ...about, figure: 'sweep-scattered', unit: 'µs/step', baseline: `${FEW} open, ${DUE} due`, bar: null },
        measured.scattered,
        measured.fewScattered,
      ),
      comparedCost(
        { ...about, figure: 'sweep-idle', unit: 'µs/sweep', baseline: `${FEW} open, none due` },
        measured.idleMany,
        measured.idleFew,
      ),
    ],
    options.json,
  );
});

async function openCrowd(open: number): Promise<Crowd> {
  const hub = await openBenchHub();
  await fill(hub, open);
  const source = createDataSource({ url: hub.workerUrl, applicationName: 'bench sweep', poolSize: 2 });
  const database = new WorkerDatabase(await source.initialize());
  const timed = async (): Promise<{ steps: number; microseconds: number }> => {
    const started = performance.now();
    let steps = 0;
    for (;;) {
      const taken = await sweep(database, systemClock);
      if (taken.length === 0) return { steps, microseconds: (performance.now() - started) * 1_000 };
      steps += taken.length;
    }
  };
  return {
    perStep: async (due, times, placed) => {
      let microseconds = 0;
      await settled(hub.sql);
      for (let time = 0; time < times; time += 1) {
        await makeDue(hub, due, placed);
        const run = await timed();
        if (run.steps !== due) throw new Error(`${run.steps} steps were taken of ${due} that were due`);
        microseconds += run.microseconds;
      }
      await requireRecord(hub, due * times);
      return microseconds / (due * times);
    },
    idle: async () => {
      await settled(hub.sql);
      const started = performance.now();
      for (let time = 0; time < IDLE_TIMES; time += 1)
        if ((await sweep(database, systemClock)).length > 0) throw new Error('something was due in an idle sweep');
      return ((performance.now() - started) * 1_000) / IDLE_TIMES;
    },
    stop: async () => {
      await database.close();
      await hub.stop();
    },
  };
}

/** Open deadlines of fourteen days, routed over the last seven: nothing is due yet. */
async function fill({ sql }: BenchHub, open: number): Promise<void> {
  const { rows } = await sql.query<{ id: string }>(
    `WITH body AS (SELECT id FROM organisations WHERE slug = 'iom'), message AS (
       INSERT INTO messages (id, reference, operation_id, kind, kind_version, sender_id, message_status, distribution, state,
         priority, thread_id, language, marks, keywords, addressees, version, created_at, updated_at)
       SELECT gen_random_uuid(), 'AFG-BENCH', 'afghanistan', 'referral', 1, id, 'test', 'request', 'routed', 'normal',
         gen_random_uuid(), 'en', '{}', '{}', '{}', 1, now(), now() FROM body RETURNING *
     )
     INSERT INTO recipients (id, message_id, sender_id, organisation_id, operation_id, thread_id, reference, kind,
       message_status, priority, capacity, profile, state, inbox_sequence, due_at, routed_at, delivery_state,
       delivery_attempts, released_fields, version, updated_at)
     SELECT gen_random_uuid(), id, sender_id, sender_id, operation_id, thread_id, reference, kind, message_status, priority,
       'lead', 'p', 'pending', 1, now(), now(), 'pending', 0, '{}', 1, now() FROM message
     RETURNING message_id AS id`,
  );
  await copyRecipients((text, values) => sql.query(text, [...values]), rows[0]?.id ?? '', open - 1);
  await sql.query(`
    UPDATE recipients r SET routed_at = s.routed_at, due_at = s.routed_at + interval '14 days', next_step = 'reminder_50',
      next_step_at = s.routed_at + interval '7 days 1 hour'
    FROM (SELECT id, now() - random() * interval '7 days' AS routed_at FROM recipients) AS s WHERE s.id = r.id`);
}

/** Lets the half of so many deadlines have just passed; events of before are told, as far as this bench goes. */
async function makeDue({ sql }: BenchHub, due: number, placed: Placed): Promise<void> {
  const scattered = 'SELECT id FROM recipients ORDER BY random()';
  const together = `SELECT id FROM recipients WHERE inbox_sequence > (
      SELECT floor(random() * (max(inbox_sequence) - ${due})) FROM recipients) ORDER BY inbox_sequence`;
  await sql.query(`
    UPDATE recipients r SET routed_at = now() - interval '7 days 1 minute',
      due_at = now() + interval '7 days' - interval '1 minute', next_step = 'reminder_50', next_step_at = now() - interval '1 minute'
    FROM (${placed === 'scattered' ? scattered : together} LIMIT ${due}) AS s WHERE s.id = r.id`);
  await sql.query('TRUNCATE outbox');
}

/** Every step of the last measurement left its line, its evidence and its event. */
async function requireRecord({ sql }: BenchHub, steps: number): Promise<void> {
  const { rows } = await sql.query<{ lines: number; evidence: number }>(
    `SELECT (SELECT count(*)::int FROM message_events) AS lines, (SELECT count(*)::int FROM evidence_entries) AS evidence`,
  );
  const [record] = rows;
  if (!record || record.lines < steps || record.lines !== record.evidence)
    throw new Error(
      `of ${steps} steps, ${record?.lines ?? 0} lines and ${record?.evidence ?? 0} entries are on record`,
    );
}
