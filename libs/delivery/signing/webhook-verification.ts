import { timingSafeEqual, verify as verifyBytes } from 'node:crypto';
import { decodeBase64 } from './secret-format';
import { keysOf, SecretKeys } from './secret-keys';
import { hmacSignature, isWebhookId, MAX_SIGNATURES, SignedContent, signedBytes } from './webhook-signature';

/** A webhook as received: its three headers, its bytes, and the secrets that may have signed it. */
export interface ReceivedWebhook {
  /** The `webhook-id` header. */
  readonly id: string;
  /** The `webhook-timestamp` header. */
  readonly timestamp: string;
  /** The `webhook-signature` header. */
  readonly signature: string;
  /** The body as it came, before any parsing. */
  readonly body: string | Buffer;
  /** `whsec_`, `whpk_` or `whsk_`; any one suffices, so that rotation has an overlap. */
  readonly secrets: readonly string[];
  readonly now: Date;
  /** How far the timestamp may lie in the past or future. Default 300, as in Standard Webhooks. */
  readonly toleranceSeconds?: number;
}

/** Why a webhook is not believed. */
export type VerificationFailure = 'malformed' | 'too_old' | 'too_new' | 'no_match';

export type VerificationResult = { readonly ok: true } | { readonly ok: false; readonly reason: VerificationFailure };

const TIMESTAMP = /^(0|[1-9]\d{0,11})$/;

/**
 * Verifies a Standard Webhooks 1.0 signature in constant time. One valid signature among those in the header suffices;
 * unknown versions are passed over. Throws HubError `invalid_input` when a *secret* is malformed.
 */
export function verify(webhook: ReceivedWebhook): VerificationResult {
  const { id, timestamp, body } = webhook;
  const signatures = webhook.signature.split(' ', MAX_SIGNATURES + 1);
  if (!isWebhookId(id) || !TIMESTAMP.test(timestamp) || signatures.length > MAX_SIGNATURES) return failed('malformed');

  const timestampSeconds = Number(timestamp);
  const age = Math.floor(webhook.now.getTime() / 1000) - timestampSeconds;
  const tolerance = webhook.toleranceSeconds ?? 300;
  if (age > tolerance) return failed('too_old');
  if (age < -tolerance) return failed('too_new');

  const content = { id, timestampSeconds, body };
  // Every pair is tried to the end, so that the time taken does not tell which secret or signature fitted.
  const matches = webhook.secrets.flatMap((secret) => {
    const check = checkerFor(keysOf(secret), content);
    return signatures.map(check);
  });
  return matches.includes(true) ? { ok: true } : failed('no_match');
}

function checkerFor(keys: SecretKeys, content: SignedContent): (signature: string) => boolean {
  if (keys.kind === 'hmac') {
    const expected = Buffer.from(`v1,${hmacSignature(keys.key, content)}`);
    return (signature) => {
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    };
  }
  const bytes = signedBytes(content);
  return (signature) => {
    const given = signature.startsWith('v1a,') ? decodeBase64(signature.slice(4)) : undefined;
    return given?.length === 64 && verifyBytes(null, bytes, keys.publicKey, given);
  };
}

function failed(reason: VerificationFailure): VerificationResult {
  return { ok: false, reason };
}
