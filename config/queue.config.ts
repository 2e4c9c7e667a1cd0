import { IsOptional, Matches } from 'class-validator';
import { Env } from './load-config';

/** Where wake-ups travel. One of the two is set. */
export class QueueConfig {
  /** Redis ≥ 6.2 or Valkey with maxmemory-policy noeviction. */
  @Env('REDIS_URL')
  @IsOptional()
  @Matches(/^rediss?:\/\/\S+$/, { message: '$property must be redis://host:port' })
  redisUrl?: string;

  /** A PostgreSQL user that owns the schema "queue": BullMQ's PostgreSQL backend, for a hub without Redis. */
  @Env('QUEUE_DATABASE_URL')
  @IsOptional()
  @Matches(/^postgres(?:ql)?:\/\/\S+$/, { message: '$property must be postgres://user:password@host:port/database' })
  databaseUrl?: string;
}
