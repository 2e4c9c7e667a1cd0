import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** Second factors, recovery codes, and how often an address tried to sign in. */
export class SecondFactors1790000025100 implements MigrationInterface {
  name = 'SecondFactors1790000025100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE second_factors (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        secret_sealed bytea NOT NULL,
        created_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        ended_at timestamptz,
        last_step bigint,
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX second_factors_in_use ON second_factors (person_id)
      WHERE confirmed_at IS NOT NULL AND ended_at IS NULL`);
    await runner.query(`CREATE INDEX second_factors_by_person ON second_factors (person_id, created_at)`);
    await protect(runner, 'second_factors', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON second_factors TO liaison_api`);
    await runner.query(`GRANT UPDATE (confirmed_at, ended_at, last_step) ON second_factors TO liaison_api`);

    await runner.query(`
      CREATE TABLE recovery_codes (
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
        created_at timestamptz NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (person_id, code_hash),
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await protect(runner, 'recovery_codes', {
      sees: OWN_ROWS,
      inserts: OWN_ROWS,
      updates: OWN_ROWS,
      deletes: OWN_ROWS,
    });
    await runner.query(`GRANT SELECT, INSERT, DELETE ON recovery_codes TO liaison_api`);
    await runner.query(`GRANT UPDATE (used_at) ON recovery_codes TO liaison_api`);

    // An address is nobody's: the API may count one, and sees none.
    await runner.query(`
      CREATE TABLE sign_in_addresses (
        address_digest bytea PRIMARY KEY CHECK (length(address_digest) = 32),
        begun_at timestamptz NOT NULL,
        tries integer NOT NULL
      )`);
    await protect(runner, 'sign_in_addresses', undefined);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_addresses TO liaison_worker`);
    await runner.query(`
      CREATE FUNCTION count_sign_in(address bytea, now timestamptz, since timestamptz) RETURNS integer
      LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public
      AS $$ INSERT INTO sign_in_addresses AS known (address_digest, begun_at, tries) VALUES (address, now, 1)
            ON CONFLICT (address_digest) DO UPDATE
            SET tries = CASE WHEN known.begun_at <= since THEN 1 ELSE known.tries + 1 END,
                begun_at = CASE WHEN known.begun_at <= since THEN excluded.begun_at ELSE known.begun_at END
            RETURNING tries $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION count_sign_in(bytea, timestamptz, timestamptz) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION count_sign_in(bytea, timestamptz, timestamptz) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION count_sign_in(bytea, timestamptz, timestamptz) TO liaison_api`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION count_sign_in(bytea, timestamptz, timestamptz)`);
    await runner.query(`DROP TABLE sign_in_addresses, recovery_codes, second_factors`);
  }
}
