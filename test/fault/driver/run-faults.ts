import { disturb } from './disturb';
import type { Verdict } from './judge';
import { only, type EventNamed } from './ledger';
import { longestWay, resumptions } from './resumption';
import { Pace } from './pace';
import { Trial } from './trial';

export interface FaultOptions {
  readonly seed: number;
  readonly kills: number;
  readonly submissions: number;
  readonly flushes: number;
  /** Between two faults on average, milliseconds. */
  readonly everyMs: number;
}

export interface FaultReport extends Verdict {
  readonly seed: number;
  /** By member, and in all. */
  readonly kills: Readonly<Record<string, number>>;
  readonly flushes: number;
  readonly submissions: number;
  /** Webhooks that a receiver took, and the requests that it took. */
  readonly webhooks: number;
  readonly requests: number;
  /** Requests for a webhook that its receiver had answered with 2xx before; their share in all webhooks. */
  readonly secondSends: number;
  readonly secondSendRate: number;
  /** After the worst FLUSHALL; null without any. */
  readonly resumedWithinSecondsMax: number | null;
  readonly longestWaySeconds: number;
  readonly seconds: number;
  /** Kept when a promise was broken. */
  readonly ledger: string | null;
}

/** What Redis forgot is taken up again within this time, seconds. */
const RESUMES_WITHIN = 60;

/** Runs the hub under faults, and judges it by a ledger of its own. Says on the way what it does. */
export async function runFaults(options: FaultOptions, say: (line: string) => void): Promise<FaultReport> {
  const { seed, kills, flushes, submissions, everyMs } = options;
  const started = performance.now();
  const trial = await Trial.start(seed);
  let intact = false;
  try {
    say(`seed ${seed}: ${submissions} submissions, ${kills} kills and ${flushes} flushes of Redis`);
    const surroundings = { ...trial.surroundings(), random: trial.random.split() };
    const pace = new Pace(trial.ledger, submissions, kills + flushes, surroundings.signal);
    await Promise.all([trial.submit(submissions, pace), disturb({ ...surroundings, pace, kills, flushes, everyMs })]);
    say('the last fault is over: waiting until all is settled');
    const unsettled = await trial.settle().then(
      () => [],
      (error: unknown) => [String(error)],
    );
    say('comparing the ledger with the hub');
    const { entries, ...judged } = await trial.judge();
    const resumed = resumptions(entries);
    const broken = [
      ...judged.broken,
      ...unsettled,
      ...resumed.filter((seconds) => seconds > RESUMES_WITHIN).map(tooLate),
    ];
    intact = broken.length === 0;
    return {
      ...{ seed, kills: killsByTarget(only(entries, 'killed')), flushes: resumed.length, submissions },
      ...judged,
      secondSendRate: judged.webhooks === 0 ? 0 : judged.secondSends / judged.webhooks,
      resumedWithinSecondsMax: resumed.length === 0 ? null : Math.max(...resumed),
      longestWaySeconds: longestWay(entries),
      seconds: Math.round((performance.now() - started) / 1_000),
      broken,
      ledger: intact ? null : trial.ledger.file,
    };
  } finally {
    await trial.stop(!intact);
  }
}

function tooLate(seconds: number): string {
  return `what waited when Redis was emptied came ${seconds} s later`;
}

function killsByTarget(kills: readonly EventNamed<'killed'>[]): Record<string, number> {
  const counts: Record<string, number> = { all: kills.length };
  for (const { target } of kills) counts[target] = (counts[target] ?? 0) + 1;
  return counts;
}
