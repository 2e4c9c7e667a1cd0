import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** API keys (prefix and hash only) and remembered answers of idempotent requests. */
export class Identity1790000003000 implements MigrationInterface {
  name = 'Identity1790000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        prefix text NOT NULL UNIQUE CHECK (length(prefix) = 12),
        hash bytea NOT NULL CHECK (length(hash) = 32),
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
      )`);
    await runner.query(`CREATE INDEX api_keys_by_organisation ON api_keys (organisation_id)`);
    await protect(runner, 'api_keys', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON api_keys TO liaison_api, liaison_worker`);
    await runner.query(
      `GRANT UPDATE (revoked_at, expires_at, last_used_at) ON api_keys TO liaison_api, liaison_worker`,
    );

    // A key is looked up before its body is known: the one question that may be asked across bodies, by exact prefix.
    await runner.query(`
      CREATE FUNCTION find_api_key(wanted text)
      RETURNS TABLE (id uuid, organisation_id uuid, slug text, hash bytea, scopes text[], expires_at timestamptz, revoked_at timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT k.id, k.organisation_id, o.slug, k.hash, k.scopes, k.expires_at, k.revoked_at
            FROM api_keys k JOIN organisations o ON o.id = k.organisation_id WHERE k.prefix = wanted $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION find_api_key(text) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION find_api_key(text) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION find_api_key(text) TO liaison_api`);

    await runner.query(`
      CREATE TABLE idempotency_keys (
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
        request_digest bytea NOT NULL,
        status smallint,
        response_sealed bytea,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, key)
      )`);
    await protect(runner, 'idempotency_keys', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON idempotency_keys TO liaison_api`);
    await runner.query(`GRANT SELECT, DELETE ON idempotency_keys TO liaison_worker`);
    await runner.query(`CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_keys`);
    await runner.query(`DROP FUNCTION find_api_key(text)`);
    await runner.query(`DROP TABLE api_keys`);
  }
}
