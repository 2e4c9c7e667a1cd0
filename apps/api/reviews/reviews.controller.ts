import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  listReviews,
  makeReview,
  printedReview,
  readReview,
  reviewCsv,
  reviewHtml,
  reviewPdf,
  type ReviewRow,
  type ReviewView,
} from '#reporting';
import { ApiActions, CurrentCaller, Idempotent, Permit, SETTINGS, type Settings } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { sendPrint } from '../meetings/meeting-actions';
import * as docs from './reviews.docs';
import { ListReviewsDto, MakeReviewDto, ReadReviewDto } from './reviews.dto';

/** Review reports: figures of operations over a period, numbered, never changed. */
@ApiTags('reviews')
@Controller('v1/reports/review')
export class ReviewsController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'figures'>,
  ) {}

  @docs.MakeReviewDoc()
  @Permit('figures:release')
  @Post()
  async make(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { operations, from, to }: MakeReviewDto,
  ): Promise<ReviewView> {
    const asked = { operations, from, to, threshold: this.settings.figures.threshold };
    return (await this.actions.change(caller, request, 201, (tools) => makeReview(tools, asked))).body;
  }

  @docs.ListReviewsDoc()
  @Permit('figures:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListReviewsDto,
  ): Promise<{ data: ReviewRow[]; next: string | null }> {
    const page = cursor === undefined ? {} : { before: cursor };
    return this.actions.run(caller, (tools) => listReviews(tools, { ...filter, ...page }));
  }

  @docs.ReadReviewDoc()
  @Permit('figures:read')
  @Get(':id')
  read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() { edition }: ReadReviewDto,
  ): Promise<ReviewView> {
    return this.actions.run(caller, (tools) => readReview(tools, id, edition));
  }

  @docs.PdfDoc()
  @Permit('figures:read')
  @Get(':id/report.pdf')
  async pdf(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() query: ReadReviewDto,
    @Res() reply: Reply,
  ): Promise<void> {
    sendPrint(reply, 'application/pdf', await reviewPdf(printedReview(await this.read(caller, id, query))));
  }

  @docs.HtmlDoc()
  @Permit('figures:read')
  @Get(':id/report.html')
  async html(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() query: ReadReviewDto,
    @Res() reply: Reply,
  ): Promise<void> {
    // Its own text is escaped, and nothing in it runs or is fetched.
    reply.header('content-security-policy', "default-src 'none'; sandbox");
    sendPrint(reply, 'text/html; charset=utf-8', await reviewHtml(printedReview(await this.read(caller, id, query))));
  }

  @docs.CsvDoc()
  @Permit('figures:read')
  @Get(':id/report.csv')
  async csv(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() query: ReadReviewDto,
    @Res() reply: Reply,
  ): Promise<void> {
    sendPrint(reply, 'text/csv; charset=utf-8', reviewCsv(await this.read(caller, id, query)));
  }
}
