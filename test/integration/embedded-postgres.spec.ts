import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded';
import { accepts, cleanUpAfterwards, eventually, isRunning, temporaryDirectory } from '#test/servers';

jest.setTimeout(60_000);

const database = 'liaison';
const asRoot = process.getuid?.() === 0;

describe('embedded PostgreSQL', () => {
  let base: string;
  let dataDir: string;
  let running: EmbeddedPostgres[] = [];

  const start = async (overrides: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) => {
    const server = await startEmbeddedPostgres({ dataDir, database, ...overrides });
    running.push(server);
    return server;
  };
  const cluster = () => join(dataDir, 'postgres', 'data');

  beforeAll(() => {
    base = temporaryDirectory('embedded');
    cleanUpAfterwards({ pids: [], directories: [base] });
  });

  beforeEach(() => {
    dataDir = join(base, randomUUID());
    mkdirSync(dataDir);
    chmodSync(dataDir, 0o711);
  });

  afterEach(async () => {
    await Promise.all(running.map((server) => server.stop()));
    running = [];
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  describe('first start', () => {
    it('serves the database to its owner, who is no superuser', async () => {
      const server = await start();
      const [row] = await query(
        server.ownerUrl,
        `SELECT current_database() AS name, rolsuper, rolbypassrls, rolcreaterole
           FROM pg_roles WHERE rolname = current_user`,
      );
      expect(row).toEqual({ name: database, rolsuper: false, rolbypassrls: false, rolcreaterole: true });
    });

    it('is durable and listens on the loopback only', async () => {
      const server = await start();
      const rows = await query(
        server.superuserUrl,
        `SELECT name, setting FROM pg_settings WHERE name IN
           ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories', 'data_checksums') ORDER BY name`,
      );
      expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
        data_checksums: 'on',
        fsync: 'on',
        listen_addresses: '127.0.0.1',
        synchronous_commit: 'on',
        unix_socket_directories: '',
      });
    });

    it('keeps the password from others and accepts no other', async () => {
      const server = await start();
      expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
      const wrong = server.superuserUrl.replace(encodeURIComponent(server.superuserPassword), 'guess');
      await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    });

    it('logs no failing statement and no row', async () => {
      const server = await start();
      await expect(query(server.ownerUrl, `SELECT 'a-private-word'::uuid`)).rejects.toThrow();
      await server.stop();
      expect(readLogs(dataDir)).toContain('database system is ready');
      expect(readLogs(dataDir)).not.toContain('a-private-word');
    });

    it('leaves nothing running after stop', async () => {
      const server = await start();
      await server.stop();
      expect(await accepts(server.port)).toBe(false);
      // It has ended; its pid stays taken until this process has waited for its child.
      await eventually('the server is gone', () => !isRunning(server.pid));
    });

    (asRoot ? it : it.skip)('runs PostgreSQL as another account than root', async () => {
      const server = await start();
      expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
      expect(statSync(cluster()).uid).not.toBe(0);
    });
  });

  describe('next start', () => {
    it('finds the data of the first', async () => {
      await keepWord(await start(), 'written before');
      await running[0]!.stop();
      expect(await wordsIn(await start())).toEqual(['written before']);
    });

    it('adopts the server of a hub that was killed', async () => {
      const hub = await startHubProcess(dataDir);
      await keepWord(hub.server, 'written by the killed hub');
      await killed(hub.process);

      const server = await start();
      expect(server).toMatchObject({ adopted: true, pid: hub.server.pid, port: hub.server.port });
      expect(await wordsIn(server)).toEqual(['written by the killed hub']);
      await server.stop();
      expect(await accepts(hub.server.port)).toBe(false);
    });

    it('recovers what was committed when hub and server were both killed', async () => {
      const hub = await startHubProcess(dataDir);
      await keepWord(hub.server, 'acknowledged');
      await killed(hub.process);
      process.kill(hub.server.pid, 'SIGKILL');

      const server = await start();
      expect(server.adopted).toBe(false);
      expect(await wordsIn(server)).toEqual(['acknowledged']);
    });

    it('starts in spite of a postmaster.pid of a process that is gone', async () => {
      await (await start()).stop();
      writePostmasterFile(cluster(), deadPid());
      expect((await start()).adopted).toBe(false);
    });

    it('starts in spite of a postmaster.pid whose pid now belongs to another program', async () => {
      await (await start()).stop();
      const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
        stdio: 'ignore',
        // PostgreSQL itself only believes in a live pid of its own account.
        ...(asRoot ? { uid: statSync(cluster()).uid, cwd: '/' } : {}),
      });
      writePostmasterFile(cluster(), stranger.pid!);
      try {
        expect((await start()).adopted).toBe(false);
        expect(stranger.exitCode).toBeNull();
      } finally {
        await killed(stranger);
      }
    });

    it('makes the cluster anew when the first start was killed in the middle of it', async () => {
      mkdirSync(join(dataDir, 'postgres', 'data.new-half', 'base'), { recursive: true });
      writeFileSync(join(dataDir, 'postgres', 'data.new-half', 'PG_VERSION'), '18\n');
      mkdirSync(join(cluster(), 'base'), { recursive: true });
      await start();
      const left = readdirSync(join(dataDir, 'postgres'));
      expect(left).not.toContain('data.new-half');
      expect(left.filter((name) => name.startsWith('data.incomplete-'))).toHaveLength(1);
    });

    it('works again after a hub was killed at any moment of its first start', async () => {
      for (const moment of [300, 600, 900, 1_200]) {
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
        mkdirSync(dataDir);
        chmodSync(dataDir, 0o711);
        const hub = spawnHub(dataDir);
        await elapsed(moment);
        await killed(hub);
        const server = await start();
        expect(await query(server.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
        await server.stop();
      }
    });

    it('uses the port it is given, and says so when it is taken', async () => {
      const blocker = createServer().listen(0, '127.0.0.1');
      await eventually('the port is taken', () => blocker.listening);
      const address = blocker.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      try {
        await expect(start({ port })).rejects.toMatchObject({
          problem: 'start_failed',
          message: expect.stringContaining('Address already in use') as string,
        });
      } finally {
        await new Promise((done) => blocker.close(done));
      }
      expect((await start({ port })).port).toBe(port);
    });
  });

  describe('refuses', () => {
    it('a second hub on the same directory, and leaves the first alone', async () => {
      const first = await start();
      await expect(start()).rejects.toMatchObject({ problem: 'already_running' });
      expect(await query(first.ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    it('a second hub process, by the pid of the first', async () => {
      const hub = await startHubProcess(dataDir);
      await expect(start()).rejects.toThrow(`process ${hub.process.pid!}`);
      hub.process.kill('SIGTERM');
      await exited(hub.process);
      expect((await start()).adopted).toBe(false);
    });

    it('no one for a lock whose pid now belongs to another process', async () => {
      const stranger = JSON.stringify({ pid: process.pid, startedAt: 'long ago', token: 'gone' });
      writeFileSync(join(dataDir, 'hub.lock'), stranger);
      await expect(start()).resolves.toMatchObject({ adopted: false });
    });

    it('all but one of many that start at once', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => start()));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('data of another major version', async () => {
      await (await start()).stop();
      writeFileSync(join(cluster(), 'PG_VERSION'), '17\n');
      await expect(start()).rejects.toMatchObject({
        problem: 'wrong_major_version',
        message: expect.stringContaining('PostgreSQL 17') as string,
      });
    });

    it('a cluster whose password file is lost', async () => {
      await (await start()).stop();
      renameSync(join(dataDir, 'postgres', 'password'), join(dataDir, 'elsewhere'));
      await expect(start()).rejects.toMatchObject({ problem: 'password_missing' });
      expect(existsSync(join(cluster(), 'PG_VERSION'))).toBe(true);
    });

    (asRoot ? it : it.skip)('a directory that its account cannot enter, naming the one that is closed', async () => {
      const closed = join(dataDir, 'closed');
      mkdirSync(join(closed, 'inner'), { recursive: true });
      execFileSync('chmod', ['700', closed]);
      await expect(start({ dataDir: join(closed, 'inner') })).rejects.toMatchObject({
        problem: 'data_dir_unreachable',
        message: expect.stringContaining(`chmod o+x ${closed}`) as string,
      });
    });
  });
});

interface HubProcess {
  readonly process: ChildProcess;
  readonly server: EmbeddedPostgres;
}

/** A hub in small, from the sources: starts the server, says so in a line, and stops it on SIGTERM. */
const hubScript = `
  const { readFileSync } = require('node:fs');
  const { transformSync } = require('@swc/core');
  require.extensions['.ts'] = (module, filename) => {
    const jsc = { target: 'es2023', parser: { syntax: 'typescript' } };
    const options = { filename, swcrc: false, module: { type: 'commonjs' }, jsc };
    module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
  };
  const [entry, dataDir, database] = process.argv.slice(1);
  const { startEmbeddedPostgres } = require(entry);
  startEmbeddedPostgres({ dataDir, database }).then((server) => {
    process.once('SIGTERM', () => server.stop().then(() => process.exit(0)));
    console.log(JSON.stringify(server));
    setInterval(() => undefined, 1000);
  });`;

function spawnHub(dataDir: string): ChildProcess {
  const entry = join(__dirname, '../../libs/platform/embedded/index.ts');
  return spawn(process.execPath, ['--eval', hubScript, entry, dataDir, database], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function startHubProcess(dataDir: string): Promise<HubProcess> {
  const child = spawnHub(dataDir);
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await eventually('the hub process has its server', () => said.includes('\n'), 30_000);
  return { process: child, server: JSON.parse(said) as EmbeddedPostgres };
}

async function exited(child: ChildProcess): Promise<void> {
  await eventually(
    `process ${child.pid ?? 0} ends`,
    () => child.exitCode !== null || child.signalCode !== null,
    30_000,
  );
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await exited(child);
}

async function keepWord(server: EmbeddedPostgres, word: string): Promise<void> {
  await query(server.ownerUrl, 'CREATE TABLE IF NOT EXISTS words (word text)');
  await query(server.ownerUrl, `INSERT INTO words VALUES ('${word}')`);
}

async function wordsIn(server: EmbeddedPostgres): Promise<unknown[]> {
  return (await query(server.ownerUrl, 'SELECT word FROM words')).map(({ word }) => word);
}

async function query(url: string, sql: string): Promise<{ [column: string]: unknown; name?: string; word?: string }[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function readLogs(dataDir: string): string {
  const dir = join(dataDir, 'postgres', 'log');
  return readdirSync(dir)
    .map((name) => readFileSync(join(dir, name), 'utf8'))
    .join('\n');
}

function writePostmasterFile(cluster: string, pid: number): void {
  const file = join(cluster, 'postmaster.pid');
  writeFileSync(file, `${pid}\n${cluster}\n1790000000\n5999\n\n127.0.0.1\n  1234567         8\nready   \n`);
  if (!asRoot) return;
  const { uid, gid } = statSync(cluster);
  execFileSync('chown', [`${uid}:${gid}`, file]);
}

function deadPid(): number {
  const script = 'process.stdout.write(String(process.pid))';
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

async function elapsed(milliseconds: number): Promise<void> {
  const until = Date.now() + milliseconds;
  await eventually('time passes', () => Date.now() >= until, milliseconds + 5_000);
}
