import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '#identity';
import type { Uuid } from '#kernel';
import type { Log } from '#platform/telemetry';
import { listReceivedAttachments, openReceivedAttachment, type AttachmentView } from '#referrals';
import { ApiActions, CurrentCaller, LOG, Permit } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { DownloadReceivedAttachmentDoc, ListReceivedAttachmentsDoc } from './attachments.docs';
import { download } from './download';

/** A recipient's side: the attachments whose group its profile releases. */
@ApiTags('attachments')
@Controller('v1/inbox/:messageId/attachments')
export class ReceivedAttachmentsController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @ListReceivedAttachmentsDoc()
  @Permit('inbox:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Param('messageId', RecordId) messageId: Uuid,
  ): Promise<{ data: AttachmentView[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => listReceivedAttachments(tools, messageId)), next: null };
  }

  @DownloadReceivedAttachmentDoc()
  @Permit('inbox:read')
  @Get(':attachmentId')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('messageId', RecordId) messageId: Uuid,
    @Param('attachmentId', RecordId) attachmentId: Uuid,
    @Res() reply: Reply,
  ): Promise<void> {
    const run = <T>(work: Parameters<typeof this.actions.run<T>>[1]): Promise<T> => this.actions.run(caller, work);
    download(reply, this.log, await openReceivedAttachment(run, messageId, attachmentId));
  }
}
