import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** What commanders of units acknowledged: provisions of the operation's policy, by version. */
export class Provisions1790000046200 implements MigrationInterface {
  name = 'Provisions1790000046200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provision_acknowledgements (
        operation_id text NOT NULL REFERENCES operations (id),
        unit text NOT NULL CHECK (unit ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        provision text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        person_id uuid NOT NULL,
        acknowledged_at timestamptz NOT NULL,
        PRIMARY KEY (operation_id, unit, provision, version),
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await protect(runner, 'provision_acknowledgements', {
      // Headquarters sees who of its operation has, and who has not.
      sees: `organisation_id = app_body() OR EXISTS (SELECT FROM operation_bodies b JOIN organisations o ON o.id = b.organisation_id
        WHERE b.operation_id = provision_acknowledgements.operation_id AND o.id = app_body() AND o.kind = 'mission-hq')`,
      // Of a unit of one's own body, a provision in the version that is in force, by oneself.
      inserts: `organisation_id = app_body() AND person_id = app_person() AND EXISTS (
        SELECT FROM operations p JOIN rule_sets s ON s.operation_id = p.id AND s.version = p.rule_set_version
        JOIN organisations o ON o.id = app_body()
        WHERE p.id = provision_acknowledgements.operation_id
          AND s.definition -> 'units' @> jsonb_build_array(
            jsonb_build_object('id', provision_acknowledgements.unit, 'body', o.slug))
          AND s.definition -> 'provisions' @> jsonb_build_array(
            jsonb_build_object('id', provision_acknowledgements.provision, 'version', provision_acknowledgements.version)))`,
    });
    await runner.query(`
      CREATE POLICY api_operations ON provision_acknowledgements AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(`GRANT SELECT, INSERT ON provision_acknowledgements TO liaison_api`);
    await runner.query(`GRANT SELECT ON provision_acknowledgements TO liaison_worker`);
    await runner.query(`
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON provision_acknowledgements
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE provision_acknowledgements`);
  }
}
