import { ApiPropertyOptional } from '@nestjs/swagger';
import { Length, Matches } from 'class-validator';
import { MayBeLeftOut } from '../http/may-be-left-out';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export class ListAgreementsDto {
  @ApiPropertyOptional({ description: 'Only this operation.', pattern: SLUG.source, maxLength: 64 })
  @MayBeLeftOut()
  @Matches(SLUG)
  @Length(1, 64)
  operation?: string;
}
