import { hash } from 'node:crypto';

/** A SHA-256, 32 bytes. */
export type Hash = Buffer;

/** SHA-256 of bytes. */
export function sha256(bytes: Uint8Array): Hash {
  return hash('sha256', bytes, 'buffer');
}

/** What a node is hashed of: its prefix and its two children. Filled anew for each, since a log has millions of them. */
const node = Buffer.alloc(65);
node[0] = 1;

/** The hash of a leaf (RFC 9162 §2.1.1): its prefix keeps a leaf from passing for a node. */
export function leafHash(leaf: Uint8Array): Hash {
  const bytes = Buffer.alloc(leaf.length + 1);
  bytes.set(leaf, 1);
  return sha256(bytes);
}

/** The hash of a node over its two children (RFC 9162 §2.1.1), each a hash. */
export function nodeHash(left: Hash, right: Hash): Hash {
  node.set(left, 1);
  node.set(right, 33);
  return sha256(node);
}

/** The root of a tree without leaves. */
export const EMPTY_ROOT: Hash = sha256(Buffer.alloc(0));
