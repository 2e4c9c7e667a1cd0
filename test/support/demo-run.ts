import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunningHub } from './running-hub';
import { cleanUpAfterwards, temporaryDirectory } from './servers';

/** What `hub demo --json` reports. */
export interface DemoReport {
  readonly referrals: readonly {
    readonly reference: string;
    readonly recipients: readonly {
      readonly organisation: string;
      readonly delivery: string;
      readonly acknowledgement: string;
      readonly decision: string | null;
    }[];
  }[];
  readonly totals: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
}

/** The demo as its users start it, against a running hub: partners are real servers, in processes of their own. */
export function runDemo(
  hub: RunningHub,
  timeoutSeconds = 150,
): Promise<{ code: number | null; report: DemoReport; said: string }> {
  const directory = temporaryDirectory('demo');
  const credentials = join(directory, 'demo-credentials.json');
  const bodies = Object.fromEntries(Object.entries(hub.keys).map(([slug, apiKey]) => [slug, { apiKey }]));
  writeFileSync(credentials, JSON.stringify({ api: hub.api, bodies }), { mode: 0o600 });
  const root = resolve(__dirname, '../..');
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'dist/apps/cli/main.js'),
      ...['demo', '--api', hub.api, '--credentials', credentials, '--timeout', String(timeoutSeconds), '--json'],
    ],
    { cwd: root, env: { PATH: process.env['PATH'] ?? '' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (child.pid !== undefined) cleanUpAfterwards({ pids: [child.pid], directories: [directory] });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      try {
        done({ code, report: JSON.parse(out) as DemoReport, said });
      } catch {
        fail(new Error(`the demo ended with ${code} and without a report:\n${said}`));
      }
    });
  });
}
