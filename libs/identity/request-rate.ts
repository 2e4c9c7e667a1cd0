import { createHash } from 'node:crypto';
import { HubError, type Clock } from '#kernel';
import type { ApiDatabase } from '#platform/database';

export interface RateLimit {
  /** What is counted, for example `token`. */
  readonly purpose: string;
  readonly most: number;
  readonly seconds: number;
}

/**
 * Counts one request of somebody, over all processes. Kept by a hash of who asks.
 *
 * @throws HubError `too_many_requests`, with the seconds to wait as `retryAfter`
 */
export async function countRequest(
  database: ApiDatabase,
  clock: Clock,
  { purpose, most, seconds }: RateLimit,
  who: string,
): Promise<void> {
  const now = clock.now();
  const bucket = createHash('sha256').update(`${purpose} ${who}`).digest();
  const [row] = await database.statement<{ count: number; since: Date }>(
    'SELECT * FROM count_request($1, $2, make_interval(secs => $3))',
    [bucket, now, seconds],
    'count-request',
  );
  if (!row || row.count <= most) return;
  const retryAfter = Math.max(1, Math.ceil(seconds - (now.getTime() - row.since.getTime()) / 1_000));
  throw new HubError('too_many_requests', `Not more than ${most} in ${seconds} seconds. Wait ${retryAfter} s.`, {
    extra: { retryAfter },
  });
}
