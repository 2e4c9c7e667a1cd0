import { createHash } from 'node:crypto';
import { Readable, type PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { canonicalJson } from '#kernel';
import { pdfOf } from '../minutes/pdf';
import { htmlOf, textOf } from '../minutes/printed-minutes';
import type { MeetingFile } from './meeting-file';
import { parts } from './parts';

/**
 * The file of a meeting as a zip archive, written while it is read: receipts are proven as their turn comes. A failure of
 * them ends the stream with that failure, so that no half of a file passes for a whole one.
 */
export async function writeMeetingFile(file: MeetingFile, receipts: AsyncIterable<string>): Promise<Readable> {
  const pdf = await pdfOf(file.minutes);
  const zip = new ZipFile();
  // yazl declares the web's idea of a stream; what it makes is Node's.
  const out = zip.outputStream as PassThrough;
  const digests: Record<string, string> = {};
  const options = { mtime: file.approvedAt, mode: 0o100644 };
  const fail = (error: unknown): void => {
    out.destroy(error instanceof Error ? error : new Error('the file could not be written'));
  };
  zip.on('error', fail);
  const add = (name: string, content: Buffer): void => {
    digests[name] = createHash('sha256').update(content).digest('hex');
    zip.addBuffer(content, name, options);
  };
  add(parts.pdf, pdf);
  add(parts.html, Buffer.from(htmlOf(file.minutes)));
  add(parts.text, Buffer.from(textOf(file.minutes)));
  for (const [name, text] of Object.entries(file.texts)) add(name, Buffer.from(text));
  const hash = createHash('sha256');
  zip.addReadStreamLazy(parts.receipts, options, (take) => {
    take(null, Readable.from(hashed(receipts, hash)).once('error', fail));
  });
  zip.addReadStreamLazy(parts.manifest, options, (take) => {
    const manifest = { ...file.about, parts: { ...digests, [parts.receipts]: hash.digest('hex') } };
    take(null, Readable.from([Buffer.from(canonicalJson(manifest))]));
  });
  zip.end();
  return out;
}

async function* hashed(lines: AsyncIterable<string>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const line of lines) {
    const bytes = Buffer.from(line);
    hash.update(bytes);
    yield bytes;
  }
}
