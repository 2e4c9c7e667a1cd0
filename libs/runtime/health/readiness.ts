import type { Database } from '#platform/database';
import type { JobClient } from '#platform/queue';
import { inTime } from './in-time';

export type Check = 'up' | 'down';

/** What the process needs, asked anew each time, each within a bounded time. */
export class Readiness {
  constructor(
    private readonly jobs: JobClient,
    private readonly databases: readonly Database[],
  ) {}

  /** A name for each thing that is needed, and whether it answers. */
  async check(): Promise<Record<string, Check>> {
    const [database, queue] = await Promise.all([
      answers(Promise.all(this.databases.map((one) => one.ping()))),
      answers(this.jobs.ping()),
    ]);
    return { database, queue };
  }
}

async function answers(question: Promise<unknown>): Promise<Check> {
  return (await inTime(question.then(() => true))) === true ? 'up' : 'down';
}
