import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { agendaStates, type AgendaState } from '#tracking';
import { PageLimit } from '../http/page-limit';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { OperationId } from '../http/slug';
import { PageCursor } from '../http/page-cursor';

export class ListAgendaRequestsDto {
  @OperationId({ description: 'Only of this operation.', optional: true })
  operation?: string;

  @ApiPropertyOptional({ enum: agendaStates, description: 'Only in this state.' })
  @MayBeLeftOut()
  @IsIn(agendaStates)
  state?: AgendaState;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 200, usually: 50 })
  limit = 50;
}
