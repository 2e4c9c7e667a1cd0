import { createHmac } from 'node:crypto';
import type { Uuid } from '#kernel';
import type { DataKey, Vault } from '#vault';
import type { Chunk } from './chunks';

/** What is known of a file and could tell something about a person, or that a known document is here: sealed. */
export interface AttachmentMeta {
  /** The file's name, cleaned. */
  readonly name: string;
  readonly title: string | null;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
}

const meta = (id: Uuid) => ({ table: 'attachments', id, field: 'meta' });
// Number and end are bound: a chunk moved, left out or cut off with all that follow does not open.
const place = (id: Uuid, number: number, last: boolean) => ({
  table: 'attachment_chunks',
  id,
  field: `content/${number}/${last ? 'last' : 'more'}`,
});

export function sealMeta(vault: Vault, dataKey: DataKey, id: Uuid, value: AttachmentMeta): Buffer {
  return vault.sealJson(dataKey, value, meta(id));
}

export function openMeta(vault: Vault, dataKey: DataKey, id: Uuid, sealed: Buffer): AttachmentMeta {
  return vault.openJson(dataKey, sealed, meta(id)) as AttachmentMeta;
}

export function sealChunk(vault: Vault, dataKey: DataKey, id: Uuid, { number, last, bytes }: Chunk): Buffer {
  return vault.sealBytes(dataKey, bytes, place(id, number, last));
}

/** @throws Error when the chunk is not the one of this file, number and end. */
export function openChunk(vault: Vault, dataKey: DataKey, id: Uuid, chunk: Chunk): Buffer {
  return vault.openBytes(dataKey, chunk.bytes, place(id, chunk.number, chunk.last));
}

/** A digest for the record: equal for equal content, and without the hub's key nobody can tell of which. */
export async function keyedDigest(vault: Vault, sha256: string): Promise<Buffer> {
  return createHmac('sha256', await vault.digestSecret('digests of attachments'))
    .update(sha256)
    .digest();
}
