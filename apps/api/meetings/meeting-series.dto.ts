import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { agendaTags, approvalRules, type AgendaTag, type ApprovalRule } from '#meetings';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { BodySlug, NO_SLUG, OperationId, SLUG, SLUGS } from '../http/slug';

const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const WALL_MESSAGE = 'must be a time on the wall of the zone: 2026-03-25T09:00';
/** Neither control characters nor marks that turn the direction of the text: a title stands in mails and calendars. */
const LINE = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]+$/u;
const LINE_MESSAGE = { message: 'must be one line of text without control characters' };

export const OneLine =
  (length: number): PropertyDecorator =>
  (target, key) => {
    IsString()(target, key);
    Length(1, length)(target, key);
    Matches(LINE, LINE_MESSAGE)(target, key);
  };

export const WallTime = (): PropertyDecorator => Matches(WALL, { message: WALL_MESSAGE });

export class AgendaTemplateItemDto {
  @ApiProperty({ type: String, maxLength: 200, description: 'What it is about. No personal data.' })
  @OneLine(200)
  title: string;

  @ApiProperty({ enum: agendaTags, description: 'What is wanted of it.' })
  @IsIn(agendaTags)
  tag: AgendaTag;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 240, description: 'How long it may take, minutes.' })
  @IsInt()
  @Min(1)
  @Max(240)
  minutes: number;

  @BodySlug({ description: 'The body that presents it.', optional: true })
  presenter?: string;
}

/** How meetings are run. What is left out is usual. */
export class MeetingSettingsDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 50,
    description: 'Bodies that must be present for a decision.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(50)
  quorum?: number;

  @ApiPropertyOptional({ enum: approvalRules, description: 'Who must approve minutes.' })
  @MayBeLeftOut()
  @IsIn(approvalRules)
  approval?: ApprovalRule;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 60, description: 'Days after which silence approves.' })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(60)
  silenceDays?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: 336,
    description: 'Hours before the start at which the agenda is frozen.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(336)
  cutOffHours?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 336,
    description: 'Hours before the start at which bodies are reminded.',
  })
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(336)
  reminderHours?: number;

  @ApiPropertyOptional({ type: [AgendaTemplateItemDto], maxItems: 30, description: 'Items that every meeting has.' })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => AgendaTemplateItemDto)
  agenda?: AgendaTemplateItemDto[];
}

class WhenAndWhereDto extends MeetingSettingsDto {
  @ApiProperty({ type: String, maxLength: 200, description: 'What is met about. No personal data.' })
  @OneLine(200)
  title: string;

  @ApiProperty({ ...SLUGS, description: 'Who is invited, besides chair and secretary.' })
  @IsArray()
  @ArrayMaxSize(50)
  @Matches(SLUG, NO_SLUG)
  bodies: string[];

  @ApiPropertyOptional({ type: String, maxLength: 64, description: "IANA name. Left out: the operation's zone." })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 64)
  timeZone?: string;

  @ApiProperty({
    type: String,
    pattern: WALL.source,
    maxLength: 16,
    description: 'When it begins: wall clock of the zone.',
  })
  @WallTime()
  start: string;

  @ApiProperty({ type: 'integer', minimum: 5, maximum: 720, description: 'How long it lasts, minutes.' })
  @IsInt()
  @Min(5)
  @Max(720)
  minutes: number;

  @ApiPropertyOptional({ type: String, maxLength: 200, description: 'Where.' })
  @MayBeLeftOut()
  @OneLine(200)
  place?: string;

  @ApiPropertyOptional({ type: String, maxLength: 500, description: 'Where to join from elsewhere: https.' })
  @MayBeLeftOut()
  @OneLine(500)
  link?: string;
}

class OperationAndBodiesDto extends WhenAndWhereDto {
  @BodySlug({ description: 'The body that chairs.' })
  chair: string;

  @BodySlug({ description: 'The body that keeps the record.' })
  secretary: string;

  @ApiProperty({ type: String, maxLength: 300, description: 'RRULE (RFC 5545), for example FREQ=WEEKLY;BYDAY=WE.' })
  @IsString()
  @Length(1, 300)
  rule: string;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: WALL.source },
    maxItems: 200,
    description: 'Starts that do not take place.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @Matches(WALL, { each: true, message: WALL_MESSAGE })
  except?: string[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: WALL.source },
    maxItems: 200,
    description: 'Further starts.',
  })
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @Matches(WALL, { each: true, message: WALL_MESSAGE })
  extra?: string[];
}

export class CreateSeriesDto extends OperationAndBodiesDto {
  @OperationId({ description: 'The operation.' })
  operation: string;
}

export class ChangeSeriesDto extends PartialType(OperationAndBodiesDto, { skipNullProperties: false }) {
  @ApiPropertyOptional({
    type: String,
    pattern: WALL.source,
    maxLength: 16,
    description: 'An occurrence, by its original start: this one and those after it become a series of their own.',
  })
  @MayBeLeftOut()
  @WallTime()
  from?: string;
}

export class OccurrencesDto {
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'From this moment on.' })
  @MayBeLeftOut()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Before this moment.' })
  @MayBeLeftOut()
  @IsISO8601({ strict: true })
  to?: string;
}

export class ListSeriesDto {
  @OperationId({ description: 'Only of this operation.', optional: true })
  operation?: string;
}

export class CreateMeetingDto extends WhenAndWhereDto {
  @OperationId({ description: 'The operation.' })
  operation: string;

  @BodySlug({ description: 'Left out: your body.', optional: true })
  chair?: string;

  @BodySlug({ description: 'Left out: your body.', optional: true })
  secretary?: string;

  @ApiProperty({ type: String, maxLength: 500, description: 'Why it cannot wait. No personal data.' })
  @OneLine(500)
  reason: string;
}
