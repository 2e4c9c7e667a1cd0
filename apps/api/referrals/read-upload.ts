import { HubError } from '#kernel';

interface FilePart {
  readonly type: 'file';
  readonly fieldname: string;
  toBuffer(): Promise<Buffer>;
}

interface FieldPart {
  readonly type: 'field';
  readonly fieldname: string;
  readonly value: unknown;
}

/** A request as the multipart plug-in extends it. */
export interface UploadRequest {
  isMultipart(): boolean;
  parts(): AsyncIterableIterator<FilePart | FieldPart>;
}

/**
 * Reads an upload: one part `file`, and short text parts.
 *
 * @throws HubError `unsupported_media_type` when it is no multipart; `invalid_input` without a file.
 */
export async function readUpload(request: UploadRequest): Promise<{ file: Buffer; fields: Record<string, string> }> {
  if (!request.isMultipart())
    throw new HubError(
      'unsupported_media_type',
      'Send the workbook or submission as multipart/form-data, in the part "file".',
    );
  let file: Buffer | undefined;
  const fields: Record<string, string> = {};
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = typeof part.value === 'string' ? part.value : '';
    else if (part.fieldname === 'file') file = await part.toBuffer();
    // A stray file must still be read to its end, or the request would never finish.
    else await part.toBuffer();
  }
  if (!file || file.length === 0)
    throw new HubError(
      'invalid_input',
      '/file: is missing or empty. Send the workbook or submission in the part "file".',
      {
        errors: [{ pointer: '/file', code: 'required', message: 'send the workbook or submission in this part' }],
      },
    );
  return { file, fields };
}
