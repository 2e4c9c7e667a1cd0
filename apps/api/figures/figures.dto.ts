import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';
import { QUARTER, figureGroups, releaseDimensions, type FigureGroup, type ReleaseDimension } from '#reporting';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';
import { OperationId } from '../http/slug';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const GROUP = `(?:${figureGroups.join('|')})`;
const DIMENSION = `(?:${releaseDimensions.join('|')})`;
const quarter = (description: string) => ({ type: String, pattern: QUARTER.source, description });
const NO_QUARTER = { message: 'must be a quarter, as 2026-Q1' };
const listed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value);

export class PeriodDto {
  @OperationId({ description: 'One of your operations.' })
  operation: string;

  @ApiPropertyOptional({
    format: 'date',
    description: "First day, in the operation's time zone. Left out: 90 days up to `to`.",
  })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day, included. Left out: today.' })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  to?: string;
}

/** The days are those of routing. */
export class AcknowledgementDto extends PeriodDto {
  @ApiPropertyOptional({
    type: String,
    default: 'organisation',
    pattern: `^${GROUP}(?:,${GROUP}){0,2}$`,
    description: `What to group by: one or several of ${figureGroups.join(', ')}, with commas.`,
  })
  @MayBeLeftOut()
  @Transform(listed)
  @IsArray()
  @ArrayUnique()
  @IsIn(figureGroups, { each: true, message: `must be one or several of ${figureGroups.join(', ')}, with commas` })
  by: FigureGroup[] = ['organisation'];
}

export class ReleaseFiguresDto {
  @OperationId({ description: 'One that your body coordinates.' })
  operation: string;

  @ApiProperty(quarter("Three months in the operation's time zone, such as 2026-Q1."))
  @Matches(QUARTER, NO_QUARTER)
  quarter: string;
}

export class ListReleasesDto {
  @OperationId({ description: 'Only of this operation, whether your body takes part in it or not.', optional: true })
  operation?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 50, usually: 10 })
  limit = 10;
}

export class PublishedDto {
  @OperationId({ description: 'The operation, whether your body takes part in it or not.' })
  operation: string;

  @ApiProperty(quarter('First quarter.'))
  @Matches(QUARTER, NO_QUARTER)
  from: string;

  @ApiProperty(quarter('Last quarter, included.'))
  @Matches(QUARTER, NO_QUARTER)
  to: string;

  @ApiPropertyOptional({
    type: String,
    default: 'kind',
    pattern: `^${DIMENSION}(?:,${DIMENSION}){0,4}$`,
    description: `What to group by: one or several of ${releaseDimensions.join(', ')}, with commas.`,
  })
  @MayBeLeftOut()
  @Transform(listed)
  @IsArray()
  @ArrayUnique()
  @IsIn(releaseDimensions, { each: true, message: `must be one or several of ${releaseDimensions.join(', ')}` })
  by: ReleaseDimension[] = ['kind'];
}
