import { nextCursor } from '#kernel';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { PageLimit } from '../http/page-limit';
import { listEvidence, type EvidenceView } from '#evidence';
import type { Caller } from '#identity';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { Documented } from '../http/answers';
import { PageCursor } from '../http/page-cursor';

export class ListEvidenceDto {
  @ApiProperty({ format: 'uuid', description: 'What the entries are about: the id of a message or an endpoint.' })
  @IsUUID()
  subject: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 500, usually: 100 })
  limit = 100;
}

@ApiTags('evidence')
@Controller('v1/evidence')
export class EvidenceController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @Documented({
    operationId: 'listEvidence',
    summary: 'List the evidence about one message or endpoint that concerns your body',
    status: 200,
    answer: 'The entries, oldest first.',
    schema: 'EvidenceEntry',
    list: true,
    problems: ['invalid_input'],
  })
  @Permit('evidence:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListEvidenceDto,
  ): Promise<{ data: EvidenceView[]; next: string | null }> {
    const data = await this.actions.run(caller, ({ tx }) =>
      listEvidence(tx, {
        subject: query.subject,
        limit: query.limit,
        ...(query.cursor === undefined ? {} : { after: query.cursor }),
      }),
    );
    return { data, next: nextCursor(data, query.limit) };
  }
}
