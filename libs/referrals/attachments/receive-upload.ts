import { createHash } from 'node:crypto';
import { HubError, invalidInput, notFound, uuidv7, type Uuid } from '#kernel';
import {
  CHUNK_BYTES,
  ContentCheck,
  chunksFrom,
  chunksOf,
  discardUpload,
  findMessage,
  insertChunk,
  insertUpload,
  openChunk,
  overLimit,
  sealChunk,
  type AttachmentLimits,
  type AttachmentType,
  type Chunk,
} from '#messages';
import type { DataKey, Vault } from '#vault';
import type { Run } from './run';

/** A file that has arrived as a whole and is nobody's attachment yet. */
export interface Upload {
  readonly id: Uuid;
  readonly dataKey: DataKey;
  readonly mediaType: AttachmentType;
  readonly size: number;
  readonly chunks: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** So many chunks are written, or read, in one transaction: 256 KiB. */
export const CHUNKS_AT_ONCE = 4;

/**
 * Takes a file in as it arrives: checked, and sealed chunk by chunk. Nobody is shown it before `keepAttachment`. When it
 * is refused or breaks off, nothing of it stays.
 *
 * @throws HubError `not_found`; `illegal_transition` when the message is no draft; `body_too_large`;
 * `unsupported_media_type` with what was found; `invalid_input` when it is empty.
 */
export async function receiveUpload(
  run: Run,
  messageId: Uuid,
  pieces: AsyncIterable<Buffer>,
  limits: AttachmentLimits,
): Promise<Upload> {
  const id = uuidv7();
  const { dataKey, vault, senderId } = await run(async ({ tx, vault: sealing, clock }) => {
    const message = await findMessage(tx, messageId);
    if (!message) throw notFound('message');
    requireDraft(message.state);
    const key = await sealing.createDataKey();
    await insertUpload(tx, { id, messageId, senderId: message.senderId, dataKey: key.reference, at: clock.now() });
    return { dataKey: key, vault: sealing, senderId: message.senderId };
  });
  try {
    return await new Intake(run, vault, { id, senderId, dataKey }, limits).take(pieces);
  } catch (error) {
    await discard(run, id);
    throw error;
  }
}

/** The digest of a file that need not be kept, because its request was answered before. @throws HubError `body_too_large`. */
export async function digestUpload(pieces: AsyncIterable<Buffer>, limits: AttachmentLimits): Promise<string> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > limits.fileBytes) throw overLimit(limits, 'fileBytes');
    hash.update(piece);
  }
  return hash.digest('hex');
}

/** Removes an upload that was not kept. What cannot be removed now is cleared later (`clearBrokenUploads`). */
export async function discard(run: Run, id: Uuid): Promise<void> {
  await run(({ tx, caller }) => discardUpload(tx, id, caller.organisationId)).catch(() => undefined);
}

/** @throws HubError `illegal_transition` */
export function requireDraft(state: string): void {
  if (state === 'draft') return;
  throw new HubError('illegal_transition', `The attachments of a draft can be changed; this message is ${state}.`, {
    extra: { state, event: 'change', legal: [] },
  });
}

class Intake {
  private readonly hash = createHash('sha256');
  private readonly check = new ContentCheck();
  private waiting: Chunk[] = [];
  private size = 0;
  private chunks = 0;

  constructor(
    private readonly run: Run,
    private readonly vault: Vault,
    private readonly upload: { readonly id: Uuid; readonly senderId: Uuid; readonly dataKey: DataKey },
    private readonly limits: AttachmentLimits,
  ) {}

  async take(pieces: AsyncIterable<Buffer>): Promise<Upload> {
    for await (const chunk of chunksOf(this.counted(pieces))) {
      this.check.take(chunk.bytes);
      this.hash.update(chunk.bytes);
      this.chunks += 1;
      this.waiting.push(chunk);
      if (this.waiting.length === CHUNKS_AT_ONCE) await this.flush();
    }
    if (this.chunks === 0) throw invalidInput([{ pointer: '/file', code: 'empty', message: 'is an empty file' }]);
    await this.flush();
    const mediaType = await this.check.finish((from, to) => this.read(from, to));
    const { size, chunks, upload } = this;
    return { id: upload.id, dataKey: upload.dataKey, mediaType, size, chunks, sha256: this.hash.digest('hex') };
  }

  private async *counted(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      this.size += piece.length;
      if (this.size > this.limits.fileBytes) throw overLimit(this.limits, 'fileBytes');
      yield piece;
    }
  }

  private async flush(): Promise<void> {
    const { upload, vault, waiting } = this;
    if (waiting.length === 0) return;
    const sealed = waiting.map((chunk) => ({
      attachmentId: upload.id,
      senderId: upload.senderId,
      number: chunk.number,
      sealed: sealChunk(vault, upload.dataKey, upload.id, chunk),
    }));
    await this.run(async ({ tx }) => {
      for (const chunk of sealed) await insertChunk(tx, chunk);
    });
    this.waiting = [];
  }

  /** A part of what has arrived, read back. */
  private async read(from: number, to: number): Promise<Buffer> {
    // Beyond the file there is nothing: a damaged archive may point anywhere.
    const [start, end] = [Math.min(from, this.size), Math.min(to, this.size)];
    const first = Math.floor(start / CHUNK_BYTES);
    const count = Math.ceil(end / CHUNK_BYTES) - first;
    const { upload, vault } = this;
    if (count <= 0) return Buffer.alloc(to - from);
    const sealed = await this.run(({ tx }) => chunksFrom(tx, upload.id, first, count));
    const bytes = sealed.map((each, index) =>
      openChunk(vault, upload.dataKey, upload.id, {
        number: first + index,
        last: first + index === this.chunks - 1,
        bytes: each,
      }),
    );
    const found = Buffer.concat(bytes).subarray(start - first * CHUNK_BYTES, end - first * CHUNK_BYTES);
    // Missing bytes read as zeros: no signature has them.
    return found.length === to - from ? found : Buffer.concat([found], to - from);
  }
}
