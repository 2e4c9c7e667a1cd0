import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import type { Uuid } from '#kernel';
import { openMeetingFile, receiptsOf, writeMeetingFile } from '#meetings';
import { describeError, type Log } from '#platform/telemetry';
import { ApiActions, CurrentCaller, LOG, Permit, SETTINGS, publicUrlOf, type Settings } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { seen } from './meeting-actions';
import { ExportMeetingDoc } from './meeting-file.docs';

/** What a body keeps of a meeting when the hub is gone. */
@ApiTags('meetings')
@Controller('v1/meetings/:id')
export class MeetingFileController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @ExportMeetingDoc()
  @Permit('meetings:read')
  @Get('file')
  async file(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: Uuid, @Res() reply: Reply): Promise<void> {
    const publicUrl = publicUrlOf(this.settings);
    const file = await seen(this.actions, caller, (tools) => openMeetingFile({ ...tools, publicUrl }, id));
    const receipts = receiptsOf((work) => this.actions.run(caller, ({ tx }) => work(tx)), file);
    const zip = await writeMeetingFile(file, receipts);
    zip.once('error', (error) => {
      this.log.error(describeError(error), 'the file of a meeting was broken off');
    });
    reply
      .status(200)
      .header('cache-control', 'private, no-store')
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="${file.about.reference}.zip"`)
      .send(zip);
  }
}
