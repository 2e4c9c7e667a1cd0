import type { Hash } from './merkle';
import { openNote, signNote, type SignerKey, type VerifierKey } from './signed-note';

/** What a hub signs: its log, so long, has this root (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** Names the log; no two logs share one. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** A checkpoint whose signature was checked. */
export interface SignedCheckpoint extends Checkpoint {
  readonly note: string;
  readonly key: VerifierKey;
}

/** A checkpoint as its signed note. The key's name is the log's. */
export function signCheckpoint(size: number, root: Hash, signer: SignerKey): string {
  return signNote(`${signer.verifier.name}\n${size}\n${root.toString('base64')}\n`, signer);
}

/** A checkpoint that one of the keys signed; nothing when the note is not one. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): SignedCheckpoint | undefined {
  const opened = openNote(note, keys);
  if (!opened) return undefined;
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(opened.text) ?? [];
  if (origin !== opened.key.name || size === undefined || root === undefined) return undefined;
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), note, key: opened.key };
}
