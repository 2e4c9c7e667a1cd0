import { createHash } from 'node:crypto';
import { notFound, type Uuid } from '#kernel';
import { attachmentsOf, chunksFrom, openChunk, record, releasedAttachments, type AttachmentRow } from '#messages';
import type { DataKey, Vault } from '#vault';
import { readerOf } from '../access/witness-read';
import { erased } from '../erasure/erased';
import type { ReferralTools } from '../tools';
import { viewOf } from './list-attachments';
import { CHUNKS_AT_ONCE } from './receive-upload';
import type { Run } from './run';

/** An attachment that is about to be read: its first chunks are verified. */
export interface OpenedAttachment {
  readonly id: Uuid;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** The content as it is read. Throws when a later part is not what was sealed, or may not be read any more. */
  readonly content: AsyncIterable<Buffer>;
}

type Find = (tools: ReferralTools) => Promise<AttachmentRow | undefined>;

/** An attachment of a message of the caller: the read is evidence. @throws HubError `not_found`; `erased` */
export function openOwnAttachment(run: Run, messageId: Uuid, id: Uuid): Promise<OpenedAttachment> {
  const find: Find = async ({ tx, caller }) =>
    (await attachmentsOf(tx, messageId, caller.organisationId)).find((row) => row.id === id);
  return opened(run, find);
}

/**
 * An attachment that was released to the caller. The read is evidence.
 *
 * @throws HubError `not_found`, also when it was released to others only, or is withheld by now.
 */
export function openReceivedAttachment(run: Run, messageId: Uuid, id: Uuid): Promise<OpenedAttachment> {
  const find: Find = async ({ tx, caller, clock }) =>
    (await releasedAttachments(tx, messageId, caller.organisationId, clock.now())).find((row) => row.id === id);
  return opened(run, find);
}

async function opened(run: Run, find: Find): Promise<OpenedAttachment> {
  const { row, view, dataKey, vault } = await run(async (tools) => {
    const found = await find(tools);
    if (!found) throw notFound('attachment');
    if (!found.dataKey) throw erased('attachment');
    await witnessRead(tools, found);
    return {
      row: found,
      view: await viewOf(tools, found),
      dataKey: await tools.vault.openDataKey(found.dataKey),
      vault: tools.vault,
    };
  });
  if (view.name === null || view.sha256 === null) throw notFound('attachment');
  const content = verified(run, find, row, { vault, dataKey, sha256: view.sha256 });
  // What is spoilt from the beginning fails here, while it can still be answered.
  const first = await content.next();
  return { id: row.id, name: view.name, size: row.size, sha256: view.sha256, content: resumed(first, content) };
}

async function* resumed(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done !== true) yield first.value;
  yield* rest;
}

/** The content, some chunks at a time: each opened under its place, the whole compared before the last one is given. */
async function* verified(
  run: Run,
  find: Find,
  row: AttachmentRow,
  { vault, dataKey, sha256 }: { readonly vault: Vault; readonly dataKey: DataKey; readonly sha256: string },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for (let from = 0; from < row.chunks; from += CHUNKS_AT_ONCE) {
    const sealed = await run(async (tools) => {
      // Asked anew: a consent withdrawn in the middle of a download ends it.
      if (!(await find(tools))) throw notFound('attachment');
      return chunksFrom(tools.tx, row.id, from, CHUNKS_AT_ONCE);
    });
    if (sealed.length !== Math.min(CHUNKS_AT_ONCE, row.chunks - from)) throw spoilt(row.id);
    for (const [index, each] of sealed.entries()) {
      const number = from + index;
      const last = number === row.chunks - 1;
      const bytes = openChunk(vault, dataKey, row.id, { number, last, bytes: each });
      hash.update(bytes);
      if (last && hash.digest('hex') !== sha256) throw spoilt(row.id);
      yield bytes;
    }
  }
}

function spoilt(id: Uuid): Error {
  return new Error(`attachment ${id} is not what was sealed`);
}

async function witnessRead({ tx, clock, caller }: ReferralTools, row: AttachmentRow): Promise<void> {
  await record(tx, {
    timeline: [],
    evidence: [
      {
        action: 'attachment.read',
        at: clock.now(),
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: row.messageId,
        senderId: row.senderId,
        ...(caller.organisationId === row.senderId ? {} : { organisationId: caller.organisationId }),
        detail: { attachment: row.id, digest: row.digest.toString('hex'), ...readerOf(caller) },
      },
    ],
    events: [],
  });
}
