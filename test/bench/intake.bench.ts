import 'reflect-metadata';
import type { BareTransactions } from './bare-transactions.process';
import { openBenchHub, settled } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { DraftWriter } from './drafts';
import { compared, comparedCost, interleave, report } from './figures';
import { Helper } from './helper';
import { countProcessorTime } from './processor-time';
import type { SubmitInProcess } from './submit-in-process.process';
import type { SubmitOverHttp } from './submit-over-http.process';

/** Requests, and transactions of the baseline, under way at once: as many as in the other benches. */
const CONNECTIONS = 64;
/** The same of a smaller hub. The baseline is at its best there, the hub is not. */
const FEWER = 32;
/** Of the API process. */
const POOL = 36;
const PER_RUN = 5_000;
const WARM_UP = 1_500;
const BASELINE = 'BEGIN, two inserts, COMMIT by pg';

runBench(async () => {
  const options = readBenchOptions();
  const hub = await openBenchHub();
  const writer = await DraftWriter.open(hub);
  const api = await hub.startApp('api', {
    DATABASE_URL: hub.apiUrl,
    DATABASE_POOL: String(POOL),
    REDIS_URL: hub.redisUrl,
  });
  const overHttp = Helper.start<SubmitOverHttp>('submit-over-http');
  const inProcess = Helper.start<SubmitInProcess>('submit-in-process');
  const bare = Helper.start<BareTransactions>('bare-transactions');
  await overHttp.ask('prepare', { address: api.address });
  await inProcess.ask('prepare', {
    redisUrl: hub.redisUrl,
    masterKey: hub.masterKey,
    keyStoreDir: hub.keyStoreDir,
    url: hub.apiUrl,
    poolSize: POOL,
  });
  await bare.ask('prepare', { url: hub.superuserUrl, connections: CONNECTIONS });

  const cost = { submissions: [] as number[], bare: [] as number[] };
  const submissions = async (
    by: typeof overHttp | typeof inProcess,
    count: number,
    connections = CONNECTIONS,
  ): Promise<number> => {
    const drafts = await writer.write(count);
    await settled(hub.sql);
    const milliseconds = await counted(
      by === overHttp && connections === CONNECTIONS ? cost.submissions : [],
      [api, by],
      count,
      () => by.ask('run', { drafts, connections }),
    );
    await requireRecorded(drafts.map(({ id }) => id));
    return (count / milliseconds) * 1_000;
  };
  const bareTransactions = async (count: number, connections = CONNECTIONS): Promise<number> => {
    await settled(hub.sql);
    const milliseconds = await counted(connections === CONNECTIONS ? cost.bare : [], [bare], count, () =>
      bare.ask('run', { count, connections }),
    );
    return (count / milliseconds) * 1_000;
  };
  /** Runs, and notes the processor time of each that was done, µs: PostgreSQL's and that of the processes named. */
  const counted = async <T>(
    into: number[],
    processes: readonly { readonly pid: number }[],
    count: number,
    run: () => Promise<T>,
  ): Promise<T> => {
    const taken = countProcessorTime([{ pid: hub.postgresPid, andChildren: true }, ...processes]);
    const result = await run();
    const each = taken().map((milliseconds) => (milliseconds * 1_000) / count);
    process.stderr.write(`    processors: ${each.map((one) => Math.round(one)).join(' + ')} µs\n`);
    into.push(each.reduce((total, one) => total + one, 0));
    return result;
  };
  /** Every submission stands on record with its history, its evidence and its event. */
  const requireRecorded = async (ids: readonly string[]): Promise<void> => {
    const { rows } = await hub.sql.query<{ complete: number }>(
      `SELECT count(*)::int AS complete FROM messages m WHERE id = ANY($1) AND state = 'submitted'
         AND EXISTS (SELECT FROM message_events e WHERE e.message_id = m.id AND e.event = 'submitted')
         AND EXISTS (SELECT FROM evidence_entries e WHERE e.subject_id = m.id AND e.action = 'referral.submitted')
         AND EXISTS (SELECT FROM outbox o WHERE o.message_id = m.id)`,
      [ids],
    );
    if (rows[0]?.complete !== ids.length) throw new Error('accepted submissions are missing from the record');
  };

  await submissions(overHttp, WARM_UP);
  await submissions(inProcess, WARM_UP);
  await bareTransactions(WARM_UP);
  cost.submissions.length = 0;
  cost.bare.length = 0;
  const measured = await interleave(
    {
      submissions: () => submissions(overHttp, PER_RUN),
      bare: () => bareTransactions(PER_RUN),
      useCase: () => submissions(inProcess, PER_RUN),
      submissionsOfFewer: () => submissions(overHttp, PER_RUN, FEWER),
      bareOfFewer: () => bareTransactions(PER_RUN, FEWER),
    },
    options.rounds,
  );
  for (const helper of [overHttp, inProcess, bare]) helper.stop();
  await writer.close();
  await hub.stop();

  const about = { bench: 'intake', unit: 'submissions/s', baseline: BASELINE };
  const processors = { ...about, figure: 'submissions-processors', unit: 'µs', bar: null };
  report(
    [
      compared({ ...about, figure: 'submissions', bar: 0.6 }, measured.submissions, measured.bare),
      compared({ ...about, figure: 'submissions-use-case', bar: null }, measured.useCase, measured.bare),
      compared({ ...about, figure: 'submissions-32', bar: null }, measured.submissionsOfFewer, measured.bareOfFewer),
      ...(Number.isNaN(cost.bare[0]) ? [] : [comparedCost(processors, cost.submissions, cost.bare)]),
    ],
    options.json,
  );
});
