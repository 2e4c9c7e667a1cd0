import { uuidv7, type Uuid } from '#kernel';
import { witness } from '#evidence';
import type { Transaction, WorkerDatabase } from '#platform/database';
import type { Vault } from '#vault';
import { healthAfter, type Failing } from '../domain/endpoint-health';
import { noteDisabled } from '../endpoints/note-disabled';
import { leaveEndpointNotices } from '../mail/leave-endpoint-notices';
import type { AttemptRecord } from './attempt';
import type { LaneLease } from './lane-lease';
import { resultRow, type ResultRow } from './result-row';

/** A result of the lane that it was sent in. */
export interface LaneResult {
  readonly lease: LaneLease;
  readonly record: AttemptRecord;
}

/** How an endpoint stands after results were written: whether it still wants more, and how often it failed in a row. */
export interface EndpointStanding {
  readonly mayGoOn: boolean;
  readonly failures: number;
}

export interface WriteOptions {
  /** Shortens every wait, for demo and tests. */
  readonly scale: number;
  /** Where the hub is reached, for what it tells a body of its endpoints. */
  readonly publicUrl: string;
  /** Seals what receivers answered. */
  readonly vault: Vault;
}

interface FencedEndpoint extends Failing {
  readonly id: Uuid;
  readonly organisationId: Uuid;
  readonly token: Uuid | null;
  readonly state: string;
  readonly resting: boolean;
  readonly warned: boolean;
}

/**
 * Writes a group of results, of any lanes, in one transaction: attempts, what waits, the recipients' delivery, the
 * endpoints' health, and evidence. Only of lanes that are still held: an endpoint that is missing from the answer was
 * lost meanwhile, and the new holder sends again, which the receiver knows by the `webhook-id`.
 */
export async function writeResults(
  database: WorkerDatabase,
  results: readonly LaneResult[],
  options: WriteOptions,
): Promise<Map<Uuid, EndpointStanding>> {
  // Before the lanes are fenced: nothing is locked meanwhile.
  const prepared = new Map<LaneResult, ResultRow>();
  // What never left stays due as it is, and waits with its endpoint.
  for (const result of results)
    if (result.record.verdict.outcome !== 'postpone')
      prepared.set(result, await resultRow(result.record, result.lease, options));
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const endpoints = await fence(tx, results);
    const kept = results.filter(({ lease }) => endpoints.get(lease.endpointId)?.token === lease.token);
    const standing = new Map<Uuid, EndpointStanding>();
    if (kept.length === 0) return standing;
    const rows = kept.map((result) => prepared.get(result)).filter((row) => row !== undefined);
    // Not waited for: what fails in them fails the transaction.
    if (rows.length > 0) tx.later(WRITE, [JSON.stringify(rows)], 'write-results');
    const open = rows.filter(({ state }) => state !== 'delivered');
    if (open.length > 0) tx.later(WRITE_OPEN, [JSON.stringify(open)], 'write-open-results');
    for (const [endpointId, own] of byEndpoint(kept)) {
      const endpoint = endpoints.get(endpointId);
      if (endpoint) standing.set(endpointId, await updateHealth(tx, endpoint, own, options));
    }
    await witnessDelivered(tx, kept);
    return standing;
  });
}

/** The endpoints of a group as they stand, locked in the order of their ids so that groups never wait in a circle. */
async function fence(tx: Transaction, results: readonly LaneResult[]): Promise<Map<Uuid, FencedEndpoint>> {
  const rows = await tx.rows<FencedEndpoint>(
    `SELECT id, organisation_id AS "organisationId", lane_token AS token, state, coalesce(not_before > now(), false) AS resting,
       consecutive_failures AS failures, failing_since AS "failingSince", failure_warned AS warned
     FROM webhook_endpoints WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [[...new Set(results.map(({ lease }) => lease.endpointId))]],
    'fence-lanes',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const RESULTS = `jsonb_to_recordset($1::jsonb) AS r (id uuid, "endpointId" uuid, "organisationId" uuid, state text, "waitMs" float,
  "startedAt" timestamptz, "durationMs" integer, outcome text, status smallint, fault text, excerpt bytea, attempt integer,
  "recipientId" uuid)`;

/**
 * What was delivered waits no more. The recipients are asked for as an array besides: of rows of JSON PostgreSQL expects a
 * hundred, and for so many it reads a small table whole, for every single result.
 */
const WRITE = `
  WITH results AS MATERIALIZED (SELECT * FROM ${RESULTS}),
  attempts AS (
    INSERT INTO delivery_attempts (delivery_id, organisation_id, endpoint_id, attempt, started_at, duration_ms, outcome, status, fault, excerpt)
    SELECT id, "organisationId", "endpointId", attempt, "startedAt", "durationMs", outcome, status, fault, excerpt FROM results
  ), recipients_told AS (
    UPDATE recipients SET delivery_attempts = delivery_attempts + 1, last_attempt_at = r."startedAt",
      delivery_state = CASE WHEN delivery_state = 'delivered' OR r.state = 'delivered' THEN 'delivered' ELSE r.state END,
      delivered_via = CASE WHEN r.state = 'delivered' THEN coalesce(delivered_via, 'webhook') ELSE delivered_via END,
      delivered_at = CASE WHEN r.state = 'delivered' THEN coalesce(delivered_at, now()) ELSE delivered_at END
    FROM results r WHERE recipients.id = r."recipientId" AND recipients.id = ANY (ARRAY(SELECT "recipientId" FROM results))
  )
  DELETE FROM waiting_deliveries w USING results r WHERE w.delivery_id = r.id AND r.state = 'delivered'`;

/** What was put on hold while it was in flight stays held when it failed; what was superseded meanwhile stays so. */
const WRITE_OPEN = `
  WITH results AS MATERIALIZED (SELECT * FROM ${RESULTS}),
  gone AS (
    DELETE FROM waiting_deliveries w USING results r WHERE w.delivery_id = r.id AND r.state = 'exhausted' RETURNING w.delivery_id
  ), ended AS (
    UPDATE deliveries d SET ended = 'exhausted' FROM gone WHERE d.id = gone.delivery_id
  )
  UPDATE waiting_deliveries w SET attempts = r.attempt, next_attempt_at = now() + r."waitMs" * interval '1 millisecond'
  FROM results r WHERE w.delivery_id = r.id AND r.state = 'pending'`;

function byEndpoint(results: readonly LaneResult[]): Map<Uuid, LaneResult[]> {
  const groups = new Map<Uuid, LaneResult[]>();
  for (const result of results) {
    const group = groups.get(result.lease.endpointId);
    if (group) group.push(result);
    else groups.set(result.lease.endpointId, [result]);
  }
  return groups;
}

async function updateHealth(
  tx: Transaction,
  before: FencedEndpoint,
  results: readonly LaneResult[],
  { scale, publicUrl }: WriteOptions,
): Promise<EndpointStanding> {
  const after = healthAfter(
    before,
    results.map(({ record }) => record.verdict),
    new Date(),
    scale,
  );
  const { failures, restMs } = after;
  // What comes late from an address that its body gave up meanwhile, or that is disabled already, disables nothing.
  const disable = before.state === 'active' || before.state === 'paused' ? after.disable : undefined;
  const warn = after.warn && !before.warned && before.state === 'active';
  const mayGoOn = before.state === 'active' && !before.resting && restMs === 0 && disable === undefined;
  const pace = results[0]?.lease.pace;
  const pacedUntil = pace?.isLimited === true ? new Date(pace.usedUntil) : null;
  if (failures === 0 && before.failures === 0 && restMs === 0 && disable === undefined && pacedUntil === null)
    return { mayGoOn, failures };
  // A good answer to what was in flight does not end the rest that the receiver asked for meanwhile.
  await tx.execute(
    `UPDATE webhook_endpoints SET consecutive_failures = $2,
       failing_since = CASE WHEN $2 = 0 THEN NULL ELSE coalesce(failing_since, now()) END,
       not_before = CASE WHEN $3::float > 0 THEN greatest(not_before, now() + $3 * interval '1 millisecond') ELSE not_before END,
       paced_until = coalesce($5, paced_until), failure_warned = $2 > 0 AND (failure_warned OR $6),
       state = CASE WHEN $4::text IS NULL THEN state ELSE 'disabled' END,
       disabled_reason = coalesce($4, disabled_reason), updated_at = now()
     WHERE id = $1`,
    [before.id, failures, restMs, disable ?? null, pacedUntil, warn],
    'endpoint-health',
  );
  if (disable !== undefined) await noteDisabled(tx, before, disable, publicUrl);
  if (warn) await leaveEndpointNotices(tx, { kind: 'endpoint_failing', endpointId: before.id, dedupe: uuidv7() });
  return { mayGoOn, failures };
}

async function witnessDelivered(tx: Transaction, results: readonly LaneResult[]): Promise<void> {
  await witness(
    tx,
    results
      .filter(({ record }) => record.verdict.outcome === 'delivered' && record.delivery.recipientId !== null)
      .map(({ lease, record: { delivery, startedAt, result } }) => ({
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
}
