import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** How long what is finished stays open, and after how long a quiet case is asked after. */
export class TrackingConfig {
  /** Days after which a finished case (completed, failed, cancelled or referred onward) is closed by the hub. */
  @Env('AUTO_CLOSE_DAYS')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(3_650)
  autoCloseDays = 30;

  /** Days without news after which an accepted case is asked after, again and again; not while it is on hold. */
  @Env('PROGRESS_REMINDER_DAYS')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  progressReminderDays = 14;
}
