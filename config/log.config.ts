import { IsIn } from 'class-validator';
import { Env } from './load-config';

/** What the process says on standard output, as JSON lines. */
export class LogConfig {
  @Env('LOG_LEVEL')
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  level = 'info';
}
