import { createHmac, timingSafeEqual, verify as verifyBytes } from 'node:crypto';
import { WebhookVerificationError } from './errors';
import { decodeBase64, keyOf, type VerifyingKey } from './secrets';
import { readEvent, type ReceivedEvent } from './webhook-event';

/** A webhook as it came over the wire. */
export interface ReceivedWebhook {
  /** Of node:http, Express or Fastify (`request.headers`), or the `Headers` of fetch. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came. A body that was parsed and written again has another signature. */
  readonly body: string | Uint8Array;
  /** How far the timestamp may lie in the past or the future, seconds. Default 300. */
  readonly toleranceSeconds?: number;
  /** Default: now. */
  readonly now?: Date;
}

export interface WebhookToVerify extends ReceivedWebhook {
  /**
   * `whsec_…` (v1, HMAC-SHA-256) or `whpk_…` (v1a, ed25519). While secrets are rotated give the old and the new: one that
   * fits is enough.
   */
  readonly secrets: string | readonly string[];
}

/** Most signatures that are looked at: the hub sends no more. */
const MOST_SIGNATURES = 16;
/** Printable ASCII without blank and full stop: with one, two webhooks could share one signed text. */
const WEBHOOK_ID = /^[!-\-/-~]{1,256}$/;
const TIMESTAMP = /^(?:0|[1-9]\d{0,11})$/;

/**
 * Verifies a webhook (Standard Webhooks 1.0), in constant time, and reads it.
 *
 * @throws WebhookVerificationError with a `code`. Answer 401 and do nothing else.
 */
export function verifyWebhook({ secrets, ...webhook }: WebhookToVerify): ReceivedEvent {
  const given = typeof secrets === 'string' ? [secrets] : secrets;
  if (given.length === 0)
    throw new WebhookVerificationError('malformed_secret', 'Without a secret nothing can be verified.');
  return verifyWithKeys(webhook, given.map(keyOf));
}

/** The same with keys that are imported already. */
export function verifyWithKeys(webhook: ReceivedWebhook, keys: readonly VerifyingKey[]): ReceivedEvent {
  const id = headerOf(webhook, 'webhook-id');
  const timestamp = headerOf(webhook, 'webhook-timestamp');
  const signatures = headerOf(webhook, 'webhook-signature').split(' ', MOST_SIGNATURES + 1);
  if (!WEBHOOK_ID.test(id)) throw malformed('webhook-id');
  if (!TIMESTAMP.test(timestamp)) throw malformed('webhook-timestamp');
  if (signatures.length > MOST_SIGNATURES) throw malformed('webhook-signature');
  requireRecent(Number(timestamp), webhook);
  const body = typeof webhook.body === 'string' ? Buffer.from(webhook.body) : Buffer.from(webhook.body);
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  // Every pair is tried to the end, so that the time taken does not tell which key or signature fitted.
  const fits = keys.flatMap((key) => {
    const check = checkerFor(key, signed);
    return signatures.map(check);
  });
  if (!fits.includes(true))
    throw new WebhookVerificationError(
      'no_matching_signature',
      'No signature fits. Verify the raw bytes of the body, with the secret of this endpoint.',
    );
  return readEvent(id, body.toString('utf8'));
}

function checkerFor({ scheme, key }: VerifyingKey, signed: Buffer): (signature: string) => boolean {
  if (scheme === 'v1') {
    const expected = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    return (signature) => {
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    };
  }
  return (signature) => {
    const given = signature.startsWith('v1a,') ? decodeBase64(signature.slice('v1a,'.length)) : undefined;
    return given?.length === 64 && verifyBytes(null, signed, key, given);
  };
}

function requireRecent(timestamp: number, { now = new Date(), toleranceSeconds = 300 }: ReceivedWebhook): void {
  const age = Math.floor(now.getTime() / 1_000) - timestamp;
  if (!(toleranceSeconds >= 0)) throw new RangeError('toleranceSeconds is a number of seconds, 0 or more.');
  if (age > toleranceSeconds)
    throw new WebhookVerificationError(
      'too_old',
      `The webhook was signed ${age} seconds ago: a replay, or a slow clock.`,
    );
  if (age < -toleranceSeconds)
    throw new WebhookVerificationError('too_new', `The webhook is signed ${-age} seconds ahead. Is your clock right?`);
}

/** Header names come in any case; a header that is there twice is none. */
function headerOf({ headers }: ReceivedWebhook, name: string): string {
  const values = headers instanceof Headers ? [headers.get(name)] : valuesOf(headers, name);
  const [value] = values;
  if (value === undefined || value === null || value === '')
    throw new WebhookVerificationError('missing_header', `The header ${name} is not there.`);
  if (values.length > 1) throw malformed(name);
  return value;
}

function valuesOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>, name: string): string[] {
  return Object.entries(headers).flatMap(([key, value]) =>
    key.toLowerCase() !== name || value === undefined ? [] : typeof value === 'string' ? [value] : [...value],
  );
}

function malformed(name: string): WebhookVerificationError {
  return new WebhookVerificationError('malformed_header', `The header ${name} is not what Standard Webhooks says.`);
}
