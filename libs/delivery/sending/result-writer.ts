import { HubError } from '#kernel';
import { Batcher, type WorkerDatabase } from '#platform/database';
import { writeResults, type EndpointStanding, type LaneResult, type WriteOptions } from './write-results';

/** Results of one transaction at most. */
const MOST = 500;
const LANE = 'results';

/**
 * Writes the results of all lanes of a process in groups: what comes in while a group is being written makes the next.
 * At rest a result is written at once; under load hundreds share a transaction.
 */
export class ResultWriter {
  private readonly batcher: Batcher<LaneResult, EndpointStanding | 'lost'>;

  constructor(database: WorkerDatabase, options: WriteOptions) {
    const together = async (results: readonly LaneResult[]) => {
      const standing = await writeResults(database, results, options);
      return results.map(({ lease }) => ({ ok: true, value: standing.get(lease.endpointId) ?? 'lost' }) as const);
    };
    this.batcher = new Batcher(
      {
        together,
        alone: async (result) =>
          (await writeResults(database, [result], options)).get(result.lease.endpointId) ?? 'lost',
      },
      { most: MOST },
    );
  }

  /**
   * How the endpoint stands once the result is durable; 'lost' when the lane was, and nothing was written. While the
   * record cannot be reached the result is kept and offered again as long as the lane is held.
   */
  async write(result: LaneResult, isHeld: () => boolean): Promise<EndpointStanding | 'lost'> {
    for (;;) {
      try {
        return await this.batcher.run(LANE, result);
      } catch (error) {
        if (!isUnavailable(error) || !isHeld()) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

const RETRY_MS = 250;

function isUnavailable(error: unknown): boolean {
  return error instanceof HubError && error.code === 'unavailable';
}
