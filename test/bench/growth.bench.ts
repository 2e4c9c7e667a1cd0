import 'reflect-metadata';
import { openBenchHub, type BenchHub } from './bench-hub';
import { readBenchOptions, runBench } from './command-line';
import { durableSends } from './durable-sends';
import { compared, interleave, report } from './figures';
import { leaveFinished } from './finished-deliveries';
import { Helper } from './helper';
import type { Receivers } from './receivers.process';
import { createEndpoints, webhookBody } from './waiting-deliveries';

const ENDPOINTS = 16;
/** Messages that every endpoint has got already: two million deliveries that are done. */
const FINISHED = 125_000;
const MESSAGES = 1_250;
const WARM_UP = 250;
const BAR = 0.9;

runBench(async () => {
  const options = readBenchOptions();
  const receivers = Helper.start<Receivers>('receivers');
  const body = webhookBody();
  const full = await openRecord(receivers, body, FINISHED);
  const empty = await openRecord(receivers, body, 0);
  const measured = await interleave({ full: full.sends, empty: empty.sends }, options.rounds);
  receivers.stop();
  await Promise.all([full.hub.stop(), empty.hub.stop()]);
  report(
    [
      compared(
        {
          bench: 'growth',
          figure: 'sends-beside-2m-finished',
          unit: 'sends/s',
          baseline: 'an empty table, in a record of its own',
          bar: BAR,
        },
        measured.full,
        measured.empty,
      ),
    ],
    options.json,
  );
});

/** A record of its own, with so many messages delivered to every endpoint already. */
async function openRecord(
  receivers: Helper<Receivers>,
  body: string,
  finished: number,
): Promise<{ readonly hub: BenchHub; readonly sends: () => Promise<number> }> {
  const hub = await openBenchHub({ max_wal_size: '8GB' });
  const endpoints = await createEndpoints(hub, await receivers.ask('open', { receivers: ENDPOINTS }));
  const started = performance.now();
  if (finished > 0) await leaveFinished(hub.sql, endpoints, finished, body);
  process.stderr.write(`  ${finished} messages filled in ${Math.round((performance.now() - started) / 1_000)} s\n`);
  const setting = {
    ...{ endpoints, body },
    queue: { backend: 'redis', url: hub.redisUrl } as const,
    answered: () => receivers.ask('answered', null),
  };
  return { hub, sends: () => durableSends(hub, setting, { warmUp: WARM_UP, measured: MESSAGES }) };
}
