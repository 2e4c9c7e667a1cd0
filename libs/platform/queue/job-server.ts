import { BaseRpcContext, Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { openWorker, type WakeUpWorker } from './backend';
import { checkQueueServer, type QueueConnection } from './connection';
import { isJobName, jobs, jobsOf, type QueueName } from './jobs';

export interface JobServerOptions {
  readonly connection: QueueConnection;
  readonly queues: readonly QueueName[];
  /** How many wake-ups of one queue are in hand at once in this process. */
  readonly concurrency: Readonly<Record<QueueName, number>>;
  readonly onError?: (error: Error) => void;
}

/** BullMQ as a Nest transport: a worker app is a microservice whose handlers are named by the job union. */
export class JobServer extends Server implements CustomTransportStrategy {
  private workers: WakeUpWorker[] = [];

  constructor(private readonly options: JobServerOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(
      () => {
        callback();
      },
      (error: unknown) => {
        callback(error);
      },
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    this.workers = [];
  }

  on(): never {
    throw new Error('JobServer emits no events of its own');
  }

  unwrap(): never {
    throw new Error('JobServer lends out none of its connections');
  }

  private async start(): Promise<void> {
    checkHandlers(this.options.queues, this.messageHandlers);
    await checkQueueServer(this.options.connection);
    this.workers = this.options.queues.map((queue) => {
      const worker = openWorker(queue, this.options.connection, this.options.concurrency[queue], (job) =>
        this.handle(job),
      );
      worker.on('error', (error) => this.options.onError?.(error));
      worker.on('failed', (_, error) => this.options.onError?.(error));
      return worker;
    });
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  private async handle(job: { name: string; data: unknown }): Promise<void> {
    if (!isJobName(job.name)) throw new Error(`no such job: ${job.name}`);
    const handler = this.messageHandlers.get(job.name);
    if (!handler) throw new Error(`no handler for job ${job.name}`);
    const result: unknown = await handler(jobs[job.name].parse(job.data), new BaseRpcContext([job.name]));
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }
}

/** Every job of the queues has exactly one handler, and every handler is a job of the queues. */
export function checkHandlers(queues: readonly QueueName[], handlers: ReadonlyMap<string, MessageHandler>): void {
  const expected = new Set<string>(queues.flatMap(jobsOf));
  const problems = [
    ...[...expected].filter((name) => !handlers.has(name)).map((name) => `job ${name} has no handler`),
    ...[...handlers.keys()]
      .filter((name) => !expected.has(name))
      .map((name) => `handler ${name} is no job of ${queues.join(', ')}`),
    ...[...handlers].filter(([, handler]) => handler.next).map(([name]) => `job ${name} has two handlers`),
  ];
  if (problems.length > 0) throw new Error(`Job handlers do not match the job union: ${problems.join('; ')}`);
}
