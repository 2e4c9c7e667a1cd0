import { Controller, Get, Inject, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import type { Uuid } from '#kernel';
import { edxlDistribution, exchangeSent, fhirBundle, type Bundle } from '#referrals';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ExportReferralsDoc, ReferralAsEdxlDoc, ReferralAsFhirDoc } from './exports.docs';
import { ExportReferralsDto } from './exports.dto';
import { answerWithFile } from './file-answer';
import { EDXL, FHIR } from './media-types';

/** What a body takes of its own referrals to other systems. */
@ApiTags('referrals')
@Controller('v1/referrals')
export class SentExportsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ExportReferralsDoc()
  @Permit('referrals:read')
  @Get('export')
  export(
    @CurrentCaller() caller: Caller,
    @Query() query: ExportReferralsDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<StreamableFile> {
    return answerWithFile(this.actions, caller, reply, 'sent', query);
  }

  @ReferralAsFhirDoc()
  @Permit('referrals:read')
  @Get(':id/fhir')
  async fhir(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Bundle> {
    const bundle = await this.actions.run(caller, async (tools) =>
      fhirBundle(await exchangeSent(tools, id), tools.clock.now()),
    );
    reply.type(FHIR);
    return bundle;
  }

  @ReferralAsEdxlDoc()
  @Permit('referrals:read')
  @Get(':id/edxl')
  async edxl(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const document = await this.actions.run(caller, async (tools) => edxlDistribution(await exchangeSent(tools, id)));
    reply.type(EDXL);
    return document;
  }
}
