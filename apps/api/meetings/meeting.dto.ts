import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { meetingStates, type MeetingState } from '#meetings';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';
import { BodySlug, OperationId } from '../http/slug';
import { PageCursor } from '../http/page-cursor';
import { OccurrencesDto, OneLine, WallTime } from './meeting-series.dto';

export class RescheduleMeetingDto {
  @ApiPropertyOptional({ type: String, maxLength: 16, description: 'When it begins: wall clock of its zone.' })
  @MayBeLeftOut()
  @WallTime()
  start?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 5, maximum: 720, description: 'How long it lasts, minutes.' })
  @MayBeLeftOut()
  @IsInt()
  @Min(5)
  @Max(720)
  minutes?: number;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'What is met about. No personal data.' })
  @MayBeLeftOut()
  @OneLine(200)
  title?: string;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'Where.' })
  @MayBeLeftOut()
  @OneLine(200)
  place?: string;

  @ApiPropertyOptional({ type: String, maxLength: 500, description: 'Where to join from elsewhere: https.' })
  @MayBeLeftOut()
  @OneLine(500)
  link?: string;
}

export class CancelMeetingDto {
  @ApiProperty({ type: String, maxLength: 500, description: 'Why it does not take place. No personal data.' })
  @OneLine(500)
  reason: string;
}

export class ListMeetingsDto extends OccurrencesDto {
  @OperationId({ description: 'Only of this operation.', optional: true })
  operation?: string;

  @BodySlug({ description: 'Only those of this body.', optional: true })
  body?: string;

  @ApiPropertyOptional({ enum: meetingStates, description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(meetingStates)
  state?: MeetingState;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
