import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** What nations report of their training, in numbers, for who sent and who received it. */
export class TrainingFigures1790000047100 implements MigrationInterface {
  name = 'TrainingFigures1790000047100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE training_figures (
        message_id uuid PRIMARY KEY REFERENCES messages (id),
        operation_id text NOT NULL REFERENCES operations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        period_from date NOT NULL,
        period_to date NOT NULL CHECK (period_to >= period_from),
        final boolean NOT NULL,
        strength jsonb NOT NULL,
        trained jsonb NOT NULL,
        received_at timestamptz NOT NULL
      )`);
    await runner.query(
      `CREATE INDEX training_figures_by_nation ON training_figures (operation_id, organisation_id, period_to, message_id)`,
    );
    await protect(runner, 'training_figures', {
      sees: `organisation_id = app_body() OR EXISTS (SELECT FROM recipients r WHERE r.message_id = training_figures.message_id
        AND r.organisation_id = app_body() AND r.withheld_at IS NULL)`,
    });
    await runner.query(`
      CREATE POLICY api_operations ON training_figures AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(`GRANT SELECT ON training_figures TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT ON training_figures TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE training_figures`);
  }
}
