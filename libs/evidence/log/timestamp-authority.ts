import type { HttpSender } from '#platform/http-client';
import { TimestampRefused, openResponse, timestampRequest, trustedAuthorities, type Timestamp } from '#timestamps';

/** An answer is a few kilobytes: the token and the certificates of its signer. */
const LONGEST_ANSWER = 64 * 1024;

export interface AuthorityOptions {
  readonly sender: Pick<HttpSender, 'post'>;
  readonly url: string;
  /** PEM: the certificates at which the chain of a stamp's signer must end. */
  readonly ca: string;
  /** Milliseconds for the whole exchange. */
  readonly deadlineMs: number;
}

/** No stamp was to be had. Its message names no address. */
export class AuthorityFault extends Error {
  override readonly name = 'AuthorityFault';
}

/**
 * Asks a time stamp authority over HTTP (RFC 3161, section 3.4).
 *
 * @returns what asks; it rejects with AuthorityFault when no answer came, and with TimestampRefused when the answer does not count.
 * @throws Error when `ca` holds no certificate.
 */
export function timestampAuthority(options: AuthorityOptions): (data: Buffer) => Promise<Timestamp> {
  const trusted = trustedAuthorities(options.ca);
  return async (data) => {
    const request = timestampRequest(data);
    return openResponse(await answerTo(request.der, options), request, trusted);
  };
}

async function answerTo(query: Buffer, { sender, url, deadlineMs }: AuthorityOptions): Promise<Buffer> {
  const result = await sender.post(url, {
    headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
    body: query,
    deadlineMs,
    maxResponseBytes: LONGEST_ANSWER,
  });
  if (result.kind === 'fault') throw new AuthorityFault(`The time stamp authority was not reached: ${result.message}`);
  if (result.status !== 200) throw new AuthorityFault(`The time stamp authority answered ${result.status}.`);
  if (result.body.length >= LONGEST_ANSWER) throw new TimestampRefused('unreadable', 'The answer is too long.');
  return result.body;
}
