import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { migrations } from './migrations';

export interface DataSourceOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly poolSize: number;
  /** A statement is ended after so many milliseconds; 0: never. Default one minute. */
  readonly statementTimeoutMs?: number;
  readonly entities?: readonly EntityTarget<ObjectLiteral>[];
}

/** One connection pool with the hub's migrations and entities. The schema changes by migration only. */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    entities: [...(options.entities ?? [])] as never[],
    migrations: [...migrations],
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    // TypeORM otherwise runs CREATE EXTENSION "uuid-ossp", which the application roles may not.
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    extra: {
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
      // A lost peer must not hold a row lock for ever.
      idle_in_transaction_session_timeout: 60_000,
      statement_timeout: options.statementTimeoutMs ?? 60_000,
      keepAlive: true,
      // Statements of a transaction leave without waiting for the answers of those before.
      pipeline: true,
    },
  });
}
