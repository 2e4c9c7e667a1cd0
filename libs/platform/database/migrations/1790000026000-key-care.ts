import type { MigrationInterface, QueryRunner } from 'typeorm';
import { workerFunction } from './worker-function';

/** What a key is held to beside its scopes: operations, addresses; and which key took its place. */
export class KeyCare1790000026000 implements MigrationInterface {
  name = 'KeyCare1790000026000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD COLUMN operations text[] CHECK (cardinality(operations) > 0),
        ADD COLUMN allowed_addresses cidr[] CHECK (cardinality(allowed_addresses) > 0),
        ADD COLUMN replaced_by uuid,
        ADD UNIQUE (id, organisation_id),
        ADD FOREIGN KEY (replaced_by, organisation_id) REFERENCES api_keys (id, organisation_id)`);
    await runner.query(`GRANT UPDATE (replaced_by) ON api_keys TO liaison_api, liaison_worker`);
    await runner.query(`DROP FUNCTION find_api_key(text)`);
    await workerFunction(
      runner,
      'find_api_key(text)',
      `CREATE FUNCTION find_api_key(wanted text)
       RETURNS TABLE (id uuid, organisation_id uuid, slug text, hash bytea, scopes text[], operations text[],
                      allowed_addresses cidr[], expires_at timestamptz, revoked_at timestamptz, replaced_by uuid)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT k.id, k.organisation_id, o.slug, k.hash, k.scopes, k.operations,
                    k.allowed_addresses, k.expires_at, k.revoked_at, k.replaced_by
             FROM api_keys k JOIN organisations o ON o.id = k.organisation_id WHERE k.prefix = wanted $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION find_api_key(text)`);
    await runner.query(`
      ALTER TABLE api_keys DROP COLUMN replaced_by, DROP COLUMN allowed_addresses, DROP COLUMN operations,
        DROP CONSTRAINT api_keys_id_organisation_id_key`);
    await workerFunction(
      runner,
      'find_api_key(text)',
      `CREATE FUNCTION find_api_key(wanted text)
      RETURNS TABLE (id uuid, organisation_id uuid, slug text, hash bytea, scopes text[], expires_at timestamptz, revoked_at timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT k.id, k.organisation_id, o.slug, k.hash, k.scopes, k.expires_at, k.revoked_at
            FROM api_keys k JOIN organisations o ON o.id = k.organisation_id WHERE k.prefix = wanted $$`,
    );
  }
}
