import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HubError, uuidv7, type Clock, type Uuid } from '#kernel';
import type { HttpSender, SendResult } from '#platform/http-client';
import type { AccessTokens } from '../sending/access-tokens';
import { credentialRows, openCredentials, type LaneCredentials } from '../sending/lane-credentials';
import { postWithCredentials } from '../sending/post-with-credentials';
import { sign, type SigningSecret } from '../signing';
import type { EndpointView } from './endpoint.store';
import { moveHeld, noteEndpoint, ownEndpoint, type EndpointTools } from './endpoints';

/** The event that asks an endpoint to show that it is its body's own. It goes to no one who did not ask for it. */
export const VERIFICATION_EVENT = 'endpoint.verification';
/** How long an endpoint has for its answer, milliseconds: the caller waits for it. */
export const VERIFICATION_DEADLINE_MS = 8_000;
/** Tries of one endpoint within an hour. */
export const VERIFICATION_TRIES = 10;
/** Bytes of the answer that are read: a challenge and some room. */
const MOST_BYTES = 2_048;

/** A challenge that is to be put to an endpoint. */
export interface Challenge {
  readonly endpointId: Uuid;
  readonly url: string;
  readonly secrets: readonly SigningSecret[];
  readonly credentials: LaneCredentials;
}

/**
 * Counts a try, and gives what is needed to make it: undefined when the address is verified already. The try itself is
 * made outside of any transaction.
 *
 * @throws HubError `not_found`; `too_many_requests` after ten tries within an hour.
 */
export async function beginVerification(tools: EndpointTools, id: Uuid): Promise<Challenge | undefined> {
  const { tx, vault, clock } = tools;
  const endpoint = await ownEndpoint(tools, id);
  if (endpoint.verifiedAt !== null) return undefined;
  const counted = await tx.execute(
    `UPDATE webhook_endpoints SET
       verification_tries = CASE WHEN verification_tries_since > $2::timestamptz - interval '1 hour' THEN verification_tries + 1 ELSE 1 END,
       verification_tries_since = CASE WHEN verification_tries_since > $2::timestamptz - interval '1 hour'
         THEN verification_tries_since ELSE $2 END
     WHERE id = $1 AND NOT (verification_tries >= $3 AND coalesce(verification_tries_since > $2::timestamptz - interval '1 hour', false))`,
    [id, clock.now(), VERIFICATION_TRIES],
  );
  if (counted === 0)
    throw new HubError(
      'too_many_requests',
      `This endpoint was tried ${VERIFICATION_TRIES} times within an hour. Try again later.`,
    );
  const sealed = await tx.rows<{ id: Uuid; sealed: Buffer }>(
    `SELECT id, secret_sealed AS sealed FROM endpoint_secrets
     WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at DESC, scheme`,
    [id],
  );
  const secrets = await Promise.all(
    sealed.map(async (row) => ({
      secret: String(await vault.openAlone(row.sealed, { table: 'endpoint_secrets', id: row.id, field: 'secret' })),
    })),
  );
  const credentials = await openCredentials(vault, await credentialRows(tx, id));
  return { endpointId: id, url: endpoint.url, secrets, credentials };
}

/**
 * Sends the challenge, signed like every webhook and with what the endpoint asks of the hub, and reads the answer: 2xx with
 * the same challenge in it.
 *
 * @throws HubError `verification_failed` that names the status or the fault, never what the answer held.
 */
export async function putChallenge(
  tools: { readonly sender: HttpSender; readonly tokens: AccessTokens; readonly clock: Clock },
  { endpointId, url, secrets, credentials }: Challenge,
): Promise<void> {
  const challenge = randomBytes(32).toString('base64url');
  const at = tools.clock.now();
  const id = uuidv7();
  const timestampSeconds = Math.floor(at.getTime() / 1_000);
  const body = JSON.stringify({
    type: VERIFICATION_EVENT,
    timestamp: at.toISOString(),
    data: { endpointId, challenge },
  });
  const result = await postWithCredentials(tools, credentials, url, {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'liaison-hub',
      'webhook-id': id,
      'webhook-timestamp': String(timestampSeconds),
      'webhook-signature': sign({ id, timestampSeconds, body, secrets }),
    },
    body,
    deadlineMs: VERIFICATION_DEADLINE_MS,
    maxResponseBytes: MOST_BYTES,
  });
  checkAnswer(result, challenge);
}

/**
 * Notes that the address was verified: the endpoint becomes active, or paused where its body wanted that, and what was held
 * goes out. Harmless when it is repeated.
 *
 * @param url the address that answered
 * @throws HubError `concurrent_change` when the endpoint has another one by now.
 */
export async function completeVerification(tools: EndpointTools, id: Uuid, url: string): Promise<EndpointView> {
  const before = await ownEndpoint(tools, id);
  if (before.verifiedAt !== null) return before;
  const changed = await tools.tx.execute(
    `UPDATE webhook_endpoints SET verified_at = $3, verification_tries = 0,
       state = CASE WHEN state <> 'unverified' THEN state WHEN paused_once_verified THEN 'paused' ELSE 'active' END,
       version = version + 1, updated_at = $3
     WHERE id = $1 AND url = $2 AND state <> 'deleted'`,
    [id, url, tools.clock.now()],
  );
  if (changed === 0)
    throw new HubError('concurrent_change', 'The address of the endpoint was changed meanwhile. Verify it anew.');
  const { state } = await ownEndpoint(tools, id);
  await moveHeld(tools.tx, id, state);
  await noteEndpoint(tools, 'endpoint.verified', id);
  return ownEndpoint(tools, id);
}

function checkAnswer(result: SendResult, challenge: string): void {
  if (result.kind === 'fault' && result.fault === 'authorization')
    throw failed(`The endpoint was not asked: there is no access token. ${result.message}`, { fault: result.fault });
  if (result.kind === 'fault')
    throw failed(
      `No whole answer came from the endpoint (${result.fault}). Check that it is up, and reached from where the hub is.`,
      { fault: result.fault },
    );
  const { status, bodyExcerpt } = result;
  if (status < 200 || status > 299)
    throw failed(
      `The endpoint answered ${status}. Answer ${VERIFICATION_EVENT} with 200 and {"challenge": "…"}, the one in "data".`,
      { answered: status },
    );
  if (!isSame(challengeIn(bodyExcerpt), challenge))
    throw failed(
      `The endpoint answered ${status}, but not with the JSON object {"challenge": "…"} that repeats the one in "data".`,
      { answered: status },
    );
}

function failed(detail: string, extra: Readonly<Record<string, unknown>>): HubError {
  return new HubError('verification_failed', detail, { extra });
}

function challengeIn(text: string): string {
  try {
    const content: unknown = JSON.parse(text);
    const challenge =
      typeof content === 'object' && content !== null ? (content as Record<string, unknown>)['challenge'] : undefined;
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
