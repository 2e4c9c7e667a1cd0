import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './merkle';

/** Ed25519 in a signed note (C2SP signed-note). */
const ED25519 = 0x01;
const PKCS8_SEED = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_KEY = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

/** A public key with the name that it signs under, as C2SP's signed notes know it. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name ‖ 0x0a ‖ 0x01 ‖ key), hexadecimal. */
  readonly id: string;
  /** `<name>+<id>+<base64 of 0x01 ‖ key>`: what is published, and what a partner keeps. */
  readonly text: string;
  readonly key: KeyObject;
}

/** A key that signs notes. */
export interface SignerKey {
  readonly verifier: VerifierKey;
  readonly key: KeyObject;
}

/**
 * The signing key of a seed of 32 bytes.
 *
 * @throws Error when the seed has another length, or the name holds white space or a plus sign.
 */
export function signerKey(name: string, seed: Buffer): SignerKey {
  if (seed.length !== 32) throw new Error('an Ed25519 seed has 32 bytes');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_SEED, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { key, verifier: verifierKey(textOf(name, spki.subarray(SPKI_KEY.length))) };
}

/**
 * A public key from its text.
 *
 * @throws Error when the text is no key of this kind, or its id is not that of its name and key.
 */
export function verifierKey(text: string): VerifierKey {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) throw new Error('that is no verifier key');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ED25519) throw new Error('a verifier key holds an Ed25519 key');
  const raw = bytes.subarray(1);
  if (textOf(name, raw) !== text) throw new Error('the id of a verifier key is not that of its name and key');
  return { name, id, text, key: createPublicKey({ key: Buffer.concat([SPKI_KEY, raw]), format: 'der', type: 'spki' }) };
}

/** A text that ends with a line break, and the signature under it. */
export function signNote(text: string, signer: SignerKey): string {
  const { name, id } = signer.verifier;
  const signature = Buffer.concat([Buffer.from(id, 'hex'), sign(null, Buffer.from(text), signer.key)]);
  return `${text}\n— ${name} ${signature.toString('base64')}\n`;
}

/** The text of a note that one of the keys signed, and which; nothing when none did, or it is no note. */
export function openNote(note: string, keys: readonly VerifierKey[]): { text: string; key: VerifierKey } | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, end + 1);
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, encoded] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return undefined;
    const bytes = Buffer.from(encoded, 'base64');
    // One way to write it: what was altered without effect on the signature is altered all the same.
    if (bytes.toString('base64') !== encoded) return undefined;
    const key = keys.find((one) => one.name === name && one.id === bytes.toString('hex', 0, 4));
    if (key && verify(null, Buffer.from(text), key.key, bytes.subarray(4))) return { text, key };
  }
  return undefined;
}

function textOf(name: string, raw: Buffer): string {
  if (/[\s+]/.test(name) || name === '') throw new Error('the name of a key has neither white space nor a plus sign');
  const key = Buffer.concat([Buffer.from([ED25519]), raw]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), key])).toString('hex', 0, 4);
  return `${name}+${id}+${key.toString('base64')}`;
}
