import { Controller, Get, Inject, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import type { Uuid } from '#kernel';
import { edxlDistribution, exchangeReceived, fhirBundle, type Bundle } from '#referrals';
import { ApiActions, CurrentCaller, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { ExportInboxDoc, InboxItemAsEdxlDoc, InboxItemAsFhirDoc } from './exports.docs';
import { ExportInboxDto } from './exports.dto';
import { answerWithFile } from './file-answer';
import { EDXL, FHIR } from './media-types';

/** What a body takes of what it received to its own systems: never more than was released to it. */
@ApiTags('inbox')
@Controller('v1/inbox')
export class ReceivedExportsController {
  constructor(@Inject(ApiActions) private readonly actions: ApiActions) {}

  @ExportInboxDoc()
  @Permit('inbox:read')
  @Get('export')
  export(
    @CurrentCaller() caller: Caller,
    @Query() query: ExportInboxDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<StreamableFile> {
    return answerWithFile(this.actions, caller, reply, 'received', query);
  }

  @InboxItemAsFhirDoc()
  @Permit('inbox:read')
  @Get(':messageId/fhir')
  async fhir(
    @CurrentCaller() caller: Caller,
    @Param('messageId', RecordId) messageId: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Bundle> {
    const bundle = await this.actions.run(caller, async (tools) =>
      fhirBundle(await exchangeReceived(tools, messageId), tools.clock.now()),
    );
    reply.type(FHIR);
    return bundle;
  }

  @InboxItemAsEdxlDoc()
  @Permit('inbox:read')
  @Get(':messageId/edxl')
  async edxl(
    @CurrentCaller() caller: Caller,
    @Param('messageId', RecordId) messageId: Uuid,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<string> {
    const document = await this.actions.run(caller, async (tools) =>
      edxlDistribution(await exchangeReceived(tools, messageId)),
    );
    reply.type(EDXL);
    return document;
  }
}
