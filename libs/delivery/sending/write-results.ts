import type { Uuid } from '#kernel';
import { witness } from '#evidence';
import type { Transaction, WorkerDatabase } from '#platform/database';
import { tellsOfRouting } from '../domain/event-types';
import { breakerRest, DISABLE_AFTER, nextWait, POSTPONE_FOR } from '../domain/retry-schedule';
import type { AttemptRecord } from './attempt';
import type { LaneLease } from './lane-lease';

interface ResultRow {
  readonly id: Uuid;
  readonly state: 'pending' | 'delivered' | 'exhausted';
  readonly waitMs: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly fault: string | null;
  readonly excerpt: string | null;
  readonly attempt: number;
  readonly recipientId: Uuid | null;
}

/**
 * Writes the results of a group of attempts in one transaction, if the lane is still ours: attempts, states, the
 * recipients' delivery, the endpoint's health, and evidence. False when the lane was lost meanwhile; the new holder
 * then sends these again, and the receiver knows them by their `webhook-id`.
 */
export async function writeResults(
  database: WorkerDatabase,
  lease: LaneLease,
  records: readonly AttemptRecord[],
  scale: number,
): Promise<boolean> {
  if (records.length === 0) return true;
  const attempted = records.filter(({ verdict }) => verdict.outcome !== 'postpone');
  const rows = attempted.map((record) => resultRow(record, scale));
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const endpoint = await tx.row<{ failures: number; failingSince: Date | null }>(
      `SELECT consecutive_failures AS failures, failing_since AS "failingSince"
       FROM webhook_endpoints WHERE id = $1 AND lane_token = $2 FOR UPDATE`,
      [lease.endpointId, lease.token],
      'fence-lane',
    );
    if (!endpoint) return false;
    // What never left stays due as it is, and waits with its endpoint.
    if (attempted.length < records.length) await postpone(tx, lease, scale);
    if (attempted.length === 0) return true;
    await tx.execute(WRITE, [JSON.stringify(rows), lease.organisationId, lease.endpointId], 'write-results');
    await updateHealth(tx, lease, attempted, endpoint, scale);
    await witness(
      tx,
      records
        .filter(({ verdict, delivery }) => verdict.outcome === 'delivered' && delivery.recipientId !== null)
        .map(({ delivery, startedAt, result }) => ({
          action: 'delivery.completed',
          at: startedAt,
          subjectType: 'message',
          subjectId: delivery.messageId ?? delivery.id,
          organisationId: lease.organisationId,
          detail: {
            delivery: delivery.id,
            event: delivery.eventType,
            status: result.kind === 'response' ? result.status : 0,
          },
        })),
    );
    return true;
  });
}

/** What was put on hold while it was in flight stays held when it failed; what the receiver took is delivered. */
const WRITE = `
  WITH results AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, state text, "waitMs" float, "startedAt" timestamptz,
      "durationMs" integer, outcome text, status smallint, fault text, excerpt text, attempt integer, "recipientId" uuid)
  ), attempts AS (
    INSERT INTO delivery_attempts (delivery_id, organisation_id, endpoint_id, attempt, started_at, duration_ms, outcome, status, fault, excerpt)
    SELECT id, $2, $3, attempt, "startedAt", "durationMs", outcome, status, fault, excerpt FROM results
  ), recipients_told AS (
    UPDATE recipients SET delivery_attempts = delivery_attempts + 1, last_attempt_at = r."startedAt",
      delivery_state = CASE WHEN delivery_state = 'delivered' OR r.state = 'delivered' THEN 'delivered' ELSE r.state END,
      delivered_via = CASE WHEN r.state = 'delivered' THEN coalesce(delivered_via, 'webhook') ELSE delivered_via END,
      delivered_at = CASE WHEN r.state = 'delivered' THEN coalesce(delivered_at, now()) ELSE delivered_at END
    FROM results r WHERE recipients.id = r."recipientId"
  )
  UPDATE deliveries d SET state = CASE WHEN d.state = 'held' AND r.state = 'pending' THEN 'held' ELSE r.state END,
    attempts = r.attempt, last_attempt_at = r."startedAt",
    next_attempt_at = now() + r."waitMs" * interval '1 millisecond',
    delivered_at = CASE WHEN r.state = 'delivered' THEN now() END
  FROM results r WHERE d.id = r.id AND d.state IN ('pending', 'held')`;

function resultRow({ delivery, result, verdict, startedAt }: AttemptRecord, scale: number): ResultRow {
  const attempt = delivery.attempts + 1;
  const wait = verdict.outcome === 'retry' ? nextWait(attempt, Math.random(), scale) : 0;
  const retryAfter = verdict.outcome === 'retry' ? (verdict.retryAfterMs ?? 0) : 0;
  return {
    id: delivery.id,
    state: verdict.outcome === 'delivered' ? 'delivered' : wait === undefined ? 'exhausted' : 'pending',
    waitMs: Math.max(wait ?? 0, retryAfter),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(result.durationMs),
    outcome: verdict.outcome,
    status: result.status ?? null,
    fault: result.kind === 'fault' ? result.fault : null,
    excerpt: result.kind === 'response' && verdict.outcome !== 'delivered' ? result.bodyExcerpt : null,
    attempt,
    // Only the routing of a message counts as its delivery; reminders do not.
    recipientId: tellsOfRouting(delivery.eventType) ? delivery.recipientId : null,
  };
}

async function postpone(tx: Transaction, lease: LaneLease, scale: number): Promise<void> {
  await tx.execute(
    `UPDATE webhook_endpoints SET not_before = greatest(not_before, now() + $2 * interval '1 millisecond') WHERE id = $1`,
    [lease.endpointId, POSTPONE_FOR * scale],
    'postpone-endpoint',
  );
}

async function updateHealth(
  tx: Transaction,
  lease: LaneLease,
  records: readonly AttemptRecord[],
  before: { readonly failures: number; readonly failingSince: Date | null },
  scale: number,
): Promise<void> {
  let failures = before.failures;
  let rest = 0;
  for (const { verdict } of records) {
    failures = verdict.outcome === 'delivered' ? 0 : failures + 1;
    if (verdict.outcome === 'retry' && verdict.throttle) rest = Math.max(rest, verdict.retryAfterMs ?? 1_000 * scale);
  }
  rest = Math.max(rest, breakerRest(failures, scale));
  const disabling = records.map(({ verdict }) => verdict).find((verdict) => verdict.outcome === 'disable');
  const tooLong =
    failures > 0 && before.failingSince !== null && Date.now() - before.failingSince.getTime() > DISABLE_AFTER * scale;
  const reason = disabling?.reason ?? (tooLong ? 'it failed for five days without one success' : undefined);
  if (failures === 0 && before.failures === 0 && reason === undefined) return;
  // A good answer to what was in flight does not end the rest that the receiver asked for meanwhile.
  await tx.execute(
    `UPDATE webhook_endpoints SET consecutive_failures = $2,
       failing_since = CASE WHEN $2 = 0 THEN NULL ELSE coalesce(failing_since, now()) END,
       not_before = CASE WHEN $3::float > 0 THEN greatest(not_before, now() + $3 * interval '1 millisecond') ELSE not_before END,
       state = CASE WHEN $4::text IS NULL OR state = 'deleted' THEN state ELSE 'disabled' END,
       disabled_reason = coalesce($4, disabled_reason), updated_at = now()
     WHERE id = $1`,
    [lease.endpointId, failures, rest, reason ?? null],
    'endpoint-health',
  );
  if (reason === undefined) return;
  await tx.execute(`UPDATE deliveries SET state = 'held' WHERE endpoint_id = $1 AND state = 'pending'`, [
    lease.endpointId,
  ]);
  await witness(tx, [
    {
      action: 'endpoint.disabled',
      at: new Date(),
      subjectType: 'endpoint',
      subjectId: lease.endpointId,
      organisationId: lease.organisationId,
      detail: { reason },
    },
  ]);
}
