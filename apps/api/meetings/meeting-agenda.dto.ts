import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { actionStates, attendanceStates, type ActionState, type AttendanceState } from '#meetings';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageLimit } from '../http/page-limit';
import { BodySlug, NO_SLUG, OperationId, SLUG, SLUGS } from '../http/slug';
import { PageCursor } from '../http/page-cursor';
import { DAY } from '../routing-rules/release-facts.dto';
import { AgendaTemplateItemDto, OccurrencesDto, OneLine } from './meeting-series.dto';

const REFERENCE = /^[A-Z0-9-]{1,40}$/;
/** Text of several lines; no control characters but tab and line break, and nothing that turns its direction unseen. */
export const TEXT = /^(?:[\t\n\r]|[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069])*$/u;
export const TEXT_MESSAGE = { message: 'must be text without control characters' };
const CHANGED = ['open', 'done', 'deferred', 'withdrawn'] as const;
const CLOSED = ['done', 'declined'] as const;

export class ProposeItemDto extends AgendaTemplateItemDto {
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: REFERENCE.source },
    maxItems: 50,
    description: 'References of messages that it is about; nothing of their content.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(REFERENCE, { each: true, message: 'must hold references such as AFG-2026-000123' })
  references?: string[];

  @ApiPropertyOptional({
    ...SLUGS,
    description: 'Who sees it, besides your body and who runs the meeting. Left out: all that take part.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(SLUG, NO_SLUG)
  visibleTo?: string[];
}

export class ChangeItemDto extends PartialType(
  PickType(ProposeItemDto, ['title', 'tag', 'minutes', 'presenter'] as const),
  {
    skipNullProperties: false,
  },
) {
  @ApiPropertyOptional({ enum: CHANGED, description: 'What became of it. Deferred: it comes to the next meeting.' })
  @MayBeLeftOut()
  @IsIn(CHANGED)
  state?: (typeof CHANGED)[number];
}

export class OrderAgendaDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    maxItems: 500,
    uniqueItems: true,
    description: 'Ids of items, in the order that they are to have. The others follow.',
  })
  @IsArray()
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  items: string[];
}

export class WriteNoteDto {
  @ApiProperty({
    type: String,
    maxLength: 20_000,
    description: 'The notes of the item: decisions and what led to them, by reference.',
  })
  @IsString()
  @MaxLength(20_000)
  @Matches(TEXT, TEXT_MESSAGE)
  note: string;
}

export class NoteAttendanceDto {
  @BodySlug({ description: 'The body. Left out: a visitor.', optional: true })
  body?: string;

  @ApiProperty({ enum: attendanceStates, description: 'Whether it is there, and how.' })
  @IsIn(attendanceStates)
  state: AttendanceState;

  @ApiPropertyOptional({ type: String, maxLength: 100, description: 'By which role. Never a name.' })
  @MayBeLeftOut()
  @OneLine(100)
  representedBy?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'When it came.' })
  @MayBeLeftOut()
  @IsISO8601({ strict: true })
  arrivedAt?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'When it left.' })
  @MayBeLeftOut()
  @IsISO8601({ strict: true })
  leftAt?: string;
}

export class RecordDecisionDto {
  @ApiProperty({ type: String, maxLength: 4_000, description: 'What was decided. References, no personal data.' })
  @IsString()
  @Length(1, 4_000)
  @Matches(TEXT, TEXT_MESSAGE)
  decision: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'A decision that it takes the place of.' })
  @MayBeLeftOut()
  @IsUUID()
  supersedes?: string;
}

export class RecordActionDto {
  @ApiProperty({ type: String, maxLength: 4_000, description: 'What is to be done. References, no personal data.' })
  @IsString()
  @Length(1, 4_000)
  @Matches(TEXT, TEXT_MESSAGE)
  task: string;

  @BodySlug({ description: 'The body that owns it.' })
  body: string;

  @ApiPropertyOptional({ type: String, maxLength: 100, description: 'The role in that body. Never a name.' })
  @MayBeLeftOut()
  @OneLine(100)
  responsible?: string;

  @ApiProperty({ type: String, format: 'date', description: 'The day on which it is due.' })
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  dueOn: string;
}

export class CloseActionDto {
  @ApiProperty({ enum: CLOSED, description: 'What became of it.' })
  @IsIn(CLOSED)
  outcome: (typeof CLOSED)[number];
}

export class ListDecisionsDto {
  @OperationId({ description: 'Only of this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'Only of this meeting.' })
  @MayBeLeftOut()
  @IsUUID()
  meeting?: string;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'Words, all of which it holds.' })
  @MayBeLeftOut()
  @OneLine(200)
  q?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}

export class ListActionsDto extends ListDecisionsDto {
  @BodySlug({ description: 'Only those of this body.', optional: true })
  body?: string;

  @ApiPropertyOptional({ enum: actionStates, description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(actionStates)
  state?: ActionState;
}

export class SearchRecordsDto extends OccurrencesDto {
  @ApiProperty({ type: String, minLength: 1, maxLength: 200, description: 'Words, all of which it holds.' })
  @OneLine(200)
  q: string;

  @OperationId({ description: 'Only of this operation.', optional: true })
  operation?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
