import type { Readable } from 'node:stream';
import { HubError, invalidInput, type InputProblem } from '#kernel';
import { overLimit, type AttachmentLimits } from '#messages';
import type { ArrivingForm, AttachmentGiven } from '#referrals';

interface FilePart {
  readonly type: 'file';
  readonly fieldname: string;
  readonly filename?: string;
  readonly file: Readable;
}

interface FieldPart {
  readonly type: 'field';
  readonly fieldname: string;
  readonly value: unknown;
  readonly valueTruncated?: boolean;
}

/** A request as the multipart plug-in extends it. */
export interface FormRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  isMultipart(): boolean;
  parts(options: {
    readonly limits: { readonly fileSize: number; readonly files: number };
    readonly throwFileSizeLimit: boolean;
  }): AsyncIterable<FilePart | FieldPart>;
}

/** What a form is larger than its file by, at most: fields and boundaries. */
const AROUND_THE_FILE = 65_536;
const FIELDS = ['group', 'title'] as const;

/**
 * A form with one part `file` and the fields `group` and `title`, in any order, read as it arrives. A form that is refused
 * is read to its end all the same, or its sender would see a broken connection instead of the reason.
 *
 * @throws HubError `unsupported_media_type` when it is no multipart; `body_too_large` when its length is told and too much.
 */
export function arrivingForm(request: FormRequest, limits: AttachmentLimits): ArrivingForm {
  if (!request.isMultipart())
    throw new HubError('unsupported_media_type', 'Send the file as multipart/form-data, in the part "file".');
  if (Number(request.headers['content-length']) > limits.fileBytes + AROUND_THE_FILE)
    throw overLimit(limits, 'fileBytes');
  return {
    async read(take) {
      const problems: InputProblem[] = [];
      const fields = new Map<string, string>();
      let file: { readonly name: string; readonly result: Awaited<ReturnType<typeof take>> } | undefined;
      let failure: { readonly error: unknown } | undefined;
      let files = 0;
      for await (const part of partsOf(request, limits)) {
        if (part.type === 'field') problems.push(...readField(part, fields));
        else if (part.fieldname !== 'file' || (files += 1) > 1) {
          problems.push({
            pointer: `/${known(part.fieldname)}`,
            code: 'unknown_file',
            message: 'send one file, in the part "file"',
          });
          part.file.resume();
        } else {
          try {
            file = { name: part.filename ?? '', result: await take(piecesOf(part.file)) };
          } catch (error) {
            failure = { error };
            part.file.resume();
          }
        }
      }
      if (failure) throw failure.error;
      if (problems.length > 0) throw invalidInput(problems);
      if (!file) throw invalidInput([{ pointer: '/file', code: 'required', message: 'send the file in this part' }]);
      const given: AttachmentGiven = { name: file.name, ...Object.fromEntries(fields) };
      return { result: file.result, given };
    },
  };
}

/** The parts of a form. What the plug-in cannot read is the sender's fault: a form that breaks off, or has too many parts. */
async function* partsOf(request: FormRequest, { fileBytes }: AttachmentLimits): AsyncGenerator<FilePart | FieldPart> {
  try {
    // One byte more than allowed shows that there is more; what follows it is not kept.
    yield* request.parts({ limits: { fileSize: fileBytes + 1, files: 2 }, throwFileSizeLimit: false });
  } catch (error) {
    throw brokenOff(error);
  }
}

async function* piecesOf(file: Readable): AsyncGenerator<Buffer> {
  try {
    // Kept open when the taker stops: the rest of it is still to be read.
    for await (const piece of file.iterator({ destroyOnReturn: false })) yield piece as Buffer;
  } catch (error) {
    throw brokenOff(error);
  }
}

function brokenOff(cause: unknown): HubError {
  const message = 'the form breaks off, or cannot be read: send it again';
  return new HubError('invalid_input', `/file: ${message}`, {
    errors: [{ pointer: '/file', code: 'broken_off', message }],
    cause,
  });
}

function readField(part: FieldPart, fields: Map<string, string>): InputProblem[] {
  const { fieldname: name, value } = part;
  const pointer = `/${known(name)}`;
  if (name === 'file') return [{ pointer, code: 'required', message: 'send it as a file, with its name' }];
  if (!FIELDS.some((field) => field === name))
    return [{ pointer, code: 'unknown_field', message: `is not a known part. Known: file, ${FIELDS.join(', ')}` }];
  if (fields.has(name)) return [{ pointer, code: 'twice', message: 'is given twice' }];
  if (typeof value !== 'string' || part.valueTruncated === true)
    return [{ pointer, code: 'length', message: 'is too long, or no text' }];
  fields.set(name, value);
  return [];
}

/** A name that the sender made up could say anything: only such as look like names are repeated. */
function known(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name) ? name : '';
}
