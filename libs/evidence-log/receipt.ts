import { openCheckpoint, type SignedCheckpoint } from './checkpoint';
import { leafHash, sha256 } from './merkle';
import { rootFromInclusion } from './proofs';
import type { VerifierKey } from './signed-note';

/** That an entry is in the log, with all that is needed to check it without the hub. */
export interface Receipt {
  readonly format: 'liaison-hub-evidence-receipt/1';
  /** The entry's canonical JSON, as one text: its SHA-256 is what the leaf is hashed of. */
  readonly entry: string;
  /** Its place in the log, from 0. */
  readonly index: number;
  /** The inclusion proof from the leaf up, base64. */
  readonly proof: readonly string[];
  /** The checkpoint that the proof leads to, as the hub signed it. */
  readonly checkpoint: string;
}

/** The checkpoint under which one of the keys signed the entry of a receipt; nothing when the receipt does not hold. */
export function openReceipt(receipt: Receipt, keys: readonly VerifierKey[]): SignedCheckpoint | undefined {
  const checkpoint = openCheckpoint(receipt.checkpoint, keys);
  if (!checkpoint) return undefined;
  const leaf = leafHash(sha256(Buffer.from(receipt.entry)));
  const proof = receipt.proof.map((hash) => Buffer.from(hash, 'base64'));
  const root = rootFromInclusion(leaf, receipt.index, checkpoint.size, proof);
  return root?.equals(checkpoint.root) === true ? checkpoint : undefined;
}
