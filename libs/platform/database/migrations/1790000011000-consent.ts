import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

const RELEASE_SEEN = 'sender_id = app_body() OR notified_id = app_body()';
const SENDER = 'sender_id = app_body()';

/** Consent as a record that referrals rest on, exceptions because a life is at risk, and the notice that one was made. */
export class Consent1790000011000 implements MigrationInterface {
  name = 'Consent1790000011000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consents (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        case_index bytea NOT NULL CHECK (length(case_index) = 32),
        state text NOT NULL CHECK (state IN ('active', 'withdrawn')),
        given text NOT NULL CHECK (given IN ('yes', 'no', 'pending')),
        given_on date,
        expires_on date,
        grants jsonb NOT NULL CHECK (jsonb_typeof(grants) = 'array'),
        data_key bytea,
        details_sealed bytea,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        withdrawn_at timestamptz,
        UNIQUE (id, organisation_id),
        CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
        CHECK (expires_on >= given_on)
      )`);
    await runner.query(`CREATE INDEX consents_by_organisation ON consents (organisation_id, id DESC)`);
    await protect(runner, 'consents', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON consents TO liaison_api`);
    await runner.query(`GRANT UPDATE (state, version, updated_at, withdrawn_at) ON consents TO liaison_api`);
    await runner.query(`GRANT SELECT ON consents TO liaison_worker`);

    // With the sender: a message can never rest on what another body recorded.
    await runner.query(`ALTER TABLE messages ADD COLUMN consent_id uuid`);
    await runner.query(`
      ALTER TABLE messages ADD CONSTRAINT messages_consent_fkey
      FOREIGN KEY (consent_id, sender_id) REFERENCES consents (id, organisation_id)`);
    await runner.query(`CREATE INDEX messages_by_consent ON messages (consent_id) WHERE consent_id IS NOT NULL`);

    await runner.query(`
      CREATE TABLE release_exceptions (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        notified_id uuid REFERENCES organisations (id),
        recipient_id uuid REFERENCES recipients (id),
        state text NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'revoked', 'expired')),
        groups text[] NOT NULL CHECK (cardinality(groups) > 0),
        data_key bytea,
        reason_sealed bytea,
        note_sealed bytea,
        requested_by uuid NOT NULL,
        decided_by uuid,
        revoked_by uuid,
        version integer NOT NULL,
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        ended_at timestamptz,
        expires_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK (decided_by <> requested_by),
        CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
        CHECK (state NOT IN ('approved', 'refused', 'revoked') OR decided_by IS NOT NULL),
        CHECK ((state IN ('revoked', 'expired')) = (ended_at IS NOT NULL)),
        CHECK ((state = 'revoked') = (revoked_by IS NOT NULL)),
        CHECK (expires_at > requested_at AND expires_at <= requested_at + interval '72 hours')
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX release_exceptions_open ON release_exceptions (message_id, organisation_id)
      WHERE state IN ('requested', 'approved')`);
    await runner.query(`CREATE INDEX release_exceptions_by_sender ON release_exceptions (sender_id, id DESC)`);
    await runner.query(`
      CREATE INDEX release_exceptions_by_notified ON release_exceptions (notified_id, id DESC) WHERE notified_id IS NOT NULL`);
    await runner.query(`
      CREATE INDEX release_exceptions_due ON release_exceptions (expires_at) WHERE state IN ('requested', 'approved')`);
    await protect(runner, 'release_exceptions', { sees: RELEASE_SEEN, inserts: SENDER, updates: SENDER });
    await runner.query(`GRANT SELECT, INSERT ON release_exceptions TO liaison_api`);
    await runner.query(`
      GRANT UPDATE (state, notified_id, note_sealed, decided_by, revoked_by, version, decided_at, ended_at, updated_at)
      ON release_exceptions TO liaison_api`);
    await runner.query(`GRANT SELECT, UPDATE ON release_exceptions TO liaison_worker`);

    // What a body has by an exception only, it reads until then: also when no worker is there to recall it.
    await runner.query(`ALTER TABLE recipients ADD COLUMN readable_until timestamptz`);

    await runner.query(`ALTER TABLE mails ALTER COLUMN recipient_id DROP NOT NULL`);
    await runner.query(`ALTER TABLE mails DROP CONSTRAINT mails_kind_check`);
    await runner.query(
      `ALTER TABLE mails ADD CONSTRAINT mails_kind_check CHECK (kind IN ('routed', 'reminder', 'notice'))`,
    );
    await runner.query(
      `ALTER TABLE mails ADD CONSTRAINT mails_notice_check CHECK ((kind = 'notice') = (recipient_id IS NULL))`,
    );
    await runner.query(`CREATE UNIQUE INDEX mails_notices ON mails (message_id, dedupe) WHERE kind = 'notice'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX mails_notices`);
    await runner.query(`DELETE FROM mails WHERE kind = 'notice'`);
    await runner.query(`ALTER TABLE mails DROP CONSTRAINT mails_notice_check`);
    await runner.query(`ALTER TABLE mails DROP CONSTRAINT mails_kind_check`);
    await runner.query(`ALTER TABLE mails ADD CONSTRAINT mails_kind_check CHECK (kind IN ('routed', 'reminder'))`);
    await runner.query(`ALTER TABLE mails ALTER COLUMN recipient_id SET NOT NULL`);
    await runner.query(`ALTER TABLE recipients DROP COLUMN readable_until`);
    await runner.query(`DROP TABLE release_exceptions`);
    await runner.query(`ALTER TABLE messages DROP COLUMN consent_id`);
    await runner.query(`DROP TABLE consents`);
  }
}
