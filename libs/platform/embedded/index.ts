export { defaultDataDir } from './data-directory';
export { EmbeddedPostgresError, type EmbeddedPostgresProblem } from './embedded-postgres.error';
export { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres';
