import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root, ScriptError } from './run.mjs';

/** The servers of one test run; `stop()` ends them and removes their data, and can be called at any time. */
export class TestServices {
  #stops = [];
  #cleaner;

  /** A PostgreSQL that forgets on power failure, for speed. Needs a build. Returns the superuser's URL. */
  async postgres() {
    const { startEmbeddedPostgres } = createRequire(import.meta.url)(
      join(root, 'build/libs/platform/embedded/index.js'),
    );
    const dataDir = this.#directory('postgres', quickestPlace());
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
    const server = await startEmbeddedPostgres({ dataDir, database: 'test', settings });
    this.#afterwards({ pids: [server.pid] }, () => server.stop());
    return server.superuserUrl;
  }

  /** A Redis without eviction, as BullMQ asks. Returns its URL. */
  async redis(program) {
    const port = await freePort();
    const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', this.#directory('redis')];
    const server = spawn(program, [...args, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'], {
      stdio: 'ignore',
      // Ctrl-C is for the tests; the servers end after them.
      detached: true,
    });
    server.on('error', () => undefined);
    this.#afterwards({ pids: server.pid === undefined ? [] : [server.pid] }, () => ended(server));
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (await accepts(port)) return `redis://127.0.0.1:${port}/0`;
      if (server.exitCode !== null) break;
      await delay(50);
    }
    throw new ScriptError(`${program} does not start: run it by hand to see why.`);
  }

  async stop() {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  #directory(purpose, parent = tmpdir()) {
    const dir = mkdtempSync(join(parent, `liaison-hub-test-${purpose}-`));
    // Under root PostgreSQL runs as another account, which must get through.
    chmodSync(dir, 0o711);
    this.#afterwards({ directories: [dir] }, () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
    return dir;
  }

  /** Stops it when asked to, and all the same when this process is killed. */
  #afterwards({ pids = [], directories = [] }, stop) {
    this.#cleaner ??= startCleaner();
    const tell = (forget) => this.#cleaner.write(`${JSON.stringify({ pids, directories, forget })}\n`);
    tell(false);
    this.#stops.push(async () => {
      await stop();
      tell(true);
    });
  }
}

function startCleaner() {
  const cleaner = spawn(process.execPath, [join(root, 'scripts/lib/clean-up.mjs')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  cleaner.unref();
  cleaner.stdin.unref();
  cleaner.stdin.on('error', () => undefined);
  return cleaner.stdin;
}

const MEMORY = '/dev/shm';
/** Many times what the databases of a run take at once, with their log. */
const ROOM = 4 * 1024 ** 3;

/**
 * In memory where Linux offers enough: specs make a thousand databases of hundreds of files each, and some file systems
 * become slower with each file that was just removed.
 */
function quickestPlace() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

function ended(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return undefined;
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

function freePort() {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
