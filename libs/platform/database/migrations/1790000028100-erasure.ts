import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/**
 * Erasures: who asked, who decided, and the keys that go with what was erased, until they are destroyed outside of the
 * database. What a receiver answered to a webhook is sealed: what was kept of it in clear goes.
 */
export class Erasure1790000028100 implements MigrationInterface {
  name = 'Erasure1790000028100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erasures (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        cause text NOT NULL CHECK (cause IN ('body', 'person', 'retention')),
        state text NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'erased')),
        message_ids uuid[] NOT NULL CHECK (cardinality(message_ids) > 0),
        data_key bytea,
        reason_sealed bytea,
        requested_by uuid,
        decided_by uuid,
        version integer NOT NULL,
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        erased_at timestamptz,
        CHECK (decided_by <> requested_by),
        CHECK ((cause = 'retention') = (requested_by IS NULL)),
        CHECK (state NOT IN ('approved', 'refused') OR decided_by IS NOT NULL),
        CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
        CHECK ((state = 'erased') = (erased_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX erasures_by_organisation ON erasures (organisation_id, id DESC)`);
    await runner.query(`CREATE INDEX erasures_approved ON erasures (id) WHERE state = 'approved'`);
    await protect(runner, 'erasures', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`
      CREATE POLICY api_operations ON erasures AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(`GRANT SELECT, INSERT ON erasures TO liaison_api, liaison_worker`);
    await runner.query(`GRANT UPDATE (state, decided_by, decided_at, version) ON erasures TO liaison_api`);
    await runner.query(
      `GRANT UPDATE (state, erased_at, data_key, reason_sealed, version) ON erasures TO liaison_worker`,
    );

    // A reference to a key is no secret; a row stays, so that an older copy of the key store can be brought up to date.
    await runner.query(`
      CREATE TABLE doomed_keys (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        reference bytea NOT NULL,
        erasure_id uuid REFERENCES erasures (id),
        doomed_at timestamptz NOT NULL,
        destroyed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX doomed_keys_waiting ON doomed_keys (id) WHERE destroyed_at IS NULL`);
    await runner.query(`CREATE INDEX doomed_keys_by_erasure ON doomed_keys (erasure_id) WHERE destroyed_at IS NULL`);
    await protect(runner, 'doomed_keys', undefined);
    await runner.query(`GRANT SELECT, INSERT ON doomed_keys TO liaison_worker`);
    await runner.query(`GRANT UPDATE (destroyed_at) ON doomed_keys TO liaison_worker`);

    // Whoever removes an attachment, its key is to go from the key store: a copy of the database may still hold its content.
    await runner.query(`
      CREATE FUNCTION doom_attachment_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
      AS $$ BEGIN
        IF OLD.data_key IS NOT NULL THEN
          INSERT INTO doomed_keys (reference, doomed_at) VALUES (OLD.data_key, now());
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION doom_attachment_key() OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION doom_attachment_key() FROM PUBLIC`);
    await runner.query(`
      CREATE TRIGGER attachments_doom AFTER DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION doom_attachment_key()`);

    await runner.query(`GRANT UPDATE (details_sealed, case_index) ON consents TO liaison_worker`);
    await runner.query(`GRANT UPDATE (meta_sealed) ON attachments TO liaison_worker`);
    await runner.query(`GRANT SELECT (attachment_id), DELETE ON attachment_chunks TO liaison_worker`);
    await runner.query(`GRANT UPDATE (note_sealed) ON message_events TO liaison_worker`);
    await runner.query(`GRANT UPDATE (excerpt) ON delivery_attempts TO liaison_worker`);
    await runner.query(`ALTER TABLE delivery_attempts ALTER COLUMN excerpt TYPE bytea USING NULL`);
    await runner.query(`CREATE INDEX deliveries_by_message ON deliveries (message_id) WHERE message_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX deliveries_by_message`);
    await runner.query(`ALTER TABLE delivery_attempts ALTER COLUMN excerpt TYPE text USING NULL`);
    await runner.query(`REVOKE UPDATE (excerpt) ON delivery_attempts FROM liaison_worker`);
    await runner.query(`REVOKE UPDATE (note_sealed) ON message_events FROM liaison_worker`);
    await runner.query(`REVOKE SELECT (attachment_id), DELETE ON attachment_chunks FROM liaison_worker`);
    await runner.query(`REVOKE UPDATE (meta_sealed) ON attachments FROM liaison_worker`);
    await runner.query(`REVOKE UPDATE (details_sealed, case_index) ON consents FROM liaison_worker`);
    await runner.query(`DROP TRIGGER attachments_doom ON attachments`);
    await runner.query(`DROP FUNCTION doom_attachment_key()`);
    await runner.query(`DROP TABLE doomed_keys, erasures`);
  }
}
