import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Length, Matches } from 'class-validator';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export class ListAgreementsDto {
  @ApiPropertyOptional({ description: 'Only this operation.', pattern: SLUG.source, maxLength: 64 })
  @IsOptional()
  @Matches(SLUG)
  @Length(1, 64)
  operation?: string;
}
