import { Readable } from 'node:stream';
import { describeError, type Log } from '#platform/telemetry';
import type { OpenedAttachment } from '#referrals';
import type { Reply } from '../http/reply';
import { attachmentDisposition } from './content-disposition';

/**
 * Sends an attachment as a download that no browser shows: its type is never told, and what does run of it, runs alone.
 * When a part of it cannot be given, the connection breaks before Content-Length is reached: it never looks whole.
 */
export function download(reply: Reply, log: Log, attachment: OpenedAttachment): void {
  reply
    .status(200)
    .header('content-type', 'application/octet-stream')
    .header('content-length', String(attachment.size))
    .header('content-disposition', attachmentDisposition(attachment.name))
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .header('repr-digest', `sha-256=:${Buffer.from(attachment.sha256, 'hex').toString('base64')}:`)
    .send(Readable.from(watched(log, attachment), { objectMode: false }));
}

async function* watched(log: Log, { id, size, content }: OpenedAttachment): AsyncGenerator<Buffer> {
  let sent = 0;
  try {
    for await (const piece of content) {
      sent += piece.length;
      yield piece;
    }
    // Without this the reader would wait for the rest.
    if (sent !== size) throw new Error(`attachment ${id} has ${sent} bytes instead of ${size}`);
  } catch (error) {
    log.error({ ...describeError(error), attachmentId: id }, 'a download was broken off');
    throw error;
  }
}
