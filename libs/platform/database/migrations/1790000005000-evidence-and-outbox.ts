import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** Evidence entries, written in the transaction that they witness and never changed; and the outbox of events. */
export class EvidenceAndOutbox1790000005000 implements MigrationInterface {
  name = 'EvidenceAndOutbox1790000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evidence_entries (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL,
        action text NOT NULL,
        actor_id uuid REFERENCES organisations (id),
        actor_kind text NOT NULL CHECK (actor_kind IN ('body', 'hub')),
        subject_type text NOT NULL,
        subject_id uuid NOT NULL,
        sender_id uuid REFERENCES organisations (id),
        organisation_id uuid REFERENCES organisations (id),
        detail jsonb NOT NULL,
        digest bytea NOT NULL CHECK (length(digest) = 32),
        CHECK ((actor_kind = 'body') = (actor_id IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX evidence_entries_by_subject ON evidence_entries (subject_id, id)`);
    await protect(runner, 'evidence_entries', {
      sees: 'actor_id = app_body() OR sender_id = app_body() OR organisation_id = app_body()',
      inserts: 'actor_id = app_body()',
    });
    await runner.query(`GRANT SELECT, INSERT ON evidence_entries TO liaison_api, liaison_worker`);
    // Grants stop the application; the trigger also stops an owner's slip. A superuser is the sealer's matter.
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$`);
    await runner.query(`
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_entries
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);

    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        thread_id uuid NOT NULL,
        message_id uuid NOT NULL,
        recipient_id uuid,
        organisation_id uuid REFERENCES organisations (id),
        detail jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        available_at timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        last_fault text
      )`);
    await runner.query(`CREATE INDEX outbox_by_thread ON outbox (thread_id, id)`);
    await protect(runner, 'outbox', { sees: 'false', inserts: 'organisation_id = app_body()' });
    await runner.query(`GRANT INSERT ON outbox TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outbox`);
    await runner.query(`DROP TABLE evidence_entries`);
    await runner.query(`DROP FUNCTION refuse_change()`);
  }
}
