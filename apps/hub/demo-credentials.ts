import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Uuid } from '#kernel';
import { KeyFinder, authenticate, issueApiKey, revokeApiKeys, scopes } from '#identity';
import { ApiDatabase, createDataSource } from '#platform/database';
import { writePrivate } from './local-secrets';

/** Random API keys of the seeded bodies, for the demo and for a first look. */
export interface DemoCredentials {
  readonly api: string;
  readonly bodies: Readonly<Record<string, { readonly apiKey: string }>>;
}

const KEY_NAME = 'demo';

export function credentialsFile(dataDir: string): string {
  return join(dataDir, 'demo-credentials.json');
}

/** The demo's keys: those of the file that still hold, and new ones for the other bodies. */
export async function demoCredentials(apiUrl: string, dataDir: string, api: string): Promise<DemoCredentials> {
  const dataSource = createDataSource({ url: apiUrl, applicationName: 'liaison-hub demo keys', poolSize: 1 });
  await dataSource.initialize();
  const database = new ApiDatabase(dataSource);
  try {
    const kept = readKept(credentialsFile(dataDir));
    const bodies = await database.statement<{ id: Uuid; slug: string }>(
      'SELECT id, slug FROM organisations ORDER BY slug',
    );
    const keys: Record<string, { apiKey: string }> = {};
    for (const { id, slug } of bodies) {
      const before = kept[slug]?.apiKey;
      keys[slug] = {
        apiKey: before !== undefined && (await holds(database, before, slug)) ? before : await renew(database, id),
      };
    }
    const credentials = { api, bodies: keys };
    writePrivate(credentialsFile(dataDir), credentials);
    return credentials;
  } finally {
    await database.close();
  }
}

function readKept(file: string): Partial<Record<string, { apiKey: string }>> {
  if (!existsSync(file)) return {};
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Partial<DemoCredentials>).bodies ?? {};
  } catch {
    return {};
  }
}

async function holds(database: ApiDatabase, apiKey: string, slug: string): Promise<boolean> {
  return authenticate(new KeyFinder(database), systemClock, `Bearer ${apiKey}`).then(
    (caller) => caller.slug === slug,
    () => false,
  );
}

async function renew(database: ApiDatabase, organisationId: Uuid): Promise<string> {
  return database.transaction({ kind: 'body', organisationId }, async (tx) => {
    await revokeApiKeys(tx, systemClock, organisationId, KEY_NAME);
    return (await issueApiKey(tx, systemClock, { organisationId, name: KEY_NAME, scopes })).text;
  });
}
