import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Env } from './load-config';

const POSTGRES_URL = /^postgres(?:ql)?:\/\/\S+$/;
const SHAPE = { message: '$property must be postgres://user:password@host:port/database' };

/** The record. Each login user is a member of one group role: liaison_api or liaison_worker. */
export class DatabaseConfig {
  /** Login user of the API: sees one body at a time. Needed by the API only. */
  @Env('DATABASE_URL')
  @IsOptional()
  @Matches(POSTGRES_URL, SHAPE)
  apiUrl?: string;

  /** Login user of the workers. Needed by the workers only. */
  @Env('DATABASE_WORKER_URL')
  @IsOptional()
  @Matches(POSTGRES_URL, SHAPE)
  workerUrl?: string;

  /** Owner of the schema: needed by `migrate` only, never by a serving process. */
  @Env('DATABASE_OWNER_URL')
  @IsOptional()
  @Matches(POSTGRES_URL, SHAPE)
  ownerUrl?: string;

  /**
   * What stands between the processes and PostgreSQL: `transaction` for PgBouncer and its like with pool_mode = transaction.
   * The hub then prepares no named statements and asks nothing of a connection that outlives a transaction. `migrate` and a
   * queue in PostgreSQL always need a connection of their own.
   */
  @Env('DATABASE_POOLER')
  @IsIn(['none', 'transaction'])
  pooler: 'none' | 'transaction' = 'none';

  /** Connections of an API process. */
  @Env('DATABASE_POOL')
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(200)
  poolSize = 16;

  /**
   * Connections of the workers of a process. They write in groups, so few are busy at once, and each one more costs: PostgreSQL
   * plans every statement anew for it and maps its own view of the shared memory.
   */
  @Env('DATABASE_WORKER_POOL')
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(200)
  workerPoolSize = 4;
}
