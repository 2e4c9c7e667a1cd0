import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { listAgendaRequests, type AgendaRequest } from '#tracking';
import { ListAgendaRequestsDoc } from './agenda.docs';
import { ListAgendaRequestsDto } from './agenda.dto';

@ApiTags('agenda')
@Controller('v1/agenda-requests')
export class AgendaController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ListAgendaRequestsDoc()
  @Permit('referrals:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListAgendaRequestsDto,
  ): Promise<{ data: AgendaRequest[]; next: string | null }> {
    const { cursor, ...filter } = query;
    return this.actions.run(caller, ({ tx }) =>
      listAgendaRequests(tx, caller.organisationId, { ...filter, ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }
}
