import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** Links by which a person sets their password: once, within some days. Only the hash of the token is kept. */
export class SetUpLinks1790000025200 implements MigrationInterface {
  name = 'SetUpLinks1790000025200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE set_up_links (
        token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        made_by uuid,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX set_up_links_by_person ON set_up_links (person_id)`);
    await protect(runner, 'set_up_links', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON set_up_links TO liaison_api`);
    await runner.query(`GRANT UPDATE (ended_at) ON set_up_links TO liaison_api`);
    await runner.query(`GRANT SELECT, DELETE ON set_up_links TO liaison_worker`);

    // Asked before anything is known of who comes, by exact hash of 256 random bits.
    await runner.query(`
      CREATE FUNCTION find_set_up_link(wanted bytea, now timestamptz)
      RETURNS TABLE (person_id uuid, organisation_id uuid)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT l.person_id, l.organisation_id FROM set_up_links l JOIN people p ON p.id = l.person_id
            WHERE l.token_hash = wanted AND l.ended_at IS NULL AND l.expires_at > now AND p.disabled_at IS NULL $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION find_set_up_link(bytea, timestamptz) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION find_set_up_link(bytea, timestamptz) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION find_set_up_link(bytea, timestamptz) TO liaison_api`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION find_set_up_link(bytea, timestamptz)`);
    await runner.query(`DROP TABLE set_up_links`);
  }
}
