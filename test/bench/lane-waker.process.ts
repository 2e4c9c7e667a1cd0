import type { Uuid } from '#kernel';
import { JobClient } from '#platform/queue';
import { monotonicMs, until } from './clock';
import { answerQuestions } from './helper';

/** Wakes lanes when deliveries there fall due, as the routing worker does once it left them. */
export interface LaneWaker extends Record<string, (argument: never) => unknown> {
  prepare: (argument: { redisUrl: string }) => void;
  /**
   * Wakes lanes at their times (milliseconds since 1970, in their order), others at once.
   * @returns the times as monotonic milliseconds.
   */
  wake: (argument: {
    lanes: readonly { endpointId: Uuid; at: number }[];
    atOnce: readonly Uuid[];
  }) => Promise<number[]>;
}

/** A wake-up follows what is due: the server's clock has to have passed it, milliseconds. */
const AFTER_MS = 0.5;

let jobs: JobClient | undefined;

answerQuestions({
  prepare: ({ redisUrl }) => {
    jobs = new JobClient({ backend: 'redis', url: redisUrl }, (error) => {
      console.error(error);
    });
  },
  wake: async ({ lanes, atOnce }) => {
    // The clock of the machine runs on while its date may be set.
    const sinceEpoch = performance.timeOrigin + performance.now() - monotonicMs();
    for (const endpointId of atOnce) jobs?.wake('delivery.lane', { endpointId });
    const moments = lanes.map(({ at }) => at - sinceEpoch);
    for (const [index, { endpointId }] of lanes.entries()) {
      await until((moments[index] ?? 0) + AFTER_MS);
      jobs?.wake('delivery.lane', { endpointId });
    }
    return moments;
  },
} satisfies LaneWaker);
