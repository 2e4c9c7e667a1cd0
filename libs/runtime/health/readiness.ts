import type { Database } from '#platform/database';
import type { JobClient } from '#platform/queue';

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

const PATIENCE_MS = 2_000;

async function answers(question: Promise<unknown>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Check>((resolve) => {
    timer = setTimeout(() => {
      resolve('down');
    }, PATIENCE_MS);
  });
  const asked = question.then(
    (): Check => 'up',
    (): Check => 'down',
  );
  const answer = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return answer;
}
