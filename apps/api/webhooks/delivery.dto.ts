import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsIn, IsUUID, Matches } from 'class-validator';
import { deliveryStates, type DeliveryState } from '#delivery';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})$/;
const NO_INSTANT = { message: 'must be a time with its zone, for example "2026-03-02T08:00:00Z"' };
const NO_TIME = { message: 'must be a time that exists' };

export class ListDeliveriesDto {
  @ApiPropertyOptional({ enum: deliveryStates, description: 'Only these; all when left out.' })
  @MayBeLeftOut()
  @IsIn(deliveryStates)
  state?: DeliveryState;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: '`next` of the page before.' })
  @MayBeLeftOut()
  @IsUUID(undefined, { message: 'must be the `next` of an earlier page' })
  after?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}

export class RecoverDto {
  @ApiProperty({ format: 'date-time', description: 'Events from this time on.' })
  @Matches(INSTANT, NO_INSTANT)
  @IsISO8601({ strict: true }, NO_TIME)
  since: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Only events before this time.' })
  @MayBeLeftOut()
  @Matches(INSTANT, NO_INSTANT)
  @IsISO8601({ strict: true }, NO_TIME)
  until?: string;
}
