import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import type { Uuid } from '#kernel';
import { LONGEST_OPENING } from '#referrals';
import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';

export class RequestOpeningDto {
  @ApiProperty({ type: String, format: 'uuid', description: 'Id of one message that your body was sent.' })
  @IsUUID()
  messageId: Uuid;

  @ApiProperty({
    minLength: 10,
    maxLength: 4000,
    description: 'Why it cannot wait. Kept sealed, and erased with the record.',
  })
  @IsString()
  @Length(10, 4_000)
  reason: string;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: LONGEST_OPENING,
    description: 'For how many minutes it is to be open, counted from the approval.',
  })
  @IsInt()
  @Min(1)
  @Max(LONGEST_OPENING)
  minutes: number;
}

export class ListOpeningsDto {
  @PageCursor()
  cursor?: Uuid;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
