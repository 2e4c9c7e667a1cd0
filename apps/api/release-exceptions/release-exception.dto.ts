import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { fieldGroups, type FieldGroup } from '#directory';
import { exceptionStates } from '#referrals';
import { PageLimit } from '../http/page-limit';
import { BodySlug } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export class RequestExceptionDto {
  @BodySlug({ description: 'The one body that is to have the case.' })
  recipient: string;

  @ApiProperty({ minLength: 10, maxLength: 4000, description: 'Why a life is at risk. Kept sealed.' })
  @IsString()
  @Length(10, 4_000)
  reason: string;

  @ApiProperty({ format: 'date-time', description: 'Until when it is to hold: 72 hours ahead at most.' })
  @Matches(INSTANT, { message: 'must be a time with its zone, for example "2026-03-02T08:00:00Z"' })
  @IsISO8601({ strict: true }, { message: 'must be a time that exists' })
  expiresAt: string;

  @ApiPropertyOptional({
    enum: fieldGroups,
    isArray: true,
    minItems: 1,
    description: 'Groups of fields that it covers. Left out: what the operation’s profiles show that body. Never more.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsIn(fieldGroups, { each: true, message: `must hold codes of this list: ${fieldGroups.join(', ')}` })
  groups?: FieldGroup[];
}

export class DecideExceptionDto {
  @ApiPropertyOptional({ maxLength: 2000, description: 'Why it was decided so. Kept sealed.' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}

export class ListExceptionsDto {
  @ApiPropertyOptional({ enum: exceptionStates, description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(exceptionStates)
  state?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
