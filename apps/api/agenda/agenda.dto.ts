import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Length, Matches } from 'class-validator';
import { agendaStates, type AgendaState } from '#tracking';
import { PageLimit } from '../http/page-limit';
import { MayBeLeftOut } from '../http/may-be-left-out';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export class ListAgendaRequestsDto {
  @ApiPropertyOptional({ description: 'Only of this operation.', pattern: SLUG.source, maxLength: 64 })
  @MayBeLeftOut()
  @IsString()
  @Length(1, 64)
  @Matches(SLUG, { message: 'must be the id of an operation, for example "afghanistan"' })
  operation?: string;

  @ApiPropertyOptional({ enum: agendaStates, description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(agendaStates)
  state?: AgendaState;

  @ApiPropertyOptional({ format: 'uuid', description: '`next` of the page before.' })
  @MayBeLeftOut()
  @IsUUID()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
