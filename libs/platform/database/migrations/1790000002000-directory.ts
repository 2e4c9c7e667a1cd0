import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Operations, bodies and versioned rule sets: reference data from config/operations, readable by all. */
export class Directory1790000002000 implements MigrationInterface {
  name = 'Directory1790000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organisations (
        id uuid PRIMARY KEY,
        slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        name text NOT NULL,
        short_name text NOT NULL,
        kind text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE operations (
        id text PRIMARY KEY CHECK (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z]{3}$'),
        title text NOT NULL,
        mission text NOT NULL,
        time_zone text NOT NULL,
        lead_organisation_id uuid NOT NULL REFERENCES organisations (id),
        rule_set_version integer NOT NULL CHECK (rule_set_version > 0)
      )`);
    await runner.query(`
      CREATE TABLE operation_bodies (
        operation_id text NOT NULL REFERENCES operations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        PRIMARY KEY (operation_id, organisation_id)
      )`);
    await runner.query(`
      CREATE TABLE rule_sets (
        operation_id text NOT NULL REFERENCES operations (id),
        version integer NOT NULL CHECK (version > 0),
        digest text NOT NULL,
        definition jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (operation_id, version),
        UNIQUE (operation_id, digest)
      )`);
    await runner.query(
      `GRANT SELECT ON organisations, operations, operation_bodies, rule_sets TO liaison_api, liaison_worker`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rule_sets, operation_bodies, operations, organisations`);
  }
}
