import { nextCursor } from '#kernel';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { listAccess, type AccessLine } from '#evidence';
import type { Caller } from '#identity';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { Documented } from '../http/answers';
import { PageLimit } from '../http/page-limit';
import { PageCursor } from '../http/page-cursor';

export class ListAccessDto {
  @ApiProperty({ format: 'uuid', description: 'The message whose content was looked at: its id.' })
  @IsUUID()
  subject: string;

  @PageCursor()
  cursor?: string;

  @PageLimit({ most: 500, usually: 100 })
  limit = 100;
}

@ApiTags('access')
@Controller('v1/access')
export class AccessController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @Documented({
    operationId: 'listAccess',
    summary: 'List who had access to the content of a message',
    description:
      'The sender sees each access by every body that it was released to, and its own; a recipient sees its own. Each is an entry of evidence.',
    status: 200,
    answer: 'The accesses, oldest first. Empty for what your body neither sent nor was sent.',
    schema: 'Access',
    list: true,
    problems: ['invalid_input'],
  })
  @Permit('access:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListAccessDto,
  ): Promise<{ data: AccessLine[]; next: string | null }> {
    const data = await this.actions.run(caller, ({ tx }) =>
      listAccess(tx, caller.organisationId, {
        subject: query.subject,
        limit: query.limit,
        ...(query.cursor === undefined ? {} : { after: query.cursor }),
      }),
    );
    return { data, next: nextCursor(data, query.limit) };
  }
}
