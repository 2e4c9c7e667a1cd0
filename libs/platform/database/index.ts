export { Batcher, outcomeOf, type BatchWork, type OrAlone, type Outcome } from './batcher';
export { createDataSource, type DataSourceOptions, type Pooler } from './data-source';
export { ApiDatabase, Database, RunAgain, Transaction, WorkerDatabase, sqlState, type SqlValue } from './database';
export { migrations } from './migrations';
export { prepareDatabase, type PrepareOptions } from './prepare';
export type { RowContext } from './row-context';
