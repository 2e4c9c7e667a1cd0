import { isUuid, type Uuid } from '#kernel';

/**
 * Every job of the hub: name → payload. A job is a wake-up, never the work itself: PostgreSQL says what is to be done,
 * so a lost or doubled job changes nothing. Payloads are ids only.
 */
export interface Jobs {
  /** Events wait in the outbox. */
  'routing.drain': Record<string, never>;
  /** Deliveries wait for one endpoint. */
  'delivery.lane': { readonly endpointId: Uuid };
  /** Deadline steps are due. */
  'tracking.sweep': Record<string, never>;
  /** Meetings are to be made ready. */
  'meetings.keep': Record<string, never>;
}

export type JobName = keyof Jobs;
export type QueueName = 'routing' | 'delivery' | 'tracking' | 'meetings';

export const queueNames: readonly QueueName[] = ['routing', 'delivery', 'tracking', 'meetings'];

interface JobDefinition<Name extends JobName> {
  readonly queue: QueueName;
  /** Reads a payload that may be older than this deploy. Throws when it cannot be understood. */
  readonly parse: (payload: unknown) => Jobs[Name];
  /** Jobs with one key are one wake-up while they wait. */
  readonly key: (payload: Jobs[Name]) => string;
}

const nothing = (): Record<string, never> => ({});

export const jobs: { readonly [Name in JobName]: JobDefinition<Name> } = {
  'routing.drain': { queue: 'routing', parse: nothing, key: () => 'drain' },
  'delivery.lane': {
    queue: 'delivery',
    parse: (payload) => {
      const endpointId = (payload as { endpointId?: unknown } | null)?.endpointId;
      if (typeof endpointId !== 'string' || !isUuid(endpointId))
        throw new Error('delivery.lane: endpointId is not a UUID');
      return { endpointId };
    },
    key: ({ endpointId }) => endpointId,
  },
  'tracking.sweep': { queue: 'tracking', parse: nothing, key: () => 'sweep' },
  'meetings.keep': { queue: 'meetings', parse: nothing, key: () => 'keep' },
};

/** Whether a name is a job of the union. */
export function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobs, name);
}

/** The names of the jobs that a queue carries. */
export function jobsOf(queue: QueueName): JobName[] {
  return Object.keys(jobs)
    .filter(isJobName)
    .filter((name) => jobs[name].queue === queue);
}
