import { createPublicKey } from 'node:crypto';
import { WebhookVerificationError } from './errors';
import type { VerifyingKey } from './secrets';
import { verifyWithKeys, type ReceivedWebhook } from './verify';
import type { ReceivedEvent } from './webhook-event';

export interface WebhookJwksOptions {
  /** `https://…/.well-known/webhook-jwks.json` of the hub. */
  readonly url: string;
  /** How long the keys are used before they are fetched anew, milliseconds. Default 10 minutes. */
  readonly keepMs?: number;
  /** Deadline of a fetch, milliseconds. Default 5 000. */
  readonly deadlineMs?: number;
  /** Only keys with these `kid`s: those of your endpoints. Default: every key of the set. */
  readonly kids?: readonly string[];
}

/** A signature that fits no key has the set fetched anew, but not more often than this, milliseconds. */
const FETCH_AT_MOST_EVERY = 10_000;
const MOST_BYTES = 4_194_304;

/**
 * Verifies the v1a signatures of webhooks by the keys that the hub publishes, fetched when needed and kept.
 *
 * The set holds the keys of every endpoint of the hub: a signature that fits says that the hub sent it, and only with
 * `kids` that it was sent to you. Prefer the `whpk_…` that you got when you registered the endpoint.
 */
export class WebhookJwks {
  private keys: readonly VerifyingKey[] = [];
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private fetching: Promise<void> | undefined;

  constructor(private readonly options: WebhookJwksOptions) {}

  /**
   * @throws WebhookVerificationError as `verifyWebhook`, and `keys_unavailable` when there are no keys to verify with.
   */
  async verify(webhook: ReceivedWebhook): Promise<ReceivedEvent> {
    if (this.age() > (this.options.keepMs ?? 600_000)) await this.renew();
    try {
      return verifyWithKeys(webhook, this.keys);
    } catch (error) {
      const mayBeNew = error instanceof WebhookVerificationError && error.code === 'no_matching_signature';
      // A key made since: forged webhooks must not have the set fetched again and again.
      if (!mayBeNew || this.age() < FETCH_AT_MOST_EVERY) throw error;
      await this.renew();
      return verifyWithKeys(webhook, this.keys);
    }
  }

  private age(): number {
    return performance.now() - this.fetchedAt;
  }

  /** Side by side, one fetch serves all. */
  private renew(): Promise<void> {
    this.fetching ??= this.fetched().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async fetched(): Promise<void> {
    try {
      const answer = await fetch(this.options.url, {
        headers: { accept: 'application/json' },
        redirect: 'error',
        signal: AbortSignal.timeout(this.options.deadlineMs ?? 5_000),
      });
      if (!answer.ok) throw new Error(`It answers ${answer.status}.`);
      const text = await answer.text();
      if (text.length > MOST_BYTES) throw new Error('It is too large.');
      this.keys = keysIn(JSON.parse(text), this.options.kids);
      this.fetchedAt = performance.now();
    } catch (error) {
      throw new WebhookVerificationError('keys_unavailable', `The keys at ${this.options.url} cannot be read.`, {
        cause: error,
      });
    }
  }
}

function keysIn(set: unknown, kids: readonly string[] | undefined): VerifyingKey[] {
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys)) throw new Error('It is no JWK Set.');
  return (keys as Readonly<Record<string, unknown>>[]).flatMap(({ kty, crv, x, kid }) => {
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') return [];
    if (kids && (typeof kid !== 'string' || !kids.includes(kid))) return [];
    return [{ scheme: 'v1a' as const, key: createPublicKey({ key: { kty, crv, x }, format: 'jwk' }) }];
  });
}
