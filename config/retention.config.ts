import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** How long the record keeps what was sent to partners' systems. */
export class RetentionConfig {
  /** Days for which an attempt to send a webhook is kept at least; a month's attempts go together, once the last is as old. */
  @Env('ATTEMPT_RETENTION_DAYS')
  @Type(() => Number)
  @IsInt()
  @Min(7)
  @Max(3_650)
  attemptDays = 90;

  /** Days after which a webhook that is done (delivered, exhausted or superseded) is removed, once its attempts are gone. */
  @Env('DELIVERY_RETENTION_DAYS')
  @Type(() => Number)
  @IsInt()
  @Min(8)
  @Max(36_500)
  deliveryDays = 400;
}
