import { Transform, Type } from 'class-transformer';
import { IsArray, IsBoolean, IsInt, IsString, Max, Min } from 'class-validator';
import { Env } from './load-config';

/** "true", "yes" and "1"; "false", "no" and "0"; another word stays as it is, and is refused. */
const yes = ({ value }: { value: unknown }): unknown => {
  if (typeof value !== 'string') return value;
  if (/^(?:1|true|yes)$/i.test(value)) return true;
  return /^(?:0|false|no)$/i.test(value) ? false : value;
};
const list = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : value;

/** How webhooks leave the hub. */
export class DeliveryConfig {
  /** Lets webhooks go to this machine. For development, demo and tests only. */
  @Env('DELIVERY_ALLOW_LOOPBACK')
  @Transform(yes)
  @IsBoolean()
  allowLoopback = false;

  /** Networks (CIDR, comma-separated) that webhooks may reach though they are private: closed networks. */
  @Env('DELIVERY_ALLOWED_NETWORKS')
  @Transform(list)
  @IsArray()
  @IsString({ each: true })
  allowedNetworks: string[] = [];

  /** One deadline for connecting, sending and reading an answer, milliseconds. */
  @Env('DELIVERY_DEADLINE_MS')
  @Type(() => Number)
  @IsInt()
  @Min(100)
  @Max(30_000)
  deadlineMs = 20_000;

  /** Shortens the retry schedule by this factor: for the demo and tests, where hours are too long. */
  @Env('DELIVERY_SCHEDULE_SCALE')
  @Type(() => Number)
  @Min(0.000_001)
  @Max(1)
  scheduleScale = 1;

  /** Lanes (endpoints) served at once by one process. */
  @Env('DELIVERY_LANES')
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  lanes = 32;
}
