import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { answers, type Answer } from '#meetings';
import { OperationId } from '../http/slug';
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

  @OperationId({ description: 'Only of this operation.', optional: true })
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
