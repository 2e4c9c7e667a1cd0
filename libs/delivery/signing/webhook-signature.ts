import { createHmac, KeyObject, sign as signBytes } from 'node:crypto';
import { HubError } from '#kernel';
import { keysOf } from './secret-keys';

/** A secret of an endpoint. After `expiresAt` it signs no more; absent: it does not expire. */
export interface SigningSecret {
  /** `whsec_…` or `whsk_…`. */
  readonly secret: string;
  readonly expiresAt?: Date | null;
}

/** What is signed: the very bytes that are sent. */
export interface SignedContent {
  /** `webhook-id`: printable ASCII without full stop or blank, the same on every attempt. */
  readonly id: string;
  /** `webhook-timestamp`: Unix seconds of this attempt. */
  readonly timestampSeconds: number;
  readonly body: string | Buffer;
}

/** The most signatures in one header; a verifier reads no more. */
export const MAX_SIGNATURES = 16;

const WEBHOOK_ID = /^[!-\-/-~]{1,256}$/;

/**
 * The `webhook-signature` value: one signature per secret that has not expired at `timestampSeconds`, `v1,` for HMAC
 * and `v1a,` for ed25519, separated by blanks (Standard Webhooks 1.0). Throws HubError `invalid_input` for a malformed
 * id, timestamp or secret, and `internal` when no secret is left to sign with.
 */
export function sign(content: SignedContent & { readonly secrets: readonly SigningSecret[] }): string {
  requireSignable(content);
  const now = content.timestampSeconds * 1000;
  const usable = content.secrets.filter(({ expiresAt }) => expiresAt == null || expiresAt.getTime() > now);
  if (usable.length === 0 || usable.length > MAX_SIGNATURES) {
    throw new HubError(
      'internal',
      `The endpoint has ${usable.length} unexpired signing secrets, not 1 to ${MAX_SIGNATURES}. Rotate its secret.`,
    );
  }
  return usable.map(({ secret }) => signWith(secret, content)).join(' ');
}

/** The base64 HMAC-SHA256 of `id.timestamp.body`. */
export function hmacSignature(key: KeyObject, { id, timestampSeconds, body }: SignedContent): string {
  return createHmac('sha256', key).update(`${id}.${timestampSeconds}.`).update(body).digest('base64');
}

/** The bytes `id.timestamp.body`. */
export function signedBytes({ id, timestampSeconds, body }: SignedContent): Buffer {
  const head = `${id}.${timestampSeconds}.`;
  return typeof body === 'string' ? Buffer.from(head + body) : Buffer.concat([Buffer.from(head), body]);
}

/** Whether an id can be signed without ambiguity: a full stop would let two messages share one signed text. */
export function isWebhookId(id: string): boolean {
  return WEBHOOK_ID.test(id);
}

function signWith(secret: string, content: SignedContent): string {
  const keys = keysOf(secret);
  if (keys.kind === 'hmac') return `v1,${hmacSignature(keys.key, content)}`;
  if (keys.privateKey === undefined) {
    throw new HubError('invalid_input', 'A whpk_ key only verifies. Sign with the whsk_ key of the pair.');
  }
  return `v1a,${signBytes(null, signedBytes(content), keys.privateKey).toString('base64')}`;
}

function requireSignable({ id, timestampSeconds }: SignedContent): void {
  if (!isWebhookId(id)) {
    throw new HubError('invalid_input', 'A webhook id is 1 to 256 printable ASCII characters without full stop.');
  }
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0) {
    throw new HubError('invalid_input', 'A webhook timestamp is whole Unix seconds. Divide milliseconds by 1000.');
  }
}
