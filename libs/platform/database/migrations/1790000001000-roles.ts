import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two group roles, neither of which may bypass row-level security: the API sees one body at a time, the workers see
 * what they route. Login users are members of one of them (prepare.ts).
 */
export class Roles1790000001000 implements MigrationInterface {
  name = 'Roles1790000001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const role of ['liaison_api', 'liaison_worker']) {
      await runner.query(`
        DO $$ BEGIN
          CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$`);
      await runner.query(`GRANT USAGE ON SCHEMA public TO ${role}`);
    }
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
    await runner.query(`
      CREATE FUNCTION app_body() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
      AS $$ SELECT NULLIF(current_setting('app.body', true), '')::uuid $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Roles belong to the whole server and may serve another database: they stay.
    await runner.query(`DROP FUNCTION app_body()`);
  }
}
