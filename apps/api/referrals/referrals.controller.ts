import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import {
  changeReferral,
  createReferral,
  listReferrals,
  previewReferral,
  readReferral,
  readReferralSummary,
  readTimeline,
  submitReferral,
  submitTogether,
  type ReferralFilter,
  type ReferralSummary,
  type ReferralView,
  type Submitted,
  type TimelineLine,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, Permit, type SharedChange } from '#runtime';
import { EvidenceWatch } from '../evidence/evidence-watch';
import { ExpectedVersion } from '../http/expected-version';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import {
  ChangeReferralDoc,
  CreateReferralDoc,
  ListReferralsDoc,
  PreviewReferralDoc,
  ReadReferralDoc,
  ReadTimelineDoc,
  SubmitReferralDoc,
} from './referrals.docs';
import { ChangeReferralDto, CreateReferralDto, ListReferralsDto } from './referral.dto';

@ApiTags('referrals')
@Controller('v1/referrals')
export class ReferralsController {
  private readonly submitShared: SharedChange<Uuid, Submitted>;

  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(EvidenceWatch) private readonly evidence: EvidenceWatch,
  ) {
    this.submitShared = actions.sharedChange(202, { alone: submitReferral, together: submitTogether });
  }

  @CreateReferralDoc()
  @Permit('referrals:write')
  @Post()
  async create(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() dto: CreateReferralDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReferralSummary> {
    const { status, body } = await this.actions.change(caller, request, 201, async (tools) => {
      const draft = await createReferral(tools, dto);
      if (!draft) throw new Error('a referral without import key cannot have been imported before');
      return readReferralSummary(tools, draft.id);
    });
    reply.status(status).header('location', `/v1/referrals/${body.id}`);
    return body;
  }

  @ListReferralsDoc()
  @Permit('referrals:read')
  @Get()
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ListReferralsDto,
  ): Promise<{ data: ReferralSummary[]; next: string | null }> {
    const { cursor, ...filter } = query;
    return this.actions.run(caller, (tools) =>
      listReferrals(tools, {
        ...(filter as ReferralFilter),
        kind: 'referral',
        ...(cursor === undefined ? {} : { before: cursor }),
      }),
    );
  }

  @ReadReferralDoc()
  @Permit('referrals:read')
  @Get(':id')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReferralView> {
    const referral = await this.actions.run(caller, (tools) => readReferral(tools, id));
    reply.header('etag', `"${referral.version}"`);
    return referral;
  }

  @ChangeReferralDoc()
  @Permit('referrals:write')
  @Patch(':id')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @ExpectedVersion() version: number,
    @Body() dto: ChangeReferralDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReferralView> {
    const referral = await this.actions.run(caller, (tools) => changeReferral(tools, id, version, dto));
    reply.header('etag', `"${referral.version}"`);
    return referral;
  }

  @ReadTimelineDoc()
  @Permit('referrals:read')
  @Get(':id/timeline')
  async timeline(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: TimelineLine[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => readTimeline(tools, id)), next: null };
  }

  @PreviewReferralDoc()
  @Permit('referrals:read')
  @Get(':id/preview')
  preview(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid): ReturnType<typeof previewReferral> {
    return this.actions.run(caller, (tools) => previewReferral(tools, id));
  }

  @SubmitReferralDoc()
  @Permit('referrals:write')
  @HttpCode(202)
  @Post(':id/submit')
  async submit(
    @CurrentCaller() caller: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
  ): Promise<Submitted> {
    await this.evidence.requireSealing();
    return (await this.submitShared(caller, request, id)).body;
  }
}
