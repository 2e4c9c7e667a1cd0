import { readFileSync } from 'node:fs';
import { DatabaseConfig } from '#config/database.config';
import { ConfigError, loadConfig } from '#config/load-config';
import type { Uuid } from '#kernel';
import { ApiDatabase, createDataSource, type Transaction } from '#platform/database';
import type { Environment } from './migrate.command';

/** Works as the API does: on the API's login user, in the body's own context. */
export async function asBody<T>(
  environment: Environment,
  organisation: string,
  work: (tx: Transaction, organisationId: Uuid) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ database: DatabaseConfig }, environment, (path) => readFileSync(path, 'utf8'));
  const { apiUrl: url, pooler } = config.database;
  if (url === undefined) throw new ConfigError(['DATABASE_URL is missing: the login user of the API']);
  const dataSource = createDataSource({ url, applicationName: 'liaison-hub command', poolSize: 1, pooler });
  await dataSource.initialize();
  const database = new ApiDatabase(dataSource);
  try {
    const bodies = await database.statement<{ id: Uuid; slug: string }>(
      'SELECT id, slug FROM organisations ORDER BY slug',
    );
    const found = bodies.find(({ slug }) => slug === organisation);
    if (!found)
      throw new Error(
        bodies.length === 0
          ? 'No bodies are on record. Run migrate first.'
          : `There is no body "${organisation}". There are: ${bodies.map(({ slug }) => slug).join(', ')}.`,
      );
    return await database.transaction({ kind: 'body', organisationId: found.id }, (tx) => work(tx, found.id));
  } finally {
    await database.close();
  }
}
