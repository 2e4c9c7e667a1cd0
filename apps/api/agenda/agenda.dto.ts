import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { agendaStates, type AgendaState } from '#tracking';
import { PageLimit } from '../http/page-limit';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export class ListAgendaRequestsDto {
  @ApiPropertyOptional({ description: 'Only of this operation.', pattern: SLUG.source, maxLength: 64 })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be the id of an operation, for example "afghanistan"' })
  operation?: string;

  @ApiPropertyOptional({ enum: agendaStates, description: 'Only in this state.' })
  @IsOptional()
  @IsIn(agendaStates)
  state?: AgendaState;

  @ApiPropertyOptional({ format: 'uuid', description: '`next` of the page before.' })
  @IsOptional()
  @IsUUID()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
