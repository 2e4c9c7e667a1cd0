import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { EvidenceError } from './errors';
import type { ConsistencyProof, EvidenceReceipt } from './hub.types';

/** What a checkpoint says: the log of a hub, so long, has this root. */
export interface Checkpoint {
  /** Names the log. */
  readonly origin: string;
  readonly size: number;
  /** Root of the Merkle tree, base64. */
  readonly root: string;
}

/** An entry of the evidence that a receipt proves. Ids, codes, counts and digests, never content. */
export interface ProvedEntry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly subject_type: string;
  readonly subject_id: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** A receipt that holds: what it proves, and by which checkpoint. */
export interface ProvedReceipt {
  readonly entry: ProvedEntry;
  /** Place of the entry in the log, from 0. */
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

const RECEIPT_FORMAT = 'liaison-hub-evidence-receipt/1';
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Verifies a receipt without the hub: the entry is in the log that the checkpoint is of, and the hub signed that checkpoint.
 *
 * @param keys verifier keys of the hub (`name+id+base64`), as you kept them when you joined
 * @throws EvidenceError with a `code`: `malformed`, `no_matching_signature`, `not_in_log`
 */
export function verifyReceipt(receipt: EvidenceReceipt, keys: readonly string[]): ProvedReceipt {
  if (!isReceipt(receipt)) throw new EvidenceError('malformed', `That is no receipt of the form ${RECEIPT_FORMAT}.`);
  const { entry, index, proof, checkpoint: note } = receipt;
  const checkpoint = verifyCheckpoint(note, keys);
  const leaf = sha256(Buffer.concat([Buffer.of(0), sha256(Buffer.from(entry))]));
  const root = rootOf(leaf, index, checkpoint.size, proof.map(hashIn));
  if (root?.toString('base64') !== checkpoint.root)
    throw new EvidenceError('not_in_log', 'The entry is not in the log at that checkpoint, or was changed.');
  return { entry: entryIn(entry), index, checkpoint };
}

/**
 * Verifies a checkpoint by itself: keep one now and then.
 *
 * @throws EvidenceError `malformed`, `no_matching_signature`
 */
export function verifyCheckpoint(note: string, keys: readonly string[]): Checkpoint {
  const known = keys.map(keyIn);
  const [, text, signatures] = /^((?:[^\n]+\n)+)\n((?:[^\n]+\n)+)$/.exec(note) ?? [];
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text ?? '') ?? [];
  if (
    text === undefined ||
    signatures === undefined ||
    origin === undefined ||
    size === undefined ||
    root === undefined
  )
    throw new EvidenceError('malformed', 'That is no checkpoint.');
  const isSigned = signatures
    .slice(0, -1)
    .split('\n')
    .some((line) => {
      const [, name, encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
      const bytes = Buffer.from(encoded, 'base64');
      const key = known.find(
        (one) => one.name === name && one.name === origin && one.id === bytes.toString('hex', 0, 4),
      );
      return key !== undefined && verify(null, Buffer.from(text), key.key, bytes.subarray(4));
    });
  if (!isSigned) throw new EvidenceError('no_matching_signature', 'None of the keys signed that checkpoint.');
  return { origin, size: Number(size), root };
}

/**
 * Verifies that the log went on from an earlier checkpoint to a later one: nothing before it was changed, removed or put in.
 *
 * @param proof of `GET /v1/evidence/checkpoints/<size>/consistency?to=<size>`
 * @throws EvidenceError `another_log`, `malformed`, and `rewritten` when it did not
 */
export function verifyGrowth(earlier: Checkpoint, later: Checkpoint, { proof }: Pick<ConsistencyProof, 'proof'>): void {
  if (earlier.origin !== later.origin) throw new EvidenceError('another_log', 'They are of two logs.');
  if (!goesOn(earlier, later, proof.map(hashIn)))
    throw new EvidenceError('rewritten', 'The later checkpoint does not go on from the earlier one.');
}

/** RFC 9162 §2.1.3.2. */
function rootOf(leaf: Buffer, index: number, size: number, proof: readonly Buffer[]): Buffer | undefined {
  if (index < 0 || index >= size) return undefined;
  let [place, last, found] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      found = parentOf(sibling, found);
      for (; place % 2 === 0 && place !== 0; last = halved(last)) place = halved(place);
    } else found = parentOf(found, sibling);
    [place, last] = [halved(place), halved(last)];
  }
  return last === 0 ? found : undefined;
}

/** RFC 9162 §2.1.4.2. */
function goesOn(earlier: Checkpoint, later: Checkpoint, proof: readonly Buffer[]): boolean {
  const [first, second] = [Buffer.from(earlier.root, 'base64'), Buffer.from(later.root, 'base64')];
  if (earlier.size === later.size) return proof.length === 0 && first.equals(second);
  if (earlier.size > later.size || earlier.size === 0) return earlier.size === 0 && proof.length === 0;
  let [place, last] = [earlier.size - 1, later.size - 1];
  for (; place % 2 === 1; last = halved(last)) place = halved(place);
  const [begin, ...rest] = place === 0 ? [first, ...proof] : proof;
  if (!begin || proof.length === 0) return false;
  let [older, newer] = [begin, begin];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [older, newer] = [parentOf(sibling, older), parentOf(sibling, newer)];
      for (; place % 2 === 0 && place !== 0; last = halved(last)) place = halved(place);
    } else newer = parentOf(newer, sibling);
    [place, last] = [halved(place), halved(last)];
  }
  return last === 0 && older.equals(first) && newer.equals(second);
}

const halved = (place: number): number => Math.floor(place / 2);
const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
const parentOf = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([Buffer.of(1), left, right]));

/** It comes from a file that somebody kept. */
function isReceipt(value: object): value is EvidenceReceipt {
  const { format, entry, index, proof, checkpoint } = value as Readonly<Record<keyof EvidenceReceipt, unknown>>;
  const isText = typeof entry === 'string' && typeof checkpoint === 'string';
  return format === RECEIPT_FORMAT && isText && Number.isSafeInteger(index) && Array.isArray(proof);
}

function hashIn(text: unknown): Buffer {
  if (typeof text === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(text)) return Buffer.from(text, 'base64');
  throw new EvidenceError('malformed', 'A proof is a list of SHA-256 hashes in base64.');
}

/** @throws EvidenceError `malformed`: a fault of whoever kept the key */
function keyIn(text: string): { readonly name: string; readonly id: string; readonly key: KeyObject } {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  const isWhole = bytes.length === 33 && bytes[0] === 1;
  const own = sha256(Buffer.concat([Buffer.from(`${name ?? ''}\n`), bytes])).toString('hex', 0, 4);
  if (name === undefined || id === undefined || !isWhole || own !== id)
    throw new EvidenceError('malformed', 'That is no verifier key: take it from /.well-known/evidence-keys.json.');
  const der = Buffer.concat([SPKI_ED25519, bytes.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function entryIn(text: string): ProvedEntry {
  try {
    return JSON.parse(text) as ProvedEntry;
  } catch (cause) {
    throw new EvidenceError('malformed', 'The entry of that receipt is no JSON.', { cause });
  }
}
