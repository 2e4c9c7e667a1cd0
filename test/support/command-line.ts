import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { RunningHub } from './running-hub';
import { cleanUpAfterwards } from './servers';

const MAIN = resolve(__dirname, '../../dist/apps/cli/main.js');

/** How a command ended, and what it wrote to standard output and standard error. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Standard output so far. */
  readonly out: () => string;
}

/** Starts the compiled command line as a body, in an environment that says nothing else. */
export function startCommand(hub: RunningHub, body: string, words: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...words], {
    env: { PATH: process.env['PATH'] ?? '', HUB_API: hub.api, HUB_API_KEY: hub.keys[body] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) cleanUpAfterwards({ pids: [child.pid], directories: [] });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code, out, said });
    });
  });
  return { child, ended, out: () => out };
}
