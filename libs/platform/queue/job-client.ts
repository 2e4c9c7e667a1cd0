import { setTimeout as pause } from 'node:timers/promises';
import { ClientProxy, type ReadPacket } from '@nestjs/microservices';
import { openQueue, type WakeUpQueue } from './backend';
import type { QueueConnection } from './connection';
import { isJobName, jobs, type JobName, type Jobs, type QueueName } from './jobs';

/** Wake-ups of one key follow one another at this distance, milliseconds: who is awake finds what came meanwhile. */
const DISTANCE_MS = 20;

/**
 * Sends wake-ups. A wake-up is best effort: when the queue's server is away it is counted and dropped, and the
 * reconciler finds the work in PostgreSQL. Wake-ups of one key that are asked for while one is on its way become one.
 */
export class JobClient extends ClientProxy {
  private readonly queues = new Map<QueueName, WakeUpQueue>();
  private readonly onTheWay = new Map<string, { again: boolean }>();
  private readonly pending = new Set<Promise<void>>();
  private closed = false;

  constructor(
    private readonly connection: QueueConnection,
    private readonly onFault: (error: Error) => void = () => undefined,
  ) {
    super();
  }

  /** Asks a worker to look. Returns at once and never throws. */
  wake<Name extends JobName>(name: Name, payload: Jobs[Name]): void {
    if (this.closed) return;
    const key = `${name}/${jobs[name].key(payload)}`;
    const sending = this.onTheWay.get(key);
    if (sending) {
      // What was committed after that wake-up left may be missed by it: one more follows.
      sending.again = true;
      return;
    }
    this.onTheWay.set(key, { again: false });
    const sent = this.send1(name, payload, key).finally(() => this.pending.delete(sent));
    this.pending.add(sent);
  }

  private async send1<Name extends JobName>(name: Name, payload: Jobs[Name], key: string): Promise<void> {
    try {
      await this.add(name, payload);
    } catch (error) {
      this.onFault(error as Error);
    }
    const again = this.onTheWay.get(key)?.again === true;
    if (again) await pause(DISTANCE_MS);
    this.onTheWay.delete(key);
    if (again) this.wake(name, payload);
  }

  private async add<Name extends JobName>(name: Name, payload: Jobs[Name]): Promise<void> {
    await this.queue(jobs[name].queue).add(name, jobs[name].parse(payload), {
      // At most one waits and one runs per key; one asked for while the job runs is kept and runs after it.
      deduplication: { id: `${name}-${jobs[name].key(payload)}`, keepLastIfActive: true },
      removeOnComplete: true,
      removeOnFail: true,
      attempts: 1,
    });
  }

  private queue(name: QueueName): WakeUpQueue {
    let queue = this.queues.get(name);
    if (!queue) {
      queue = openQueue(name, this.connection);
      queue.on('error', this.onFault);
      this.queues.set(name, queue);
    }
    return queue;
  }

  /** Resolves when the queue's server answers. */
  async ping(): Promise<void> {
    await this.waiting('routing');
  }

  /** How many wake-ups of a queue wait. Fails when its server is away. */
  async waiting(name: QueueName): Promise<number> {
    return (await this.queue(name).getJobCounts('waiting'))['waiting'] ?? 0;
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled([...this.pending]);
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
  }

  unwrap(): never {
    throw new Error('JobClient lends out none of its connections');
  }

  protected publish(): () => void {
    throw new Error('A job is a wake-up and has no answer: use wake().');
  }

  protected async dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    const name = String(packet.pattern);
    if (!isJobName(name)) throw new Error(`no such job: ${name}`);
    await this.add(name, jobs[name].parse(packet.data));
    return undefined as T;
  }
}
