import type { MigrationInterface, QueryRunner } from 'typeorm';
import { workerFunction } from './worker-function';

/** Attempts that the figures of an endpoint's last hour are made of, the newest: an index finds them. */
const MOST_ATTEMPTS = 1_000;

/** How the hub itself does, in counts and times: for its operators, who see nothing else of other bodies. */
export class HubState1790000045000 implements MigrationInterface {
  name = 'HubState1790000045000';

  async up(runner: QueryRunner): Promise<void> {
    await workerFunction(
      runner,
      'hub_work(timestamptz)',
      `CREATE FUNCTION hub_work(at timestamptz) RETURNS TABLE (name text, waiting bigint, "oldestSince" timestamptz)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$
         SELECT 'routing', count(*), min(created_at) FROM outbox
         UNION ALL SELECT 'webhooks', count(*), min(next_attempt_at) FROM waiting_deliveries WHERE NOT held AND next_attempt_at <= at
         UNION ALL SELECT 'mails', count(*), min(next_attempt_at) FROM mails WHERE state = 'pending' AND next_attempt_at <= at
         UNION ALL SELECT 'deadlines', count(*), min(next_step_at) FROM recipients
           WHERE next_step_at <= at AND (expires_at IS NULL OR expires_at > at)
       $$`,
    );
    await workerFunction(
      runner,
      'hub_endpoints(timestamptz)',
      `CREATE FUNCTION hub_endpoints(now_at timestamptz) RETURNS TABLE (
         id uuid, organisation text, state text, "disabledReason" text, "consecutiveFailures" integer, "failingSince" timestamptz,
         "restingUntil" timestamptz, "laneUntil" timestamptz, pending bigint, held bigint, "oldestWaitingSince" timestamptz,
         attempts bigint, delivered bigint)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$
         SELECT e.id, o.slug, e.state, e.disabled_reason, e.consecutive_failures, e.failing_since,
           CASE WHEN e.not_before > now_at THEN e.not_before END,
           CASE WHEN e.lane_until > now_at THEN e.lane_until END,
           coalesce(w.pending, 0), coalesce(w.held, 0), w.oldest, a.attempts, a.delivered
         FROM webhook_endpoints e
         JOIN organisations o ON o.id = e.organisation_id
         LEFT JOIN (
           SELECT w.endpoint_id, count(*) FILTER (WHERE NOT w.held) AS pending, count(*) FILTER (WHERE w.held) AS held,
             min(d.created_at) AS oldest
           FROM waiting_deliveries w JOIN deliveries d ON d.id = w.delivery_id GROUP BY w.endpoint_id
         ) w ON w.endpoint_id = e.id
         CROSS JOIN LATERAL (
           SELECT count(*) AS attempts, count(*) FILTER (WHERE n.outcome = 'delivered') AS delivered
           FROM (SELECT outcome FROM delivery_attempts WHERE endpoint_id = e.id AND started_at > now_at - interval '1 hour'
                 ORDER BY started_at DESC LIMIT ${MOST_ATTEMPTS}) n
         ) a
         WHERE e.state <> 'deleted' ORDER BY o.slug, e.id
       $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION hub_endpoints(timestamptz)`);
    await runner.query(`DROP FUNCTION hub_work(timestamptz)`);
  }
}
