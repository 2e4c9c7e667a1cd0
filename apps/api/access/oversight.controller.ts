import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { listOverseen, type OverseenLine, type UnusualReading } from '#evidence';
import type { Caller } from '#identity';
import { nextCursor, type Uuid } from '#kernel';
import { overseeReading } from '#referrals';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { Documented } from '../http/answers';
import { MayBeLeftOut } from '../http/may-be-left-out';
import { PageCursor } from '../http/page-cursor';
import { PageLimit } from '../http/page-limit';

export class ListOverseenDto {
  @PageCursor()
  cursor?: Uuid;

  @PageLimit({ most: 500, usually: 100 })
  limit = 100;
}

export class UnusualReadingDto {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 90, default: 7, description: 'How many days back.' })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(90)
  days = 7;
}

/** For protection officers and auditors: what goes past the rules or takes much along, and who reads unusually much. */
@ApiTags('access')
@Controller('v1/oversight')
export class OversightController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @Documented({
    operationId: 'listOverseen',
    summary: 'List exceptions, break-glass, erasures, exports and notices of unusual reading that concern your body',
    description: 'Each is an entry of evidence. Whose act it was is shown of your own body only.',
    status: 200,
    answer: 'The acts, newest first.',
    schema: 'Overseen',
    list: true,
    problems: ['invalid_input'],
  })
  @Permit('access:oversee')
  @Get('acts')
  async acts(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, limit }: ListOverseenDto,
  ): Promise<{ data: OverseenLine[]; next: string | null }> {
    const data = await this.actions.run(caller, ({ tx }) =>
      listOverseen(tx, caller.organisationId, { limit, ...(cursor === undefined ? {} : { before: cursor }) }),
    );
    return { data, next: nextCursor(data, limit) };
  }

  @Documented({
    operationId: 'listUnusualReading',
    summary: 'List the hours in which somebody of your body read unusually much',
    description:
      'More records within an hour than the operation allows for (`oversight.recordsPerHour` of its file, 40 unless it says otherwise), or so many times what the same reader had in the hours of the thirty days before (`timesUsual`, 5). At most 200 hours.',
    status: 200,
    answer: 'The hours, newest first.',
    schema: 'UnusualReading',
    list: true,
    problems: ['invalid_input'],
  })
  @Permit('access:oversee')
  @Get('reading')
  async reading(
    @CurrentCaller() caller: Caller,
    @Query() { days }: UnusualReadingDto,
  ): Promise<{ data: UnusualReading[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => overseeReading(tools, days)), next: null };
  }
}
