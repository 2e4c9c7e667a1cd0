import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';
import { workerFunction } from './worker-function';

/** Published figures: numbered, never changed, and with the bodies behind them by name only where they agreed to it. */
export class FigureReleases1790000041000 implements MigrationInterface {
  name = 'FigureReleases1790000041000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE figure_releases (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        number integer NOT NULL CHECK (number > 0),
        quarter text NOT NULL CHECK (quarter ~ '^[0-9]{4}-Q[1-4]$'),
        threshold integer NOT NULL CHECK (threshold >= 3),
        cells jsonb NOT NULL,
        digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
        released_by uuid NOT NULL REFERENCES organisations (id),
        released_at timestamptz NOT NULL,
        UNIQUE (operation_id, number),
        UNIQUE (operation_id, quarter)
      )`);
    await protect(runner, 'figure_releases', {
      sees: 'app_body() IS NOT NULL',
      inserts: `released_by = app_body() AND EXISTS (SELECT FROM operation_bodies b
        WHERE b.operation_id = figure_releases.operation_id AND b.organisation_id = app_body())`,
    });
    await runner.query(`GRANT SELECT, INSERT ON figure_releases TO liaison_api`);
    await runner.query(`GRANT SELECT ON figure_releases TO liaison_worker`);
    await runner.query(`
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON figure_releases
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);

    // What a body is called in one release until it agrees to be named: drawn anew for each.
    await runner.query(`
      CREATE TABLE figure_release_bodies (
        release_id uuid NOT NULL REFERENCES figure_releases (id),
        label text NOT NULL,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        named_at timestamptz,
        PRIMARY KEY (release_id, label),
        UNIQUE (release_id, organisation_id)
      )`);
    await protect(runner, 'figure_release_bodies', {
      sees: 'organisation_id = app_body() OR named_at IS NOT NULL AND app_body() IS NOT NULL',
      inserts: `named_at IS NULL AND EXISTS (SELECT FROM figure_releases r
        WHERE r.id = release_id AND r.released_by = app_body())`,
      updates: 'organisation_id = app_body()',
    });
    await runner.query(`GRANT SELECT, INSERT, UPDATE (named_at) ON figure_release_bodies TO liaison_api`);
    await runner.query(`GRANT SELECT ON figure_release_bodies TO liaison_worker`);

    await countRecipientsToRelease(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION figures_to_release(text, text, timestamptz, timestamptz, text[])`);
    await runner.query(`DROP TABLE figure_release_bodies, figure_releases`);
  }
}

/** Exact, for what is to be suppressed: only for a body of the operation, only for a quarter that is not released yet. */
export async function countRecipientsToRelease(runner: QueryRunner): Promise<void> {
  await workerFunction(
    runner,
    'figures_to_release(text, text, timestamptz, timestamptz, text[])',
    `CREATE FUNCTION figures_to_release(operation text, wanted text, begins timestamptz, ends timestamptz, decided text[])
     RETURNS TABLE (kind text, organisation_id uuid, response text, priority text, count integer)
     LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
     AS $$ SELECT r.kind, r.organisation_id, CASE
             WHEN r.acknowledged_at IS NULL AND EXISTS (SELECT FROM message_events e WHERE e.recipient_id = r.id
               AND e.to_state IN ('cancel_requested', 'cancelled', 'recalled')) THEN 'taken-back'
             WHEN r.acknowledged_at IS NULL THEN 'no-response'
             WHEN r.kind = ANY (decided) AND r.capacity IN ('lead', 'action') THEN
               CASE WHEN r.decided_at IS NULL THEN 'acknowledged-without-decision' ELSE 'decided' END
             ELSE 'acknowledged' END, r.priority, count(*)::int
           FROM recipients r
           WHERE r.operation_id = operation AND r.message_status = 'actual' AND r.routed_at >= begins AND r.routed_at < ends
             AND EXISTS (SELECT FROM operation_bodies b WHERE b.operation_id = operation AND b.organisation_id = app_body())
             AND NOT EXISTS (SELECT FROM figure_releases f WHERE f.operation_id = operation AND f.quarter = wanted)
           GROUP BY 1, 2, 3, 4 $$`,
  );
}
