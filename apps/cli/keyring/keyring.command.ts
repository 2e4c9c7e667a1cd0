import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { DatabaseConfig } from '#config/database.config';
import { ConfigError, loadConfig } from '#config/load-config';
import { VaultConfig } from '#config/vault.config';
import { systemClock } from '#kernel';
import { WorkerDatabase, createDataSource } from '#platform/database';
import { doomAgain, keysToAdopt } from '#referrals';
import { vaultSettings } from '#runtime';
import { openVault, transitProvider, withNewVersion, withoutVersion } from '#vault';
import type { Environment, Print } from '../migrate.command';
import { changeRingFile } from './ring-file';

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A wait such as 90s, 30m or 1h, milliseconds. */
export function waitOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? [];
  const wait = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (Number.isNaN(wait)) throw new InvalidArgumentError('Write a wait as 90s, 30m or 1h.');
  return wait;
}

export function versionOf(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new InvalidArgumentError('A version is a whole number from 1 on.');
  return Number(text);
}

/** What wraps now, what wraps what is kept, and what the key store does not have yet. */
export async function keyringStatus(environment: Environment, print: Print): Promise<void> {
  const { current, versions } = await storeOf(environment).standing();
  print(`Current: ${current}`);
  for (const [version, count] of Object.entries(versions).sort())
    print(
      `${version}  ${count} wrapped keys${version === current ? '' : ', to be wrapped again by the tracking worker'}`,
    );
  const waiting = await keysOutside(environment);
  if (waiting === undefined) print('DATABASE_WORKER_URL is not set: keys outside of the key store were not counted.');
  for (const [table, count] of Object.entries(waiting ?? {}))
    print(`${table}  ${count} keys are not in the key store yet`);
}

/** A new version: in the key service, or in the file with the ring, to wrap once every process has had the time to get it. */
export async function rotateKeyring(
  environment: Environment,
  { file, after }: { readonly file?: string; readonly after: number },
  print: Print,
): Promise<void> {
  const { transit } = file === undefined ? vaultSettings(vaultConfig(environment)) : {};
  if (transit) {
    const provider = transitProvider(transit);
    await provider.rotate();
    print(`Current: ${await provider.current()}. The tracking worker wraps the rest again within a minute.`);
    return;
  }
  const from = new Date(systemClock.now().getTime() + after);
  const ring = changeRingFile(ringFile(environment, file), (keys) => withNewVersion(keys, from));
  print(`Version ${ring.at(-1)?.version ?? 0} is in the ring and wraps from ${from.toISOString()} on.`);
  print('Start every process again before then, so that each has the ring; keep a copy of it apart from the backups.');
}

/** Takes a version out of the ring that wraps nothing any more. @throws Error while something needs it. */
export async function retireVersion(
  environment: Environment,
  version: number,
  file: string | undefined,
  print: Print,
): Promise<void> {
  const { versions } = await storeOf(environment).standing();
  const wrapped = versions[`file:${version}`] ?? 0;
  if (wrapped > 0) throw new Error(`version ${version} still wraps ${wrapped} keys. See: hub keyring status`);
  if (version === 1) {
    const outside = await keysOutside(environment);
    if (outside === undefined)
      throw new Error('set DATABASE_WORKER_URL: version 1 may have wrapped keys outside of the key store');
    if (Object.keys(outside).length > 0)
      throw new Error('version 1 still wraps keys outside of the key store. See: hub keyring status');
  }
  changeRingFile(ringFile(environment, file), (ring) => withoutVersion(ring, version, systemClock.now()));
  print(`Version ${version} is no longer in the ring. A copy of the key store from before opens with it still.`);
}

/** Has the tracking worker destroy again what was erased: an older copy of the key store was put in place. */
export async function destroyAgain(environment: Environment, print: Print): Promise<void> {
  const count = await withWorker(environment, doomAgain);
  if (count === undefined) throw new ConfigError(['DATABASE_WORKER_URL is missing: the workers’ login user']);
  print(`${count} keys are destroyed again by the tracking worker, within seconds.`);
}

function vaultConfig(environment: Environment): VaultConfig {
  return loadConfig({ vault: VaultConfig }, environment, (path) => readFileSync(path, 'utf8')).vault;
}

function storeOf(environment: Environment): ReturnType<typeof openVault>['store'] {
  return openVault(vaultSettings(vaultConfig(environment)), systemClock).store;
}

function ringFile(environment: Environment, file: string | undefined): string {
  const path = file ?? environment['HUB_MASTER_KEY_FILE'];
  if (!path)
    throw new ConfigError(['HUB_MASTER_KEY_FILE is missing: the file with the key ring, or name it by --file']);
  return path;
}

/** References that the key store does not know yet; undefined when the database is not named. */
function keysOutside(environment: Environment): Promise<Readonly<Record<string, number>> | undefined> {
  return withWorker(environment, keysToAdopt);
}

/** Works on the workers' login user; undefined when it is not named. */
async function withWorker<T>(
  environment: Environment,
  work: (database: WorkerDatabase) => Promise<T>,
): Promise<T | undefined> {
  const { database } = loadConfig({ database: DatabaseConfig }, environment, (path) => readFileSync(path, 'utf8'));
  if (database.workerUrl === undefined) return undefined;
  const dataSource = createDataSource({ url: database.workerUrl, applicationName: 'liaison-hub keyring', poolSize: 1 });
  await dataSource.initialize();
  const worker = new WorkerDatabase(dataSource);
  try {
    return await work(worker);
  } finally {
    await worker.close();
  }
}
