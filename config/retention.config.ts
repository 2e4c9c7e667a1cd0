import { Type } from 'class-transformer';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** Days by kind of message, for example `referral:1825,*:1095`. */
const DAYS_BY_KIND = /^(?:(?:\*|[a-z][a-z0-9-]{0,63}):[1-9]\d{0,4})(?:,(?:\*|[a-z][a-z0-9-]{0,63}):[1-9]\d{0,4})*$/;

/** How long the record keeps content, and what was sent to partners' systems. */
export class RetentionConfig {
  /**
   * Days after which the content of a message that is over is erased for good, by kind; `*` is every other. A kind without
   * days is kept until somebody asks.
   */
  @Env('CONTENT_RETENTION')
  @Matches(DAYS_BY_KIND, { message: '$property must be days by kind, for example referral:1825,*:1095' })
  content = 'referral:1825,*:1095';

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
