import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse } from '@nestjs/swagger';
import { fieldGroups } from '#directory';
import { Documented } from '../http/answers';

const message = 'Id of the message.';
const attachmentId = 'Id of the attachment.';

export const AddAttachmentDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'addAttachment',
      summary: 'Attach a file to a draft',
      description:
        'PDF, PNG, JPEG, WebP, plain text in UTF-8, DOCX and XLSX without macros: judged by the content, and the name must ' +
        'end accordingly. Each recipient gets the attachments whose group of fields its profile releases.',
      path: { id: message },
      status: 201,
      answer: 'The attachment.',
      schema: 'Attachment',
      idempotent: true,
      location: true,
      problems: ['body_too_large', 'unsupported_media_type', 'illegal_transition'],
    }),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: {
        type: 'object',
        required: ['file'],
        additionalProperties: false,
        properties: {
          file: { type: 'string', format: 'binary', description: 'The file, with its name.' },
          group: {
            type: 'string',
            enum: [...fieldGroups],
            description:
              'The group of fields that it belongs to. Without it `trafficking` for a case, `information` for other kinds.',
          },
          title: {
            type: 'string',
            maxLength: 200,
            description: 'What it is, in one line. Kept as secret as the file.',
          },
        },
      },
    }),
  );

export const ListOwnAttachmentsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listAttachments',
    summary: 'List the attachments of a message of yours, oldest first',
    path: { id: message },
    status: 200,
    answer: 'All of them.',
    schema: 'Attachment',
    list: true,
  });

export const RemoveAttachmentDoc = (): MethodDecorator =>
  Documented({
    operationId: 'removeAttachment',
    summary: 'Remove an attachment from a draft',
    path: { id: message, attachmentId },
    status: 204,
    answer: 'It is removed, with its content.',
    problems: ['illegal_transition'],
  });

export const DownloadOwnAttachmentDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'downloadAttachment',
      summary: 'Download an attachment of a message of yours',
      path: { id: message, attachmentId },
      status: 200,
      answer: 'The file.',
      problems: ['erased'],
    }),
    file(),
  );

export const ListReceivedAttachmentsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listReceivedAttachments',
    summary: 'List the attachments that you received with a message, oldest first',
    description: 'Those whose group of fields your profile releases. None once the message was recalled or cancelled.',
    path: { messageId: message },
    status: 200,
    answer: 'All of them.',
    schema: 'Attachment',
    list: true,
  });

export const DownloadReceivedAttachmentDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'downloadReceivedAttachment',
      summary: 'Download an attachment that you received',
      description: 'The read is kept as evidence. 404 for what is not released to you, or not any more.',
      path: { messageId: message, attachmentId },
      status: 200,
      answer: 'The file.',
      problems: ['erased'],
    }),
    file(),
  );

function file(): MethodDecorator {
  const header = (description: string) => ({ description, schema: { type: 'string' as const } });
  return ApiResponse({
    status: 200,
    description:
      'The file as bytes, to be saved and never shown. An answer that ends before its Content-Length is not whole: ask again.',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    headers: {
      'Content-Disposition': header('`attachment`, with the name of the file (RFC 6266).'),
      'Repr-Digest': header('SHA-256 of the file (RFC 9530).'),
    },
  });
}
