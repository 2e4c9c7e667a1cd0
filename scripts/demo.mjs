// `npm run demo`: 40 fictitious referrals through a hub, with a sandbox partner for every body. Uses the hub that runs
// here, or the one named by --api or --credentials; without one it starts a hub of its own and stops it afterwards.
// Needs only Node.js and npm; every argument goes to `hub demo`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildIfStale } from './lib/build.mjs';
import { checkNodeVersion, installIfNeeded } from './lib/install.mjs';
import { isRoot, root, run, script, ScriptError } from './lib/run.mjs';

/** The first start installs, builds and makes a database. */
const READY_WITHIN_MS = 600_000;
const STOP_WITHIN_MS = 30_000;

let interrupted = false;

script(async () => {
  const args = process.argv.slice(2);
  checkNodeVersion();
  await installIfNeeded();
  await buildIfStale();
  const named = args.some((arg) => /^--(?:api|credentials|help)(?:=|$)/.test(arg) || arg === '-h');
  if (named || (await answers(readApi(credentialsIn(defaultDataDir()))))) return demo(args);
  return withOwnHub((credentials) => demo([...args, '--credentials', credentials]));
});

function demo(args) {
  const flags = ['--disable-warning=ExperimentalWarning'];
  return run(process.execPath, [...flags, join(root, 'dist/apps/cli/main.js'), 'demo', ...args], {
    // Relative paths are those of the caller.
    cwd: process.cwd(),
    onSpawn: (child) => {
      // Ctrl-C in a terminal reaches the demo by itself; here it must only not end this script before the hub is stopped.
      process.on('SIGINT', () => (interrupted = true));
      process.on('SIGTERM', () => child.kill('SIGTERM'));
    },
  });
}

async function withOwnHub(work) {
  const chosen = process.env.HUB_DATA_DIR;
  const dataDir = chosen ? resolve(chosen) : temporaryFolder();
  const log = join(chosen ? tmpdir() : dataDir, `hub-${process.pid}.log`);
  const startedAt = Date.now();
  const out = openSync(log, 'a', 0o600);
  console.log('No hub is running here: starting one for the demo ...');
  // In a process group of its own: Ctrl-C first ends the demo, then this script stops the hub.
  const hub = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--port', '0', '--data-dir', dataDir], {
    stdio: ['ignore', out, out],
    detached: true,
  });
  closeSync(out);
  const stopEarly = () => (interrupted = true);
  process.on('SIGINT', stopEarly).on('SIGTERM', stopEarly);
  try {
    await untilReady(hub, credentialsIn(dataDir), startedAt, log);
    return interrupted ? 130 : await work(credentialsIn(dataDir));
  } finally {
    await stop(hub);
    rmSync(chosen ? log : dataDir, { recursive: true, force: true });
  }
}

async function untilReady(hub, credentials, startedAt, log) {
  const until = startedAt + READY_WITHIN_MS;
  while (!interrupted) {
    if (hub.exitCode !== null || hub.signalCode !== null)
      throw new ScriptError(`The hub did not start:\n\n${tail(log)}`);
    if (writtenAt(credentials) >= startedAt && (await answers(readApi(credentials)))) return;
    if (Date.now() > until) throw new ScriptError(`The hub was not ready in time:\n\n${tail(log)}`);
    await wait(250);
  }
}

async function stop(hub) {
  if (hub.exitCode !== null || hub.signalCode !== null) return;
  const exited = once(hub, 'exit');
  hub.kill('SIGTERM');
  const stopped = await Promise.race([exited, wait(STOP_WITHIN_MS, 'late', { ref: false })]);
  if (stopped !== 'late') return;
  console.error('The hub does not stop; ending it.');
  // The group, since the hub is a child of its start script.
  process.kill(-hub.pid, 'SIGKILL');
  await exited;
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-hub-demo-'));
  // As root the database runs under an account of its own, which has to pass through; all inside is closed by itself.
  if (isRoot()) chmodSync(folder, 0o711);
  return folder;
}

function defaultDataDir() {
  if (process.env.HUB_DATA_DIR) return resolve(process.env.HUB_DATA_DIR);
  return isRoot() ? '/var/lib/liaison-hub' : resolve('.hub');
}

function credentialsIn(dataDir) {
  return join(dataDir, 'demo-credentials.json');
}

function readApi(credentials) {
  try {
    return JSON.parse(readFileSync(credentials, 'utf8')).api;
  } catch {
    return undefined;
  }
}

function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function answers(api) {
  if (typeof api !== 'string') return false;
  try {
    return (await fetch(`${api}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

function tail(file) {
  return readFileSync(file, 'utf8').split('\n').slice(-30).join('\n');
}
