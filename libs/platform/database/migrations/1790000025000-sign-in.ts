import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** Passwords of local accounts, as hashes, with how often somebody failed; and what a session was proved by. */
export class SignIn1790000025000 implements MigrationInterface {
  name = 'SignIn1790000025000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_credentials (
        person_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
        password_set_at timestamptz NOT NULL,
        tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
        tried_at timestamptz,
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await protect(runner, 'person_credentials', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON person_credentials TO liaison_api`);
    await runner.query(
      `GRANT UPDATE (password_hash, password_set_at, tries, tried_at) ON person_credentials TO liaison_api`,
    );

    await runner.query(`ALTER TABLE sessions ADD COLUMN second_factor_at timestamptz`);
    await runner.query(`GRANT UPDATE (second_factor_at) ON sessions TO liaison_api`);
    await replaceFindSession(runner, 'second_factor_at timestamptz,', 's.second_factor_at,');
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceFindSession(runner, '', '');
    await runner.query(`ALTER TABLE sessions DROP COLUMN second_factor_at`);
    await runner.query(`DROP TABLE person_credentials`);
  }
}

/** The function of the migration before, with columns more. */
async function replaceFindSession(runner: QueryRunner, columns: string, values: string): Promise<void> {
  await runner.query(`DROP FUNCTION find_session(bytea, timestamptz)`);
  await runner.query(`
    CREATE FUNCTION find_session(wanted bytea, now timestamptz)
       RETURNS TABLE (id uuid, person_id uuid, organisation_id uuid, slug text, created_at timestamptz, proved_at timestamptz,
                      ${columns === '' ? '' : `${columns} `}seen_at timestamptz, expires_at timestamptz, roles jsonb)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT s.id, s.person_id, s.organisation_id, o.slug, s.created_at, s.proved_at, ${values === '' ? '' : `${values} `}s.seen_at, s.expires_at,
                    (SELECT coalesce(jsonb_agg(jsonb_build_object('role', a.role, 'operation', a.operation_id) ORDER BY a.id), '[]')
                     FROM role_assignments a
                     WHERE a.person_id = s.person_id AND a.revoked_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > now))
             FROM sessions s JOIN people p ON p.id = s.person_id JOIN organisations o ON o.id = s.organisation_id
             WHERE s.token_hash = wanted AND s.ended_at IS NULL AND s.expires_at > now AND p.disabled_at IS NULL $$`);
  await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
  await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
  await runner.query(`ALTER FUNCTION find_session(bytea, timestamptz) OWNER TO liaison_worker`);
  await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
  await runner.query(`REVOKE EXECUTE ON FUNCTION find_session(bytea, timestamptz) FROM PUBLIC`);
  await runner.query(`GRANT EXECUTE ON FUNCTION find_session(bytea, timestamptz) TO liaison_api`);
}
