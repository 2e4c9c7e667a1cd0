import type { Clock } from '#kernel';
import type { Directory } from '#directory';
import {
  contextOf,
  idempotently,
  idempotentlyTogether,
  type Answer,
  type Caller,
  type IdempotentRequest,
} from '#identity';
import { Batcher, type ApiDatabase, type BatchWork, type OrAlone } from '#platform/database';
import type { JobClient } from '#platform/queue';
import type { ReferralTools } from '#referrals';
import type { Vault } from '#vault';

/** A use case that many requests of one caller can share a transaction for. */
export interface SharedUseCase<Subject, T> {
  readonly alone: (tools: ReferralTools, subject: Subject) => Promise<T>;
  /** An outcome for each subject, in their order. */
  readonly together: (tools: ReferralTools, subjects: readonly Subject[]) => Promise<readonly OrAlone<T>[]>;
}

/** How long answered clients of one key are waited for, at the longest: what they need to send the next request. */
const GATHER_MS = 15;

/** Runs a shared use case for one request. */
export type SharedChange<Subject, T> = (
  caller: Caller,
  request: IdempotentRequest,
  subject: Subject,
) => Promise<Answer<T>>;

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

  /**
   * The same as `change`, for a use case that comes often: requests of one API key that arrive while others of that key
   * are being written are written together. Each is answered when the transaction that holds it is committed.
   */
  sharedChange<Subject, T>(status: number, useCase: SharedUseCase<Subject, T>): SharedChange<Subject, T> {
    interface Item {
      readonly caller: Caller;
      readonly request: IdempotentRequest;
      readonly subject: Subject;
    }
    const answerOf = (body: T): Answer<T> => ({ status, body });
    const work: BatchWork<Item, Answer<T>> = {
      alone: ({ caller, request, subject }) =>
        this.change(caller, request, status, (tools) => useCase.alone(tools, subject)),
      together: async (items) => {
        // One lane is one key's: whoever sends the first sends them all.
        const [first] = items;
        if (!first) return [];
        const outcomes = await this.database.transaction(contextOf(first.caller), (tx) => {
          const tools = this.tools(first.caller, tx);
          return idempotentlyTogether<Item, T>(tools, items, async (asked) => {
            const subjects = asked.map(({ subject }) => subject);
            return (await useCase.together(tools, subjects)).map((outcome) =>
              outcome !== 'alone' && outcome.ok ? { ok: true, value: answerOf(outcome.value) } : outcome,
            );
          });
        });
        this.jobs.wake('routing.drain', {});
        return outcomes;
      },
    };
    const batcher = new Batcher(work, { gatherMs: GATHER_MS });
    return (caller, request, subject) => batcher.run(caller.keyId, { caller, request, subject });
  }

  /** Has the meetings looked after now rather than in a while: something was changed that others wait for. */
  keepMeetings(): void {
    this.jobs.wake('meetings.keep', {});
  }

  private tools(caller: Caller, tx: ReferralTools['tx']): ReferralTools {
    return { tx, caller, vault: this.vault, clock: this.clock, directory: this.directory };
  }
}
