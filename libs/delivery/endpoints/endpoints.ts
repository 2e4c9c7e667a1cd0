import { HubError, notFound, staleVersion, uuidv7, type Clock, type Uuid } from '#kernel';
import { witness, type EvidenceAction } from '#evidence';
import type { Transaction } from '#platform/database';
import type { HttpSender } from '#platform/http-client';
import type { Vault } from '#vault';
import { announce } from '../announce';
import type { EventType } from '../domain/event-types';
import { testEventShape } from '../domain/test-event';
import { THIN, choosePayload, payloadDetail, type PayloadWish } from '../payload/payload-choice';
import { generateEd25519KeyPair, generateHmacSecret } from '../signing';
import { findEndpoint, type EndpointState, type EndpointView } from './endpoint.store';

/** The secrets of an endpoint: shown when they are made, never again. */
export interface ShownSecrets {
  /** `whsec_…`: verifies the `v1` signatures. */
  readonly secret: string;
  /** `whpk_…`: verifies the `v1a` signatures; public. */
  readonly publicKey: string;
}

export interface EndpointTools {
  readonly tx: Transaction;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly sender: Pick<HttpSender, 'checkUrl'>;
  readonly organisationId: Uuid;
}

/** Both secrets of an endpoint sign for so long after a rotation, milliseconds. */
export const ROTATION_OVERLAP_MS = 24 * 3_600_000;
const MAX_ENDPOINTS = 10;
const TEST_DEADLINE_MS = 72 * 3_600_000;

/** What a body may set, when it registers an endpoint and later. */
export interface EndpointSettings extends PayloadWish {
  readonly description?: string;
  readonly eventTypes?: readonly EventType[];
  /** Requests at once, 1 … 256. */
  readonly maxInFlight?: number;
  /** Events a second, 1 … 1000; null = no limit. */
  readonly rateLimit?: number | null;
}

/**
 * Registers an endpoint, unverified: what is to be sent there is held until its body has shown that the address is its own.
 *
 * @param endpoint `paused`: it is not active once it is verified, but paused
 * @throws HubError `url_refused` for an address that webhooks may not reach; `invalid_input` for a key that content cannot
 *   be encrypted to, and for encrypted content without a key.
 */
export async function createEndpoint(
  tools: EndpointTools,
  endpoint: EndpointSettings & { readonly url: string; readonly paused?: boolean },
): Promise<EndpointView & ShownSecrets> {
  const { tx, organisationId } = tools;
  tools.sender.checkUrl(endpoint.url);
  const existing = await tx.row<{ count: number }>(
    `SELECT count(*)::int AS count FROM webhook_endpoints WHERE organisation_id = $1 AND state <> 'deleted'`,
    [organisationId],
  );
  if ((existing?.count ?? 0) >= MAX_ENDPOINTS)
    throw new HubError('invalid_input', `A body has at most ${MAX_ENDPOINTS} endpoints. Delete one first.`);
  const { payload, encryptionKey } = await choosePayload(THIN, endpoint);
  const id = uuidv7();
  const now = tools.clock.now();
  await tx.execute(
    `INSERT INTO webhook_endpoints (id, organisation_id, url, description, event_types, state, paused_once_verified, max_in_flight,
       rate_limit, created_at, updated_at, payload, encryption_key)
     VALUES ($1, $2, $3, $4, $5, 'unverified', $6, coalesce($7, 64), $8, $9, $9, $10, $11::jsonb)`,
    [
      id,
      organisationId,
      endpoint.url,
      endpoint.description ?? null,
      endpoint.eventTypes ? [...endpoint.eventTypes] : null,
      endpoint.paused === true,
      endpoint.maxInFlight ?? null,
      endpoint.rateLimit ?? null,
      now,
      payload,
      encryptionKey === null ? null : JSON.stringify(encryptionKey),
    ],
  );
  const shown = await addSecrets(tools, id, now);
  await noteEndpoint(tools, 'endpoint.created', id, await payloadDetail({ payload, encryptionKey }));
  return { ...(await ownEndpoint(tools, id)), ...shown };
}

/**
 * Changes what a body may change. Making an endpoint active again releases what was held for it. Another address has to be
 * verified first, as a new one has; `state` is then, as for every endpoint that is not verified, what it becomes afterwards.
 * Another payload or key holds for events that are announced from then on: what waits was written before, and is sent as it is.
 *
 * @throws HubError as for creating one; `stale_version`
 */
export async function changeEndpoint(
  tools: EndpointTools,
  id: Uuid,
  expectedVersion: number,
  change: EndpointSettings & { readonly url?: string; readonly state?: 'active' | 'paused' },
): Promise<EndpointView> {
  const { tx } = tools;
  if (change.url !== undefined) tools.sender.checkUrl(change.url);
  const before = await ownEndpoint(tools, id);
  if (before.version !== expectedVersion) throw staleVersion(before.version);
  const { payload, encryptionKey } = await choosePayload(before, change);
  const moves = change.url !== undefined && change.url !== before.url;
  const wanted = change.state ?? (moves && before.state === 'paused' ? 'paused' : undefined);
  const changed = await tx.execute(
    `UPDATE webhook_endpoints SET url = coalesce($3, url), description = coalesce($4, description),
       event_types = CASE WHEN $5::text[] IS NULL THEN event_types ELSE $5 END,
       state = CASE WHEN $11 OR state = 'unverified' THEN 'unverified' ELSE coalesce($6, state) END,
       paused_once_verified = coalesce($7, paused_once_verified), max_in_flight = coalesce($8, max_in_flight),
       rate_limit = CASE WHEN $9 THEN $10 ELSE rate_limit END,
       verified_at = CASE WHEN $11 THEN NULL ELSE verified_at END,
       disabled_reason = CASE WHEN $12 THEN NULL ELSE disabled_reason END,
       consecutive_failures = CASE WHEN $12 THEN 0 ELSE consecutive_failures END,
       failing_since = CASE WHEN $12 THEN NULL ELSE failing_since END,
       failure_warned = failure_warned AND NOT $12,
       not_before = CASE WHEN $12 THEN NULL ELSE not_before END,
       payload = $14, encryption_key = $15::jsonb, version = version + 1, updated_at = $13
     WHERE id = $1 AND version = $2`,
    [
      id,
      expectedVersion,
      change.url ?? null,
      change.description ?? null,
      change.eventTypes ? [...change.eventTypes] : null,
      change.state ?? null,
      wanted === undefined ? null : wanted === 'paused',
      change.maxInFlight ?? null,
      change.rateLimit !== undefined,
      change.rateLimit ?? null,
      moves,
      // What it failed at belongs to another address, or to a time that is over.
      moves || change.state === 'active',
      tools.clock.now(),
      payload,
      encryptionKey === null ? null : JSON.stringify(encryptionKey),
    ],
  );
  if (changed === 0) throw staleVersion(before.version);
  const { state } = await ownEndpoint(tools, id);
  if (moves || change.state !== undefined) await moveHeld(tx, id, state);
  const repayloaded = change.payload !== undefined || change.encryptionKey !== undefined;
  await noteEndpoint(tools, 'endpoint.changed', id, repayloaded ? await payloadDetail({ payload, encryptionKey }) : {});
  return ownEndpoint(tools, id);
}

/** Ends an endpoint. What waited for it stays on record, held; the body's inbox still has it all. */
export async function deleteEndpoint(tools: EndpointTools, id: Uuid): Promise<void> {
  await ownEndpoint(tools, id);
  await tools.tx.execute(
    `UPDATE webhook_endpoints SET state = 'deleted', version = version + 1, updated_at = $2 WHERE id = $1`,
    [id, tools.clock.now()],
  );
  await moveHeld(tools.tx, id, 'paused');
  await tools.tx.execute(`DELETE FROM endpoint_credentials WHERE endpoint_id = $1`, [id]);
  await noteEndpoint(tools, 'endpoint.changed', id);
}

/** New secrets; the old ones sign beside them for a day, so that the receiver can change over. */
export async function rotateSecret(
  tools: EndpointTools,
  id: Uuid,
): Promise<ShownSecrets & { readonly previousExpiresAt: Date }> {
  await ownEndpoint(tools, id);
  const now = tools.clock.now();
  const previousExpiresAt = new Date(now.getTime() + ROTATION_OVERLAP_MS);
  await tools.tx.execute(`UPDATE endpoint_secrets SET expires_at = $2 WHERE endpoint_id = $1 AND expires_at IS NULL`, [
    id,
    previousExpiresAt,
  ]);
  const shown = await addSecrets(tools, id, now);
  await noteEndpoint(tools, 'endpoint.secret_rotated', id);
  return { ...shown, previousExpiresAt };
}

/**
 * Leaves a test event for one endpoint, whatever it subscribed to; it goes the way of every other. Status `test`, and a
 * message that is made up.
 *
 * @param publicUrl the hub's address as its partners reach it
 */
export async function sendTestEvent(
  tools: EndpointTools,
  id: Uuid,
  publicUrl: string,
  type: EventType = 'test.ping',
): Promise<{ readonly wake: readonly Uuid[] }> {
  await ownEndpoint(tools, id);
  const messageId = uuidv7();
  const at = tools.clock.now();
  const { path, due, ...shape } = testEventShape(type, { messageId, endpointId: id });
  const { wake } = await announce(tools.tx, [
    {
      ...{ type, organisationId: tools.organisationId, endpointId: id, messageId, threadId: messageId, ...shape },
      ...{ reference: 'TEST', operation: 'none', status: 'test', overdue: type === 'referral.escalated', at },
      ...(due ? { dueAt: new Date(at.getTime() + TEST_DEADLINE_MS) } : {}),
      href: `${publicUrl}${path}`,
      dedupeKey: `ping/${messageId}`,
    },
  ]);
  return { wake };
}

/** @throws HubError `not_found` for the endpoint of another body, too. */
export async function ownEndpoint(tools: EndpointTools, id: Uuid): Promise<EndpointView> {
  const endpoint = await findEndpoint(tools.tx, tools.organisationId, id);
  if (!endpoint) throw notFound('webhook endpoint');
  return endpoint;
}

/** Releases what is held for an endpoint that becomes active, and holds what waits for one that is not. */
export async function moveHeld(tx: Transaction, id: Uuid, state: EndpointState): Promise<void> {
  await (state === 'active'
    ? tx.execute(
        `UPDATE waiting_deliveries SET held = false, next_attempt_at = now() WHERE endpoint_id = $1 AND held`,
        [id],
      )
    : tx.execute(`UPDATE waiting_deliveries SET held = true WHERE endpoint_id = $1 AND NOT held`, [id]));
}

async function addSecrets(tools: EndpointTools, endpointId: Uuid, now: Date): Promise<ShownSecrets> {
  const secret = generateHmacSecret();
  const pair = generateEd25519KeyPair();
  for (const [scheme, text, publicKey] of [
    ['v1', secret, null],
    ['v1a', pair.privateKey, pair.publicKey],
  ] as const) {
    const id = uuidv7();
    const sealed = await tools.vault.sealAlone(text, { table: 'endpoint_secrets', id, field: 'secret' });
    await tools.tx.execute(
      `INSERT INTO endpoint_secrets (id, endpoint_id, organisation_id, scheme, secret_sealed, public_key, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, endpointId, tools.organisationId, scheme, sealed, publicKey, now],
    );
  }
  return { secret, publicKey: pair.publicKey };
}

/** Keeps evidence of what a body did with its endpoint. */
export async function noteEndpoint(
  tools: EndpointTools,
  action: EvidenceAction,
  endpointId: Uuid,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await witness(tools.tx, [
    {
      action,
      at: tools.clock.now(),
      actorId: tools.organisationId,
      subjectType: 'endpoint',
      subjectId: endpointId,
      organisationId: tools.organisationId,
      detail,
    },
  ]);
}
