import {
  CompactRange,
  checkpointLine,
  entryLine,
  headerLine,
  leafHash,
  sha256,
  signCheckpoint,
  timestampLine,
  type SignerKey,
} from '#evidence-log';
import { canonicalJson } from '#kernel';

/** Entries of the log are written as the hub's own look. */
export function madeEntry(index: number): string {
  const id = (kind: number): string => `01980000-0000-7000-800${kind}-${index.toString(16).padStart(12, '0')}`;
  return canonicalJson({
    id: id(0),
    at: new Date(Date.UTC(2026, 0, 1) + index * 137).toISOString(),
    action: ['referral.submitted', 'message.routed', 'release.made', 'content.read'][index % 4],
    actor_id: index % 3 === 0 ? null : id(1),
    actor_kind: index % 3 === 0 ? 'hub' : 'body',
    subject_type: 'message',
    subject_id: id(2),
    sender_id: id(3),
    organisation_id: id(4),
    detail: {
      recipient: id(5),
      fields: ['person.caseCode', 'request.services'],
      digest: sha256(Buffer.from(id(6))).toString('hex'),
    },
  });
}

/** What stands for a time stamp over a checkpoint: nothing but the verifier of stamps reads it. */
export function madeToken(size: number): Buffer {
  return sha256(Buffer.from(`stamp ${size}`));
}

/** The lines of an export of so many entries, with a checkpoint after each `every`; those of some sizes are stamped. */
export function* madeExport(
  size: number,
  every: number,
  signer: SignerKey,
  timestamps: readonly number[] = [],
): Generator<string> {
  const checkpoints = Array.from({ length: Math.ceil(size / every) - 1 }, (_, at) => (at + 1) * every);
  const tree = CompactRange.empty();
  const notes = new Map<number, string>();
  // The checkpoint that it is of stands first: the tree is grown once before anything is said.
  for (let index = 0; index < size; index += 1) {
    tree.append(leafHash(sha256(Buffer.from(madeEntry(index)))));
    if ((index + 1) % every === 0 || index + 1 === size)
      notes.set(index + 1, signCheckpoint(index + 1, tree.root(), signer));
  }
  yield headerLine({ keys: [signer.verifier.text], checkpoints, timestamps });
  yield checkpointLine(notes.get(size) ?? signCheckpoint(0, tree.root(), signer));
  if (timestamps.includes(size)) yield timestampLine(size, madeToken(size));
  for (let index = 0; index < size; index += 1) {
    if (index > 0 && index % every === 0) {
      yield checkpointLine(notes.get(index) ?? '');
      if (timestamps.includes(index)) yield timestampLine(index, madeToken(index));
    }
    const entry = madeEntry(index);
    yield entryLine(index, sha256(Buffer.from(entry)).toString('hex'), entry);
  }
}
