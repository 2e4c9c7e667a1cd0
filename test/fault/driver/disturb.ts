import { setTimeout as delay } from 'node:timers/promises';
import type { FaultHub } from './fault-hub';
import type { Ledger } from './ledger';
import type { Random } from './random';

export interface Disturbances {
  readonly hub: FaultHub;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly kills: number;
  /** FLUSHALL so many times, in between. */
  readonly flushes: number;
  /** Between two of them on average, milliseconds; really anything from nothing to twice that. */
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/** Kills any member, and empties Redis, at random moments. Nobody waits for what was killed before: faults overlap. */
export async function disturb(disturbances: Disturbances): Promise<void> {
  const { hub, ledger, random, kills, flushes, everyMs, signal } = disturbances;
  const plan = random.shuffled([
    ...Array.from({ length: kills }, () => 'kill' as const),
    ...Array.from({ length: flushes }, () => 'flush' as const),
  ]);
  for (const what of plan) {
    await delay(random.between(0, 2 * everyMs), undefined, { signal });
    if (what === 'flush') {
      await hub.redis.flush();
      await ledger.write({ event: 'flushed', target: hub.redis.name });
    } else {
      const member = random.pick(hub.members);
      await member.kill();
      await ledger.write({ event: 'killed', target: member.name });
    }
  }
}
