import { createHash } from 'node:crypto';

/** A file with plain fields, as multipart/form-data. */
export interface MultipartForm {
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/**
 * The same form is the same bytes on every call, its boundary included: a repeat under the same Idempotency-Key has to
 * be the same request. Fields come first, so that the receiver knows them when the file begins.
 */
export function multipartBody(form: MultipartForm): { readonly contentType: string; readonly bytes: Buffer } {
  const boundary = `form-${createHash('sha256').update(form.content).digest('hex').slice(0, 40)}`;
  const fields = Object.entries(form.fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="${form.fileName}"`,
    `Content-Type: ${form.contentType}`,
  ].join('\r\n');
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([
      Buffer.from(`${fields.join('')}${file}\r\n\r\n`),
      form.content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}
