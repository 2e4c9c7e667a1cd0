import type { MigrationInterface, QueryRunner } from 'typeorm';
import { countRecipientsToRelease } from './1790000041000-figure-releases';
import { protect } from './row-level-security';
import { workerFunction } from './worker-function';

/** Review reports over released figures, numbered and never changed; what they recommend; and releases that know how cases end. */
export class ReviewReports1790000047000 implements MigrationInterface {
  name = 'ReviewReports1790000047000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION figures_to_release(text, text, timestamptz, timestamptz, text[])`);
    // As before, with how each ended; without the kinds whose content is counted by itself.
    await workerFunction(
      runner,
      'figures_to_release(text, text, timestamptz, timestamptz, text[], text[])',
      `CREATE FUNCTION figures_to_release(
         operation text, wanted text, begins timestamptz, ends timestamptz, decided text[], elsewhere text[])
       RETURNS TABLE (kind text, organisation_id uuid, response text, priority text, outcome text, count integer)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT r.kind, r.organisation_id, CASE
               WHEN r.acknowledged_at IS NULL AND r.state NOT IN ('pending', 'acknowledged', 'accepted', 'in_progress', 'on_hold')
                 AND EXISTS (SELECT FROM message_events e WHERE e.recipient_id = r.id
                   AND e.to_state IN ('cancel_requested', 'cancelled', 'recalled')) THEN 'taken-back'
               WHEN r.acknowledged_at IS NULL THEN 'no-response'
               WHEN r.kind = ANY (decided) AND r.capacity IN ('lead', 'action') THEN
                 CASE WHEN r.decided_at IS NULL THEN 'acknowledged-without-decision' ELSE 'decided' END
               ELSE 'acknowledged' END, r.priority,
               coalesce(r.outcome, CASE WHEN r.decision = 'declined' THEN 'declined' ELSE 'none' END), count(*)::int
             FROM recipients r
             WHERE r.operation_id = operation AND r.message_status = 'actual' AND r.routed_at >= begins AND r.routed_at < ends
               AND r.kind <> ALL (elsewhere)
               AND EXISTS (SELECT FROM operation_bodies b WHERE b.operation_id = operation AND b.organisation_id = app_body())
               AND NOT EXISTS (SELECT FROM figure_releases f WHERE f.operation_id = operation AND f.quarter = wanted)
             GROUP BY 1, 2, 3, 4, 5 $$`,
    );

    await runner.query(`
      CREATE TABLE review_reports (
        id uuid PRIMARY KEY,
        operations text[] NOT NULL CHECK (cardinality(operations) > 0),
        number integer NOT NULL CHECK (number > 0),
        first_quarter text NOT NULL CHECK (first_quarter ~ '^[0-9]{4}-Q[1-4]$'),
        last_quarter text NOT NULL CHECK (last_quarter ~ '^[0-9]{4}-Q[1-4]$'),
        threshold integer NOT NULL CHECK (threshold >= 3),
        content jsonb NOT NULL,
        digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
        made_by uuid NOT NULL REFERENCES organisations (id),
        made_at timestamptz NOT NULL,
        UNIQUE (operations, number)
      )`);
    await protect(runner, 'review_reports', { sees: 'app_body() IS NOT NULL', inserts: 'made_by = app_body()' });
    await runner.query(`GRANT SELECT, INSERT ON review_reports TO liaison_api`);
    await runner.query(`GRANT SELECT ON review_reports TO liaison_worker`);
    await appendOnly(runner, 'review_reports');

    // The exact figures of the body that made a report, beside what is published: for nobody else.
    await runner.query(`
      CREATE TABLE review_report_figures (
        report_id uuid NOT NULL REFERENCES review_reports (id),
        operation_id text NOT NULL REFERENCES operations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        content jsonb NOT NULL,
        digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
        PRIMARY KEY (report_id, operation_id)
      )`);
    await protect(runner, 'review_report_figures', {
      sees: 'organisation_id = app_body()',
      inserts: `organisation_id = app_body() AND EXISTS (SELECT FROM review_reports r WHERE r.id = report_id AND r.made_by = app_body())`,
    });
    await runner.query(`
      CREATE POLICY api_operations ON review_report_figures AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(`GRANT SELECT, INSERT ON review_report_figures TO liaison_api`);
    await runner.query(`GRANT SELECT ON review_report_figures TO liaison_worker`);
    await appendOnly(runner, 'review_report_figures');

    await runner.query(`
      CREATE TABLE review_recommendations (
        id uuid PRIMARY KEY,
        operations text[] NOT NULL CHECK (cardinality(operations) > 0),
        number integer NOT NULL CHECK (number > 0),
        recommendation text NOT NULL,
        addressee text,
        due_on date NOT NULL,
        made_by uuid NOT NULL REFERENCES organisations (id),
        made_at timestamptz NOT NULL,
        closed_at timestamptz,
        note text,
        UNIQUE (operations, number),
        CHECK ((closed_at IS NULL) = (note IS NULL))
      )`);
    await protect(runner, 'review_recommendations', {
      sees: 'app_body() IS NOT NULL',
      inserts: 'made_by = app_body() AND closed_at IS NULL',
      updates: 'made_by = app_body()',
    });
    await runner.query(`GRANT SELECT, INSERT, UPDATE (closed_at, note) ON review_recommendations TO liaison_api`);
    await runner.query(`GRANT SELECT ON review_recommendations TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE review_recommendations, review_report_figures, review_reports`);
    await runner.query(`DROP FUNCTION figures_to_release(text, text, timestamptz, timestamptz, text[], text[])`);
    await countRecipientsToRelease(runner);
  }
}

function appendOnly(runner: QueryRunner, table: string): Promise<unknown> {
  return runner.query(`
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
}
