import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BETWEEN_ROWS, protect } from './row-level-security';

const SENDER = 'sender_id = app_body()';
const DRAFT = `EXISTS (SELECT FROM messages m WHERE m.id = attachments.message_id AND m.state = 'draft')`;

/** The attachments of messages: what each is, its content in sealed chunks, and to whom it was released. */
export class Attachments1790000012000 implements MigrationInterface {
  name = 'Attachments1790000012000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attachments (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        state text NOT NULL CHECK (state IN ('uploading', 'kept')),
        field_group text,
        media_type text,
        size integer CHECK (size > 0),
        chunks integer CHECK (chunks > 0),
        digest bytea CHECK (length(digest) = 32),
        meta_sealed bytea,
        data_key bytea,
        created_at timestamptz NOT NULL,
        CHECK (state = 'uploading' OR (field_group IS NOT NULL AND media_type IS NOT NULL AND size IS NOT NULL
                                       AND chunks IS NOT NULL AND digest IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX attachments_by_message ON attachments (message_id, id)`);
    await runner.query(`CREATE INDEX attachments_uploading ON attachments (created_at) WHERE state = 'uploading'`);

    await runner.query(`
      CREATE TABLE attachment_chunks (
        attachment_id uuid NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
        sender_id uuid NOT NULL REFERENCES organisations (id),
        number integer NOT NULL CHECK (number >= 0),
        sealed bytea NOT NULL,
        PRIMARY KEY (attachment_id, number)
      )`);
    // Ciphertext does not compress: no time is spent on trying.
    await runner.query(`ALTER TABLE attachment_chunks ALTER COLUMN sealed SET STORAGE EXTERNAL`);

    await runner.query(`
      CREATE TABLE attachment_releases (
        attachment_id uuid NOT NULL REFERENCES attachments (id),
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        recipient_id uuid NOT NULL REFERENCES recipients (id),
        released_at timestamptz NOT NULL,
        PRIMARY KEY (attachment_id, organisation_id)
      )`);
    await runner.query(
      `CREATE INDEX attachment_releases_by_message ON attachment_releases (message_id, organisation_id)`,
    );

    // Who may see a release of it, sees it; what is kept never changes, and goes only while its message is a draft.
    const released = (id: string): string =>
      `EXISTS (SELECT FROM attachment_releases r WHERE r.attachment_id = ${id} AND r.organisation_id = app_body())`;
    await protect(runner, 'attachment_releases', { sees: BETWEEN_ROWS });
    await protect(runner, 'attachments', {
      sees: `${SENDER} OR (state = 'kept' AND ${released('attachments.id')})`,
      inserts: `${SENDER} AND state = 'uploading' AND EXISTS (SELECT FROM messages m WHERE m.id = attachments.message_id)`,
      deletes: `${SENDER} AND (state = 'uploading' OR ${DRAFT})`,
    });
    await runner.query(`
      CREATE POLICY api_updates ON attachments FOR UPDATE TO liaison_api
      USING (${SENDER} AND state = 'uploading' AND ${DRAFT}) WITH CHECK (${SENDER})`);
    await protect(runner, 'attachment_chunks', {
      sees: `${SENDER} OR ${released('attachment_chunks.attachment_id')}`,
      inserts: `${SENDER} AND EXISTS (SELECT FROM attachments a WHERE a.id = attachment_chunks.attachment_id AND a.state = 'uploading')`,
    });

    await runner.query(`GRANT SELECT, INSERT, DELETE ON attachments TO liaison_api`);
    await runner.query(`
      GRANT UPDATE (state, field_group, media_type, size, chunks, digest, meta_sealed) ON attachments TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT ON attachment_chunks TO liaison_api`);
    await runner.query(`GRANT SELECT ON attachment_releases TO liaison_api`);
    // Routing releases by group, and clears uploads that broke off: no worker reads content.
    await runner.query(`GRANT SELECT, DELETE ON attachments TO liaison_worker`);
    await runner.query(`GRANT SELECT, INSERT ON attachment_releases TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE attachment_releases, attachment_chunks, attachments`);
  }
}
