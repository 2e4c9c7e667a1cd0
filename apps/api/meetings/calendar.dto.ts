import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { answers, type Answer } from '#meetings';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { SLUG } from '../routing-rules/release-facts.dto';
import { OneLine } from './meeting-series.dto';

export class AnswerMeetingDto {
  @ApiProperty({ enum: answers, description: 'Whether your body comes.' })
  @IsIn(answers)
  answer: Answer;
}

export class CreateFeedDto {
  @ApiProperty({ type: String, maxLength: 100, description: 'What it is for, to tell it from others.' })
  @OneLine(100)
  name: string;

  @ApiPropertyOptional({ type: String, pattern: SLUG.source, maxLength: 64, description: 'Only of this operation.' })
  @MayBeLeftOut()
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be the id of an operation, for example "afghanistan"' })
  operation?: string;
}

export class CalendarReplyDto {
  @ApiProperty({
    type: String,
    maxLength: 65_536,
    description: 'The REPLY as the calendar program wrote it: text/calendar (RFC 5545, 5546).',
  })
  @IsString()
  @Length(1)
  @MaxLength(65_536)
  calendar: string;
}
