import 'reflect-metadata';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { migrations } from './migrations';

/** What stands between the hub and its PostgreSQL: nothing, or a pooler that gives each transaction any connection. */
export const poolers = ['none', 'transaction'] as const;
export type Pooler = (typeof poolers)[number];

/** A statement is ended after so long, and a transaction in which nothing happens: a lost peer must not hold a row lock for ever. */
export const SESSION_TIMEOUTS_MS = { statement_timeout: 60_000, idle_in_transaction_session_timeout: 60_000 } as const;

export interface DataSourceOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly poolSize: number;
  /** A statement is ended after so many milliseconds; 0: never. Default one minute. Not through a pooler. */
  readonly statementTimeoutMs?: number;
  /** Default: none. */
  readonly pooler?: Pooler;
  readonly entities?: readonly EntityTarget<ObjectLiteral>[];
}

/** Whether what a transaction prepares is there for the next one on the same connection of the pool. */
export function keepsPreparedStatements(dataSource: DataSource): boolean {
  const { extra } = dataSource.options as { readonly extra?: { readonly pooler?: Pooler } };
  return extra?.pooler !== 'transaction';
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
      // A connection knows how to do the hub's statements; who comes after a quiet hour does not wait for a new one to learn it.
      idleTimeoutMillis: 3_600_000,
      pooler: options.pooler ?? 'none',
      // A pooler's connections are not this process's to set up: there the login user's settings hold (prepare.ts).
      ...(options.pooler === 'transaction'
        ? {}
        : {
            ...SESSION_TIMEOUTS_MS,
            ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
          }),
      // Sooner than what stands in between forgets a connection on which nothing is said.
      keepAlive: true,
      keepAliveInitialDelayMillis: 60_000,
      // Statements of a transaction leave without waiting for the answers of those before.
      pipeline: true,
    },
  });
}
