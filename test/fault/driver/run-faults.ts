import { setMaxListeners } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '#test/servers';
import { disturb } from './disturb';
import { startFaultHub } from './fault-hub';
import { hubAccount } from './hub-account';
import { judge, type Verdict } from './judge';
import { Ledger, only, readLedger } from './ledger';
import { partners, senders, submitAll } from './officers';
import { Partner } from './partner';
import { Random } from './random';
import { longestWay, resumptions } from './resumption';
import { settle } from './settle';

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

/** After the last fault and the last submission everything comes to rest within this time, milliseconds. */
const SETTLES_WITHIN_MS = 180_000;
/** What Redis forgot is taken up again within this time, seconds. */
const RESUMES_WITHIN = 60;

/** Runs the hub under faults, and judges it by a ledger of its own. Says on the way what it does. */
export async function runFaults(options: FaultOptions, say: (line: string) => void): Promise<FaultReport> {
  const { seed, kills, flushes, submissions, everyMs } = options;
  const random = new Random(seed);
  const started = performance.now();
  const folder = temporaryDirectory('fault-ledger');
  const hub = await startFaultHub({ deliveryWorkers: 2, random: random.split() });
  const ledger = await Ledger.open(join(folder, 'ledger.jsonl'));
  const end = new AbortController();
  const { signal } = end;
  // Every request that is tried again listens to it.
  setMaxListeners(0, signal);
  const receivers: Partner[] = [];
  try {
    for (const body of [...senders, ...partners])
      receivers.push(await Partner.start(body, { hub, ledger, random: random.split(), signal }));
    const overMs = (kills + flushes) * everyMs;
    say(`seed ${seed}: ${submissions} submissions, ${kills} kills and ${flushes} flushes in ${overMs / 1_000} s`);
    const common = { hub, ledger, signal };
    const submitting = submitAll({ ...common, random: random.split(), count: submissions, overMs });
    await Promise.all([submitting, disturb({ ...common, random: random.split(), kills, flushes, everyMs })]);
    say('the last fault is over: waiting until all is settled');
    await hub.ready();
    const settled = await settle(ledger, hub.superuserUrl, SETTLES_WITHIN_MS);
    end.abort();
    say('comparing the ledger with the hub');
    await ledger.close();
    const entries = await readLedger(ledger.file);
    const verdict = judge(entries, await hubAccount(hub, senders));
    const resumed = resumptions(entries);
    const broken = [
      ...verdict.broken,
      ...(settled ? [] : [`not settled within ${SETTLES_WITHIN_MS / 1_000} s`]),
      ...resumed
        .filter((seconds) => seconds > RESUMES_WITHIN)
        .map((seconds) => `what waited when Redis was emptied came after ${seconds} s`),
    ];
    const webhooks = only(entries, 'received').length;
    const secondSends = only(entries, 'repeated').filter(({ answered }) => answered).length;
    if (broken.length === 0) rmSync(folder, { recursive: true });
    return {
      ...{ seed, kills: killsByTarget(only(entries, 'killed')), flushes: resumed.length, submissions },
      ...verdict,
      ...{ webhooks, requests: receivers.reduce((sum, { requests }) => sum + requests, 0) },
      ...{ secondSends, secondSendRate: webhooks === 0 ? 0 : secondSends / webhooks },
      resumedWithinSecondsMax: resumed.length === 0 ? null : Math.max(...resumed),
      longestWaySeconds: longestWay(entries),
      seconds: Math.round((performance.now() - started) / 1_000),
      broken,
      ledger: broken.length === 0 ? null : ledger.file,
    };
  } finally {
    end.abort();
    await Promise.all(receivers.map((receiver) => receiver.stop()));
    await hub.stop();
  }
}

function killsByTarget(kills: readonly { readonly target: string }[]): Record<string, number> {
  const counts: Record<string, number> = { all: kills.length };
  for (const { target } of kills) counts[target] = (counts[target] ?? 0) + 1;
  return counts;
}
