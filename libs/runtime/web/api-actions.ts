import type { Clock } from '#kernel';
import type { Directory } from '#directory';
import { contextOf, idempotently, type Answer, type Caller, type IdempotentRequest } from '#identity';
import type { ApiDatabase } from '#platform/database';
import type { JobClient } from '#platform/queue';
import type { ReferralTools } from '#referrals';
import type { Vault } from '#vault';

/** Runs use cases for a caller: one transaction under the caller's context, and the wake-up once it is committed. */
export class ApiActions {
  constructor(
    private readonly database: ApiDatabase,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly directory: Directory,
    private readonly jobs: JobClient,
  ) {}

  /** A use case that only reads, or whose repeat is harmless by itself. */
  run<T>(caller: Caller, work: (tools: ReferralTools) => Promise<T>): Promise<T> {
    return this.database.transaction(contextOf(caller), (tx) => work(this.tools(caller, tx)));
  }

  /** A use case that changes something and whose repeat is harmless by itself: others are told once it is committed. */
  async act<T>(caller: Caller, work: (tools: ReferralTools) => Promise<T>): Promise<T> {
    const result = await this.run(caller, work);
    this.jobs.wake('routing.drain', {});
    return result;
  }

  /** A use case that changes something: at most once per Idempotency-Key, and then others are told. */
  async change<T>(
    caller: Caller,
    request: IdempotentRequest,
    status: number,
    work: (tools: ReferralTools) => Promise<T>,
  ): Promise<Answer<T>> {
    const answer = await this.database.transaction(contextOf(caller), (tx) => {
      const tools = this.tools(caller, tx);
      return idempotently(tools, request, async () => ({ status, body: await work(tools) }));
    });
    this.jobs.wake('routing.drain', {});
    return answer;
  }

  private tools(caller: Caller, tx: ReferralTools['tx']): ReferralTools {
    return { tx, caller, vault: this.vault, clock: this.clock, directory: this.directory };
  }
}
