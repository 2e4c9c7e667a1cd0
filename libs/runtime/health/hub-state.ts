import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { queueNames, type JobClient, type QueueName } from '#platform/queue';
import { inTime } from './in-time';

/** Work that has fallen due and waits for its worker. */
export interface WaitingWork {
  readonly name: 'routing' | 'webhooks' | 'mails' | 'deadlines' | 'evidence';
  /** How many wait; null where only the age of the oldest is known. */
  readonly waiting: number | null;
  readonly oldestSince: Date | null;
}

/** An endpoint of any body by its metadata: no address and no content. */
export interface EndpointAtWork {
  readonly id: Uuid;
  readonly organisation: string;
  readonly state: 'unverified' | 'active' | 'paused' | 'disabled';
  readonly disabledReason: string | null;
  readonly consecutiveFailures: number;
  readonly failingSince: Date | null;
  /** Until when it is left alone after failures. */
  readonly restingUntil: Date | null;
  /** Until when a worker holds its lane; null when nobody does. */
  readonly laneUntil: Date | null;
  readonly pending: number;
  readonly held: number;
  readonly oldestWaitingSince: Date | null;
  /** Of the last hour; of the newest 1,000 where there were more. */
  readonly lastHour: { readonly attempts: number; readonly delivered: number };
}

/** Wake-ups that wait in a queue; null when its server does not answer. What waits in the record is found without it. */
export interface WaitingWakeUps {
  readonly name: QueueName;
  readonly waiting: number | null;
}

export interface HubState {
  readonly at: Date;
  readonly work: readonly WaitingWork[];
  readonly queues: readonly WaitingWakeUps[];
  readonly endpoints: readonly EndpointAtWork[];
}

type EndpointRow = Omit<EndpointAtWork, 'lastHour'> & { readonly attempts: number; readonly delivered: number };

/** What of each queue waits, each asked within a bounded time. */
export function waitingWakeUps(jobs: JobClient): Promise<WaitingWakeUps[]> {
  return Promise.all(queueNames.map(async (name) => ({ name, waiting: (await inTime(jobs.waiting(name))) ?? null })));
}

/** How the hub does at the time `at`: what waits, since when, and how the endpoints of all bodies fare. */
export async function hubWork(tx: Transaction, at: Date): Promise<Pick<HubState, 'at' | 'work' | 'endpoints'>> {
  const work = await tx.rows<WaitingWork>(
    `SELECT name, waiting::int AS waiting, "oldestSince" FROM hub_work($1)
     UNION ALL SELECT 'evidence', NULL, oldest_unsealed()`,
    [at],
    'hub-work',
  );
  const endpoints = await tx.rows<EndpointRow>(
    `SELECT id, organisation, state, "disabledReason", "consecutiveFailures", "failingSince", "restingUntil", "laneUntil",
       pending::int AS pending, held::int AS held, "oldestWaitingSince", attempts::int AS attempts, delivered::int AS delivered
     FROM hub_endpoints($1)`,
    [at],
    'hub-endpoints',
  );
  return {
    at,
    work,
    endpoints: endpoints.map(({ attempts, delivered, ...rest }) => ({ ...rest, lastHour: { attempts, delivered } })),
  };
}
