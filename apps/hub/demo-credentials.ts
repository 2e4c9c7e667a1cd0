import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Uuid } from '#kernel';
import { KeyFinder, authenticate, issueApiKey, revokeApiKeys, scopes } from '#identity';
import { ApiDatabase, createDataSource } from '#platform/database';
import { writePrivate } from './local-secrets';

/** The keys of one body: those of two officers, since an exception is asked for by one and decided by another. */
export interface DemoKeys {
  readonly apiKey: string;
  readonly secondApiKey: string;
}

/** Random API keys of the seeded bodies, for the demo and for a first look. */
export interface DemoCredentials {
  readonly api: string;
  readonly bodies: Readonly<Record<string, DemoKeys>>;
}

export interface MadeCredentials {
  readonly credentials: DemoCredentials;
  /** Bodies that had keys before and have others now. */
  readonly renewed: readonly string[];
}

/** Member of the file → name of the key. */
const keyNames: Readonly<Record<keyof DemoKeys, string>> = { apiKey: 'demo', secondApiKey: 'demo, second officer' };

export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'demo-credentials.json');
}

/**
 * The demo's keys: those of the file that still hold and may do all that a key can, and new ones in the place of others.
 * A start that is killed before the file is written leaves keys that nobody knows; the next start ends and replaces them.
 */
export async function demoCredentials(apiUrl: string, dataDir: string, api: string): Promise<MadeCredentials> {
  const dataSource = createDataSource({ url: apiUrl, applicationName: 'liaison-hub demo keys', poolSize: 1 });
  await dataSource.initialize();
  const database = new ApiDatabase(dataSource);
  try {
    const kept = readKept(credentialsFile(dataDir));
    const bodies = await database.statement<{ id: Uuid; slug: string }>(
      'SELECT id, slug FROM organisations ORDER BY slug',
    );
    const keys: Record<string, DemoKeys> = {};
    const renewed: string[] = [];
    for (const { id, slug } of bodies) {
      const keyFor = async (officer: keyof DemoKeys): Promise<string> => {
        const before = kept[slug]?.[officer];
        if (before !== undefined && (await mayDoAll(database, before, slug))) return before;
        if (before !== undefined) renewed.push(slug);
        return renew(database, id, keyNames[officer]);
      };
      keys[slug] = { apiKey: await keyFor('apiKey'), secondApiKey: await keyFor('secondApiKey') };
    }
    const credentials = { api, bodies: keys };
    writePrivate(credentialsFile(dataDir), credentials);
    return { credentials, renewed: [...new Set(renewed)] };
  } finally {
    await database.close();
  }
}

function readKept(file: string): Partial<Record<string, Partial<DemoKeys>>> {
  if (!existsSync(file)) return {};
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoCredentials>).bodies ?? {};
  } catch {
    return {};
  }
}

/** A key of a former version holds, and lacks what was added since: the API's users may not widen one, so it is replaced. */
async function mayDoAll(database: ApiDatabase, apiKey: string, slug: string): Promise<boolean> {
  return authenticate(new KeyFinder(database), systemClock, `Bearer ${apiKey}`).then(
    (caller) => caller.slug === slug && scopes.every((scope) => caller.scopes.includes(scope)),
    () => false,
  );
}

async function renew(database: ApiDatabase, organisationId: Uuid, name: string): Promise<string> {
  return database.transaction({ kind: 'body', organisationId }, async (tx) => {
    await revokeApiKeys(tx, systemClock, organisationId, name);
    return (await issueApiKey(tx, systemClock, { organisationId, name, scopes })).text;
  });
}
