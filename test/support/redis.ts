import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { cleanUpAfterwards, eventually, freePort, temporaryDirectory } from './servers';

export interface RedisOptions {
  /** A free one when left out; give the old one to bring a killed server back where it was. */
  readonly port?: number;
  /** Append-only file with fsync on every write: survives `kill()` when started again on the same `dir`. */
  readonly aof?: boolean;
  /** Where it keeps its data; a fresh temporary directory, removed afterwards, when left out. */
  readonly dir?: string;
}

/** A Redis (or Valkey) of one spec, without eviction as BullMQ asks. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  readonly pid: number;
  /** Orderly shutdown. */
  readonly stop: () => Promise<void>;
  /** SIGKILL: the power failed. */
  readonly kill: () => Promise<void>;
}

/** The shared server's URL: the one `npm test` started (`TEST_REDIS_URL`), else one of this process. */
export async function startTestRedis(): Promise<string> {
  const given = process.env['TEST_REDIS_URL'];
  return given !== undefined && given !== '' ? given : (await startRedis()).url;
}

/** A server of one's own, for tests that break it. It ends with this process at the latest. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? temporaryDirectory('redis');
  const child = spawn(redisServer(), serverArguments(port, dir, options.aof ?? false), { stdio: 'ignore' });
  // A forgotten server must not keep Jest from ending.
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error(`Redis did not start: ${redisServer()} cannot be run.`);
  const forget = cleanUpAfterwards({ pids: [pid], directories: [] });
  child.once('exit', forget);
  if (options.dir === undefined) cleanUpAfterwards({ pids: [], directories: [dir] });
  await eventually(`Redis answers on port ${port}`, async () => {
    if (hasExited(child)) throw new Error(`Redis ended at once; is port ${port} taken?`);
    return pongs(port);
  });
  return {
    url: `redis://127.0.0.1:${port}/0`,
    port,
    dir,
    pid,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

function serverArguments(port: number, dir: string, aof: boolean): readonly string[] {
  return [
    ...['--bind', '127.0.0.1', '--port', String(port), '--dir', dir, '--daemonize', 'no'],
    ...['--save', '', '--appendonly', aof ? 'yes' : 'no', '--appendfsync', aof ? 'always' : 'no'],
    ...['--maxmemory-policy', 'noeviction'],
  ];
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(child)) return;
  const gone = new Promise<void>((done) =>
    child.once('exit', () => {
      done();
    }),
  );
  child.kill(signal);
  await gone;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** `REDIS_SERVER`, which `npm test` sets; else what it provisioned before; else the PATH. */
function redisServer(): string {
  const given = process.env['REDIS_SERVER'];
  if (given !== undefined && given !== '') return given;
  const dirs = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = dirs.flatMap((dir) => ['redis-server', 'valkey-server'].map((name) => join(dir, name)));
  const found = [...candidates, resolve('.hub/tools/redis/redis-server')].find(isExecutable);
  if (found === undefined) throw new Error('No redis-server here: `npm test` fetches one, or set REDIS_SERVER.');
  return found;
}

function isExecutable(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function pongs(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      socket.destroy();
      answer(data.toString().startsWith('+PONG'));
    });
    socket.once('error', () => {
      answer(false);
    });
    socket.once('close', () => {
      answer(false);
    });
  });
}
