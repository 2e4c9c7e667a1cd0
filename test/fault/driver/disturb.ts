import { setTimeout as delay } from 'node:timers/promises';
import type { FaultHub } from './fault-hub';
import type { Ledger } from './ledger';
import type { Pace } from './pace';
import type { Random } from './random';

export interface Disturbances {
  readonly hub: FaultHub;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly pace: Pace;
  readonly kills: number;
  /** FLUSHALL so many times, in between. */
  readonly flushes: number;
  /** Between two faults on average, milliseconds; really anything from nothing to twice that. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** What Redis forgot comes within a minute; a flush is waited for a little longer, milliseconds. */
const PATIENCE_MS = 75_000;

/**
 * Kills any member, and empties Redis, at random moments. Faults overlap: no kill waits for what was killed before. After
 * a flush there is peace until what waited then is received, so that the time it takes is the flush's and not a kill's.
 */
export async function disturb(disturbances: Disturbances): Promise<void> {
  const { hub, ledger, random, pace, kills, flushes, everyMs, signal } = disturbances;
  const plan = random.shuffled([
    ...Array.from({ length: kills }, () => 'kill' as const),
    ...Array.from({ length: flushes }, () => 'flush' as const),
  ]);
  for (const [number, what] of plan.entries()) {
    await delay(random.between(0, 2 * everyMs), undefined, { signal });
    await pace.fault(number);
    if (what === 'flush') {
      await hub.redis.flush();
      await ledger.write({ event: 'flushed', target: hub.redis.name });
      await pace.resumption(PATIENCE_MS);
    } else {
      const member = random.pick(hub.members);
      await member.kill();
      await ledger.write({ event: 'killed', target: member.name });
    }
  }
}
