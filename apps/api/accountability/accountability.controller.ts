import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  draftNotice,
  letKnow,
  listNotices,
  noteNationStatus,
  readNotice,
  readNoticeEvidence,
  readNoticeHistory,
  releaseReporter,
  requestRepatriation,
  submitNotice,
  viewNotice,
  type KnowingPerson,
  type NoticeSummary,
  type NoticeView,
} from '#accountability';
import type { EvidenceView } from '#evidence';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import type { TimelineLine } from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit, StepUp } from '#runtime';
import { EvidenceWatch } from '../evidence/evidence-watch';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import {
  LetKnowDoc,
  ListNoticesDoc,
  NationStatusDoc,
  NoticeEvidenceDoc,
  NoticeHistoryDoc,
  ReadNoticeDoc,
  ReleaseReporterDoc,
  RepatriationDoc,
  SubmitNoticeDoc,
  WriteNoticeDoc,
} from './accountability.docs';
import {
  LetKnowDto,
  ListNoticesDto,
  NationStatusDto,
  NewNoticeDto,
  NoticeEvidenceDto,
  ReleaseReporterDto,
  RepatriationDto,
} from './accountability.dto';

/** Allegations against personnel of a nation: between the people who know of one and the authority that the nation designated. */
@ApiTags('accountability')
@Controller('v1/accountability')
export class AccountabilityController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(EvidenceWatch) private readonly evidence: EvidenceWatch,
  ) {}

  @WriteNoticeDoc()
  @Permit('accountability:report')
  @Post()
  async write(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { draft, ...notice }: NewNoticeDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<NoticeSummary> {
    if (!draft) await this.evidence.requireSealing();
    const { status, body } = await this.actions.change(caller, request, 201, async (tools) => {
      const id = await draftNotice(tools, notice);
      if (!draft) await submitNotice(tools, id);
      return viewNotice(tools, id);
    });
    reply.status(status).header('location', `/v1/accountability/${body.id}`);
    return body;
  }

  @ListNoticesDoc()
  @Permit('accountability:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() { cursor, ...filter }: ListNoticesDto,
  ): Promise<{ data: NoticeSummary[]; next: string | null }> {
    return this.actions.run(caller, (tools) =>
      listNotices(tools, { ...filter, ...(cursor === undefined ? {} : { before: cursor }) }),
    );
  }

  @ReadNoticeDoc()
  @Permit('accountability:read')
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): Promise<NoticeView> {
    return this.actions.run(caller, (tools) => readNotice(tools, id));
  }

  @NoticeHistoryDoc()
  @Permit('accountability:read')
  @Get(':id/history')
  async history(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: TimelineLine[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => readNoticeHistory(tools, id)), next: null };
  }

  @NoticeEvidenceDoc()
  @Permit('accountability:read')
  @Get(':id/evidence')
  listEvidence(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Query() { cursor, limit }: NoticeEvidenceDto,
  ): Promise<{ data: EvidenceView[]; next: string | null }> {
    return this.actions.run(caller, (tools) =>
      readNoticeEvidence(tools, id, { limit, ...(cursor === undefined ? {} : { after: cursor }) }),
    );
  }

  @SubmitNoticeDoc()
  @Permit('accountability:report')
  @HttpCode(200)
  @Post(':id/submit')
  async submit(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<NoticeSummary> {
    await this.evidence.requireSealing();
    const { body } = await this.actions.change(caller, request, 200, async (tools) => {
      await submitNotice(tools, id);
      return viewNotice(tools, id);
    });
    return body;
  }

  @NationStatusDoc()
  @Permit('accountability:answer')
  @HttpCode(200)
  @Post(':id/nation-status')
  async noteStatus(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() dto: NationStatusDto,
  ): Promise<NoticeSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => noteNationStatus(tools, id, dto))).body;
  }

  @RepatriationDoc()
  @StepUp()
  @Permit('accountability:repatriate')
  @HttpCode(200)
  @Post(':id/repatriation-request')
  async repatriate(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { reason }: RepatriationDto,
  ): Promise<NoticeSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => requestRepatriation(tools, id, reason))).body;
  }

  @ReleaseReporterDoc()
  @StepUp()
  @Permit('accountability:report')
  @HttpCode(200)
  @Post(':id/release-reporter')
  async releaseReporter(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { consentedOn }: ReleaseReporterDto,
  ): Promise<NoticeSummary> {
    return (await this.actions.change(caller, request, 200, (tools) => releaseReporter(tools, id, consentedOn))).body;
  }

  @LetKnowDoc()
  @Permit('accountability:report')
  @HttpCode(200)
  @Post(':id/people')
  async letKnow(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Body() { email }: LetKnowDto,
  ): Promise<{ data: readonly KnowingPerson[]; next: null }> {
    const { body } = await this.actions.change(caller, request, 200, async (tools) => ({
      data: await letKnow(tools, id, email),
      next: null,
    }));
    return body;
  }
}
