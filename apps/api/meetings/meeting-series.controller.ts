import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  changeSeries,
  createSeries,
  endSeries,
  listOccurrences,
  listSeries,
  previewSeries,
  previewSeriesChange,
  readSeries,
  type MeetingView,
  type SeriesPreview,
  type SeriesView,
  type WrittenSeries,
} from '#meetings';
import { ApiActions, CurrentCaller, Idempotent, Permit } from '#runtime';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { acted, once, seen, timeOf, withSettings } from './meeting-actions';
import * as docs from './meeting-series.docs';
import { ChangeSeriesDto, CreateSeriesDto, ListSeriesDto, OccurrencesDto } from './meeting-series.dto';

@ApiTags('meetings')
@Controller('v1/meeting-series')
export class MeetingSeriesController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @docs.CreateSeriesDoc()
  @Permit('meetings:manage')
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: CreateSeriesDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<WrittenSeries> {
    const { status, body } = await once(this.actions, caller, request, 201, (tools) =>
      createSeries(tools, withSettings(dto)),
    );
    reply.status(status).header('location', `/v1/meeting-series/${body.id}`).header('etag', `"${body.version}"`);
    return body;
  }

  @docs.PreviewNewSeriesDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post('preview')
  previewNew(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Body() dto: CreateSeriesDto,
  ): Promise<SeriesPreview> {
    return seen(this.actions, caller, (tools) => previewSeries(tools, withSettings(dto)));
  }

  @docs.ListSeriesDoc()
  @Permit('meetings:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { operation }: ListSeriesDto,
  ): Promise<{ data: SeriesView[]; next: null }> {
    return { data: await seen(this.actions, caller, (tools) => listSeries(tools, operation)), next: null };
  }

  @docs.ReadSeriesDoc()
  @Permit('meetings:read')
  @Get(':id')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<SeriesView> {
    const series = await seen(this.actions, caller, (tools) => readSeries(tools, id));
    reply.header('etag', `"${series.version}"`);
    return series;
  }

  @docs.ChangeSeriesDoc()
  @Permit('meetings:manage')
  @Patch(':id')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: ChangeSeriesDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<WrittenSeries> {
    const series = await acted(this.actions, caller, (tools) => changeSeries(tools, id, version, withSettings(dto)));
    reply.header('etag', `"${series.version}"`);
    return series;
  }

  @docs.PreviewSeriesDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/preview')
  preview(
    @CurrentCaller() caller: Caller,
    @Idempotent() _key: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: ChangeSeriesDto,
  ): Promise<SeriesPreview> {
    return seen(this.actions, caller, (tools) => previewSeriesChange(tools, id, withSettings(dto)));
  }

  @docs.EndSeriesDoc()
  @Permit('meetings:manage')
  @HttpCode(200)
  @Post(':id/end')
  async end(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
  ): Promise<SeriesView> {
    return (await once(this.actions, caller, request, 200, (tools) => endSeries(tools, id, version))).body;
  }

  @docs.ListOccurrencesDoc()
  @Permit('meetings:read')
  @Get(':id/occurrences')
  occurrences(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() query: OccurrencesDto,
  ): Promise<{ data: MeetingView[]; next: string | null }> {
    return seen(this.actions, caller, (tools) => listOccurrences(tools, id, timeOf(query)));
  }
}
