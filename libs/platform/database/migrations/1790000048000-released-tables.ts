import type { MigrationInterface, QueryRunner } from 'typeorm';
import { workerFunction } from './worker-function';

const SIGNATURE = 'tables_to_release(text, text, timestamptz, timestamptz, timestamptz, text[])';

/** What a release counts beside recipients: meetings, their actions, returns of nations and notices on accountability. */
export class ReleasedTables1790000048000 implements MigrationInterface {
  name = 'ReleasedTables1790000048000';

  async up(runner: QueryRunner): Promise<void> {
    // Releases from before have none.
    await runner.query(`ALTER TABLE figure_releases ADD COLUMN tables jsonb`);
    // Exact, for what is to be suppressed: only for a body of the operation, only for a quarter that is not released yet.
    await workerFunction(
      runner,
      SIGNATURE,
      `CREATE FUNCTION tables_to_release(
         operation text, wanted text, begins timestamptz, ends timestamptz, moment timestamptz, asking text[])
       RETURNS TABLE (counted text, kind text, state text, count integer)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ WITH held AS MATERIALIZED (
               SELECT m.id, o.time_zone FROM meetings m JOIN operations o ON o.id = m.operation_id
               WHERE m.operation_id = operation AND m.state = 'held' AND m.starts_at >= begins AND m.starts_at < ends
             ), found AS (
               SELECT 'meetings' AS counted, NULL::text AS kind,
                 CASE WHEN n.approved_at IS NULL THEN 'not_approved' ELSE 'approved' END AS state
               FROM held h LEFT JOIN minutes n ON n.meeting_id = h.id
               UNION ALL
               SELECT 'actions', NULL, CASE WHEN a.closed_at IS NOT NULL THEN a.state
                 WHEN a.due_on < (moment AT TIME ZONE h.time_zone)::date THEN 'overdue' ELSE 'open' END
               FROM held h JOIN meeting_actions a ON a.meeting_id = h.id
               UNION ALL
               SELECT 'returns', r.kind, CASE WHEN r.state = 'completed' OR r.outcome = 'answered' THEN 'received'
                 WHEN r.state = 'declined' THEN 'declined'
                 WHEN r.state IN ('pending', 'acknowledged', 'in_progress', 'on_hold') THEN 'overdue' ELSE 'taken_back' END
               FROM recipients r WHERE r.operation_id = operation AND r.message_status = 'actual' AND r.kind = ANY (asking)
                 AND r.decision_due_at > begins AND r.decision_due_at <= ends
               UNION ALL
               SELECT 'notices', NULL, coalesce(c.status, 'sent')
               FROM accountability_cases c JOIN messages m ON m.id = c.message_id
               WHERE c.operation_id = operation AND m.message_status = 'actual' AND m.sent_at >= begins AND m.sent_at < ends)
             SELECT f.counted, f.kind, f.state, count(*)::int FROM found f
             WHERE EXISTS (SELECT FROM operation_bodies b WHERE b.operation_id = operation AND b.organisation_id = app_body())
               AND NOT EXISTS (SELECT FROM figure_releases p WHERE p.operation_id = operation AND p.quarter = wanted)
             GROUP BY 1, 2, 3 $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE}`);
    await runner.query(`ALTER TABLE figure_releases DROP COLUMN tables`);
  }
}
