import type { CapacityStatus, ServiceCode } from '#directory';
import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** What a body says of one service. */
export interface DeclaredCapacity {
  readonly service: ServiceCode;
  readonly status: CapacityStatus;
  /** How many more people it can take. */
  readonly places?: number;
}

export interface CapacityRow extends DeclaredCapacity {
  readonly organisation: string;
  /** Last day (`YYYY-MM-DD`) on which it holds; null: until the body says otherwise. */
  readonly validUntil: string | null;
  readonly saidAt: Date;
}

/** Keeps a body's last word on its services. What it said later stays: updates may be routed out of order. */
export async function keepCapacity(
  tx: Transaction,
  said: {
    readonly messageId: Uuid;
    readonly operationId: string;
    readonly senderId: Uuid;
    readonly services: readonly DeclaredCapacity[];
    readonly validUntil?: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx.execute(
    `INSERT INTO service_capacities AS c (operation_id, organisation_id, service, status, places, valid_until, message_id, said_at)
     SELECT $1, $2, service, status, places, $3::date, $4, $5
     FROM jsonb_to_recordset($6::jsonb) AS s (service text, status text, places integer)
     ON CONFLICT (operation_id, organisation_id, service) DO UPDATE
       SET status = excluded.status, places = excluded.places, valid_until = excluded.valid_until,
           message_id = excluded.message_id, said_at = excluded.said_at
       WHERE c.message_id < excluded.message_id`,
    [said.operationId, said.senderId, said.validUntil ?? null, said.messageId, said.at, JSON.stringify(said.services)],
    'keep-capacity',
  );
}

/** What the bodies of an operation last said, as far as it still holds on a day (`YYYY-MM-DD`). */
export async function capacitiesOn(tx: Transaction, operationId: string, day: string): Promise<CapacityRow[]> {
  return tx.rows<CapacityRow>(
    `SELECT o.slug AS organisation, c.service, c.status, c.places, c.valid_until::text AS "validUntil", c.said_at AS "saidAt"
     FROM service_capacities c JOIN organisations o ON o.id = c.organisation_id
     WHERE c.operation_id = $1 AND (c.valid_until IS NULL OR c.valid_until >= $2::date)
     ORDER BY o.slug, c.service`,
    [operationId, day],
    'capacities-on',
  );
}
