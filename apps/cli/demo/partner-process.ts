import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { readJournalLine, type PartnerLine } from '#hub-client';
import { habitOf } from './demo-bodies';

export interface PartnerProcessOptions {
  readonly api: string;
  readonly credentialsFile: string;
  /** Where the partners remember what they acted upon. */
  readonly stateFolder: string;
  readonly bodies: readonly string[];
  readonly onLine: (line: PartnerLine) => void;
}

/** Both apps are built side by side. */
const PROGRAM = join(__dirname, '..', '..', 'sandbox-partner', 'main.js');
const STOP_WITHIN_MS = 5_000;

/**
 * The sandbox partners of all bodies, in a process of their own: they share nothing with the demo but the hub. They end
 * with the demo, however it ends.
 */
export class PartnerProcess {
  private readonly registered = new Set<string>();
  private readonly child: ChildProcess;
  private readonly allRegistered: Promise<void>;
  /** Rejects when the partners end by themselves. */
  readonly lost: Promise<never>;
  private stopping = false;

  constructor(private readonly options: PartnerProcessOptions) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...flagsOf(options)], {
      // The keys stay in the credentials file: neither arguments nor environment show them.
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      // Ctrl-C in a terminal reaches the demo alone, which stops its partners itself.
      detached: true,
    });
    this.lost = new Promise((_, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) => {
        if (!this.stopping)
          reject(new Error(`The sandbox partners ended by themselves (${signal ?? `code ${code ?? 0}`}).`));
      });
    });
    // Whoever waits for it is told; nobody waiting is no fault.
    this.lost.catch(() => undefined);
    this.allRegistered = new Promise((resolve) => {
      this.readLines(resolve);
    });
  }

  /** Returns once the hub knows where to send to, for every body. */
  async ready(signal: AbortSignal): Promise<void> {
    const ended = aborted(signal).then(() => {
      const waiting = this.options.bodies.filter((body) => !this.registered.has(body));
      throw new Error(`These partners could not register their endpoint in time: ${waiting.join(', ')}.`);
    });
    // Once all are registered nobody waits for the end any more.
    ended.catch(() => undefined);
    await Promise.race([this.allRegistered, this.lost, ended]);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await Promise.race([exited, wait(STOP_WITHIN_MS, undefined, { ref: false })]);
    this.child.kill('SIGKILL');
  }

  private readLines(onAllRegistered: () => void): void {
    if (!this.child.stdout) return;
    createInterface({ input: this.child.stdout }).on('line', (text) => {
      const line = readJournalLine(text);
      if (!line) return;
      if (line.event === 'registered') this.registered.add(line.body);
      this.options.onLine(line);
      if (this.options.bodies.every((body) => this.registered.has(body))) onAllRegistered();
    });
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function flagsOf({ api, credentialsFile, stateFolder, bodies }: PartnerProcessOptions): string[] {
  const partners = bodies.map((body) => `${body}:${habitOf(body)}`);
  return ['--api', api, '--credentials', credentialsFile, '--state', stateFolder, '--body', ...partners];
}
