import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';
import { figureGroups, type FigureGroup } from '#reporting';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { OperationId } from '../http/slug';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const GROUP = `(?:${figureGroups.join('|')})`;

export class AcknowledgementDto {
  @OperationId({ description: 'One of your operations.' })
  operation: string;

  @ApiPropertyOptional({
    format: 'date',
    description: "First day of routing, in the operation's time zone. Left out: 90 days up to `to`.",
  })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day of routing, included. Left out: today.' })
  @MayBeLeftOut()
  @Matches(DAY, { message: 'must be a day, as YYYY-MM-DD' })
  to?: string;

  @ApiPropertyOptional({
    type: String,
    default: 'organisation',
    pattern: `^${GROUP}(?:,${GROUP}){0,2}$`,
    description: `What to group by: one or several of ${figureGroups.join(', ')}, with commas.`,
  })
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayUnique()
  @IsIn(figureGroups, { each: true, message: `must be one or several of ${figureGroups.join(', ')}, with commas` })
  by: FigureGroup[] = ['organisation'];
}
