import { HubError, notFound, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { tellsOfRouting } from '../domain/event-types';
import { findDelivery, type DeliveryView } from './deliveries.store';
import { noteEndpoint, ownEndpoint, type EndpointTools } from './endpoints';

/** Deliveries that one call of `recover` queues again at most; the next call goes on. */
export const RECOVERED_AT_ONCE = 1_000;

/** What a recovery did, and how much of it is left for the next call. */
export interface Recovered {
  readonly endpointId: Uuid;
  /** Given up before, and queued again. */
  readonly requeued: number;
  /** Waiting for a later attempt before, and due now. */
  readonly hastened: number;
  /** Still given up, of the same time. */
  readonly remaining: number;
}

/**
 * Queues one delivery again: the same id and the same bytes, with the whole schedule before it. A delivered one too; the
 * receiver knows it by its id. It goes before what waits in its thread, as its number says. Where the endpoint is not
 * active, it is held.
 *
 * @throws HubError `not_found`; `illegal_transition` for one that waits already, or that was taken back.
 */
export async function resendDelivery(tools: EndpointTools, id: Uuid): Promise<DeliveryView> {
  const { tx, organisationId } = tools;
  const before = await findDelivery(tx, organisationId, id);
  if (!before) throw notFound('delivery');
  await ownEndpoint(tools, before.endpointId);
  if (before.state === 'superseded')
    throw new HubError(
      'illegal_transition',
      'This delivery was overtaken by a recall: it is not sent again. Your inbox says how the message stands.',
      { extra: { state: before.state } },
    );
  if ((await queueAgain(tx, before.endpointId, [id])) === 0)
    throw new HubError(
      'illegal_transition',
      'This delivery waits to be sent already: there is nothing to send again.',
      {
        extra: { state: before.state === 'held' ? 'held' : 'pending' },
      },
    );
  await noteEndpoint(tools, 'endpoint.requeued', before.endpointId, { delivery: id });
  return (await findDelivery(tx, organisationId, id)) ?? before;
}

/**
 * Queues again what was given up of the events since a time, the oldest first and at most 1,000 at a time, and makes due at
 * once what waits for a later attempt. Repeating it goes on where it stopped.
 */
export async function recover(
  tools: EndpointTools,
  endpointId: Uuid,
  { since, until }: { readonly since: Date; readonly until?: Date },
): Promise<Recovered> {
  const { tx } = tools;
  await ownEndpoint(tools, endpointId);
  const range = [endpointId, since, until ?? null];
  const givenUp = await tx.rows<{ id: Uuid }>(
    `SELECT id FROM deliveries WHERE endpoint_id = $1 AND ended = 'exhausted'
       AND created_at >= $2 AND ($3::timestamptz IS NULL OR created_at < $3) ORDER BY id LIMIT $4`,
    [...range, RECOVERED_AT_ONCE],
  );
  const ids = givenUp.map(({ id }) => id);
  const requeued = ids.length === 0 ? 0 : await queueAgain(tx, endpointId, ids);
  const hastened = await tx.execute(
    `UPDATE waiting_deliveries w SET next_attempt_at = now()
     FROM (SELECT w.delivery_id FROM waiting_deliveries w JOIN deliveries d ON d.id = w.delivery_id
           WHERE w.endpoint_id = $1 AND NOT w.held AND w.next_attempt_at > now()
             AND d.created_at >= $2 AND ($3::timestamptz IS NULL OR d.created_at < $3)
           ORDER BY w.next_attempt_at LIMIT $4) AS later
     WHERE w.delivery_id = later.delivery_id`,
    [...range, RECOVERED_AT_ONCE],
  );
  const left = await tx.row<{ count: number }>(
    `SELECT count(*)::int AS count FROM deliveries WHERE endpoint_id = $1 AND ended = 'exhausted'
       AND created_at >= $2 AND ($3::timestamptz IS NULL OR created_at < $3)`,
    range,
  );
  if (requeued + hastened > 0) await noteEndpoint(tools, 'endpoint.requeued', endpointId, { requeued, hastened });
  return { endpointId, requeued, hastened, remaining: left?.count ?? 0 };
}

/**
 * Puts deliveries that wait no more back among those that wait; says how many. The endpoint is locked, so that what is put
 * back is held exactly when the endpoint is not active.
 */
async function queueAgain(tx: Transaction, endpointId: Uuid, ids: readonly Uuid[]): Promise<number> {
  const endpoint = await tx.row<{ state: string }>(`SELECT state FROM webhook_endpoints WHERE id = $1 FOR SHARE`, [
    endpointId,
  ]);
  const queued = await tx.rows<{ recipientId: Uuid | null; eventType: string }>(
    `WITH again AS (
       INSERT INTO waiting_deliveries (delivery_id, endpoint_id, organisation_id, thread_id, sequence, held, next_attempt_at)
       SELECT id, endpoint_id, organisation_id, thread_id, sequence, $3, now() FROM deliveries
       WHERE endpoint_id = $1 AND id = ANY($2::uuid[]) AND ended IS DISTINCT FROM 'superseded'
       ON CONFLICT (delivery_id) DO NOTHING
       RETURNING delivery_id
     )
     UPDATE deliveries d SET ended = NULL FROM again WHERE d.id = again.delivery_id
     RETURNING d.recipient_id AS "recipientId", d.event_type AS "eventType"`,
    [endpointId, ids, endpoint?.state !== 'active'],
  );
  const told = queued.filter(({ eventType }) => tellsOfRouting(eventType)).map(({ recipientId }) => recipientId);
  if (told.length > 0)
    await tx.execute(
      `UPDATE recipients SET delivery_state = $2 WHERE id = ANY($1::uuid[]) AND delivery_state = 'exhausted'`,
      [told, endpoint?.state === 'active' ? 'pending' : 'held'],
    );
  return queued.length;
}
