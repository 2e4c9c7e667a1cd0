import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';
import { OperationId } from '../http/slug';

export class ListCampaignsDto {
  @OperationId({ description: 'Only in this operation.', optional: true })
  operation?: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 100, usually: 20 })
  limit = 20;
}

export class CoverageDto {
  @OperationId({ description: 'One of your operations.' })
  operation: string;

  @ApiPropertyOptional({ format: 'date', description: "The day, in the operation's time zone. Left out: today." })
  @MayBeLeftOut()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'must be a day, as YYYY-MM-DD' })
  on?: string;
}

export class TemplateDto {
  @ApiPropertyOptional({ enum: ['xlsx', 'csv'], default: 'xlsx', description: 'A workbook, or CSV.' })
  @MayBeLeftOut()
  @IsIn(['xlsx', 'csv'])
  format: 'xlsx' | 'csv' = 'xlsx';
}
