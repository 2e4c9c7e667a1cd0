import { mkdirSync } from 'node:fs';
import { startEmbeddedPostgres } from '#platform/embedded';
import { Database, createDataSource, prepareDatabase } from '#platform/database';
import { loadOperations, seedDirectory } from '#directory';
import { kindsForRules } from '#messages';
import type { LocalSecrets } from './local-secrets';
import type { HubOptions } from './options';

export interface HubDatabases {
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly queueUrl: string;
  /** Names of the migrations that this start ran. */
  readonly migrated: readonly string[];
  stop(): Promise<void>;
}

/** A PostgreSQL with the newest schema, the seeded operations, and one login user per duty. */
export async function openDatabases(
  options: HubOptions,
  secrets: LocalSecrets,
  operationsDir: string,
): Promise<HubDatabases> {
  // Read first: a mistake in an operation file is told before anything is started.
  const operations = loadOperations(operationsDir, { messageKinds: kindsForRules() });
  mkdirSync(options.dataDir, { recursive: true });
  const embedded =
    options.databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir: options.dataDir, database: 'liaison_hub' })
      : undefined;
  try {
    const ownerUrl = embedded?.ownerUrl ?? options.databaseUrl ?? '';
    const apiUrl = withLogin(ownerUrl, 'hub_api', secrets.apiPassword);
    const workerUrl = withLogin(ownerUrl, 'hub_worker', secrets.workerPassword);
    const queueUrl = withLogin(ownerUrl, 'hub_queue', secrets.queuePassword);
    const { migrated } = await prepareDatabase({ ownerUrl, apiUrl, workerUrl, queueUrl });
    const owner = createDataSource({ url: ownerUrl, applicationName: 'liaison-hub seed', poolSize: 1 });
    await owner.initialize();
    const database = new Database(owner);
    await database.transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, operations));
    await database.close();
    return { apiUrl, workerUrl, queueUrl, migrated, stop: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

function withLogin(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = user;
  changed.password = password;
  return changed.href;
}
