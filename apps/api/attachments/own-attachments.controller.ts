import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, IdempotentRequest } from '#identity';
import type { Uuid } from '#kernel';
import type { Log } from '#platform/telemetry';
import {
  addAttachment,
  listOwnAttachments,
  openOwnAttachment,
  removeAttachment,
  type AttachmentView,
  type Run,
} from '#referrals';
import { ApiActions, CurrentCaller, Idempotent, LOG, Permit, SETTINGS, type Settings } from '#runtime';
import { RecordId } from '../http/record-id.pipe';
import type { Reply } from '../http/reply';
import { arrivingForm, type FormRequest } from './arriving-form';
import {
  AddAttachmentDoc,
  DownloadOwnAttachmentDoc,
  ListOwnAttachmentsDoc,
  RemoveAttachmentDoc,
} from './attachments.docs';
import { download } from './download';

/** The sender's side: what it attaches to its messages. */
@ApiTags('attachments')
@Controller('v1/messages/:id/attachments')
export class OwnAttachmentsController {
  constructor(
    @Inject(ApiActions) private readonly actions: ApiActions,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @AddAttachmentDoc()
  @Permit('messages:write')
  @HttpCode(201)
  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @Idempotent() { key, route }: IdempotentRequest,
    @Param('id', RecordId) id: Uuid,
    @Req() request: FormRequest,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<AttachmentView> {
    const limits = this.settings.attachments;
    const added = await addAttachment(
      {
        run: this.runFor(caller),
        once: async (asked, work) => (await this.actions.change(caller, asked, 201, work)).body,
      },
      id,
      { key, route },
      arrivingForm(request, limits),
      limits,
    );
    reply.header('location', `/v1/messages/${id}/attachments/${added.id}`);
    return added;
  }

  @ListOwnAttachmentsDoc()
  @Permit('messages:read')
  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
  ): Promise<{ data: AttachmentView[]; next: null }> {
    return { data: await this.actions.run(caller, (tools) => listOwnAttachments(tools, id)), next: null };
  }

  @DownloadOwnAttachmentDoc()
  @Permit('messages:read')
  @Get(':attachmentId')
  async read(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Param('attachmentId', RecordId) attachmentId: Uuid,
    @Res() reply: Reply,
  ): Promise<void> {
    download(reply, this.log, await openOwnAttachment(this.runFor(caller), id, attachmentId));
  }

  @RemoveAttachmentDoc()
  @Permit('messages:write')
  @HttpCode(204)
  @Delete(':attachmentId')
  remove(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: Uuid,
    @Param('attachmentId', RecordId) attachmentId: Uuid,
  ): Promise<void> {
    return this.actions.run(caller, (tools) => removeAttachment(tools, id, attachmentId));
  }

  private runFor(caller: Caller): Run {
    return (work) => this.actions.run(caller, work);
  }
}
