import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** A webhook as it is kept for an endpoint, whether it was delivered yet or not. */
export interface KeptDelivery {
  /** The `webhook-id`. */
  readonly id: Uuid;
  readonly endpointId: Uuid;
  readonly eventType: string;
  readonly createdAt: Date;
  /** The very bytes that are signed and sent, as text; of one that carries encrypted content, what is left without it. */
  readonly body: string;
}

export interface KeptDeliveriesQuery {
  readonly organisationId: Uuid;
  /** Only of this endpoint. */
  readonly endpointId: Uuid | undefined;
  /** What came after this delivery, oldest first. Undefined: the newest ones, oldest first. */
  readonly after: Uuid | undefined;
  /** What is older is not looked for: the record of a day is a bound on the work. */
  readonly since: Uuid;
  readonly limit: number;
}

/** The deliveries of a body's endpoints, in the order of their ids. */
export async function keptDeliveries(tx: Transaction, query: KeptDeliveriesQuery): Promise<KeptDelivery[]> {
  const { organisationId, endpointId, after, since, limit } = query;
  const from = after === undefined || after < since ? since : after;
  const rows = await tx.rows<KeptDelivery>(
    `SELECT id, endpoint_id AS "endpointId", event_type AS "eventType", created_at AS "createdAt", body
     FROM deliveries
     WHERE id > $1 AND organisation_id = $2 AND ($3::uuid IS NULL OR endpoint_id = $3)
     ORDER BY id ${after === undefined ? 'DESC' : 'ASC'} LIMIT $4`,
    [from, organisationId, endpointId ?? null, limit],
    after === undefined ? 'newest-kept-deliveries' : 'kept-deliveries-after',
  );
  return (after === undefined ? rows.reverse() : rows).map((row) => ({ ...row, body: withoutContent(row.body) }));
}

/**
 * A webhook without encrypted content: whether that may still be had is asked for at the moment of sending, and each
 * sending is witnessed. Neither happens here.
 */
export function withoutContent(body: string): string {
  const { data, ...rest } = JSON.parse(body) as { readonly data: Readonly<Record<string, unknown>> };
  if (!('encrypted' in data)) return body;
  const thin = Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'encrypted'));
  return JSON.stringify({ ...rest, data: thin });
}
