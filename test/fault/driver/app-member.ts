import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from '#test/repository';
import { cleanUpAfterwards, eventually, freePort } from '#test/servers';
import type { Member } from './member';

export interface AppOrder {
  readonly app: 'api' | 'routing-worker' | 'delivery-worker' | 'tracking-worker';
  readonly name: string;
  /** Folder of its log file, `<name>.log`. */
  readonly logs: string;
  readonly env: Readonly<Record<string, string>>;
  /** A free one when left out. */
  readonly port?: number;
}

/** As a supervisor waits before it starts again what ended, milliseconds. */
const RESTART_AFTER_MS = 100;
const PATIENCE_MS = 90_000;

/** A process of the hub under a supervisor: whenever it ends, however it ends, it is started again. */
export class AppMember implements Member {
  readonly name: string;
  /** How often it was started. */
  starts = 0;
  private child: ChildProcess | undefined;
  private stopped = false;

  private constructor(
    private readonly order: AppOrder,
    readonly port: number,
    private readonly metricsPort: number,
  ) {
    this.name = order.name;
  }

  static async start(order: AppOrder): Promise<AppMember> {
    const member = new AppMember(order, order.port ?? (await freePort()), await freePort());
    member.begin();
    return member;
  }

  /** Also while it is still starting; one that has just ended is waited for first. */
  async kill(): Promise<void> {
    await eventually(`${this.name} is a process`, () => this.child !== undefined, PATIENCE_MS);
    await this.end('SIGKILL');
  }

  /** SIGSTOP: it does nothing, and its connections stay open. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  /** SIGCONT: it goes on as if no time had passed. */
  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  ready(): Promise<void> {
    const answers = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${this.port}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
        ({ ok }) => ok,
        () => false,
      );
    return eventually(`${this.name} is ready; its log is in ${this.order.logs}`, answers, PATIENCE_MS);
  }

  /** One figure of its /metrics: the sum over its labels; undefined when it does not answer. */
  async metric(name: string): Promise<number | undefined> {
    const text = await fetch(`http://127.0.0.1:${this.metricsPort}/metrics`).then(
      (answer) => answer.text(),
      () => undefined,
    );
    const lines = text?.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return lines?.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** What its /health/ready says of each thing that it needs; nothing when it does not answer. */
  async checks(): Promise<Readonly<Record<string, string>>> {
    const { checks } = await fetch(`http://127.0.0.1:${this.port}/health/ready`).then(
      async (answer) => (await answer.json()) as { checks?: Record<string, string> },
      () => ({ checks: {} }),
    );
    return checks ?? {};
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.thaw();
    await this.end('SIGTERM');
  }

  private begin(): void {
    this.starts += 1;
    const log = openSync(join(this.order.logs, `${this.name}.log`), 'a', 0o600);
    const main = join(repositoryRoot, 'dist/apps', this.order.app, 'main.js');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
      cwd: repositoryRoot,
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: String(this.port),
        METRICS_PORT: String(this.metricsPort),
        ...this.order.env,
      },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const forget = cleanUpAfterwards({ pids: child.pid === undefined ? [] : [child.pid], directories: [] });
    child.once('exit', () => {
      forget();
      this.child = undefined;
      void this.beginAgain();
    });
    this.child = child;
  }

  private async beginAgain(): Promise<void> {
    await delay(RESTART_AFTER_MS);
    if (!this.stopped) this.begin();
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
