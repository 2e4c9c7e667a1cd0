import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** Mails to bodies without an endpoint, and the links in them by which a body acknowledges without an account. */
export class Mail1790000009000 implements MigrationInterface {
  name = 'Mail1790000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mails (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        recipient_id uuid NOT NULL REFERENCES recipients (id),
        message_id uuid NOT NULL REFERENCES messages (id),
        kind text NOT NULL CHECK (kind IN ('routed', 'reminder')),
        dedupe text NOT NULL,
        to_back_up boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'sent', 'exhausted', 'superseded')),
        attempts integer NOT NULL,
        next_attempt_at timestamptz NOT NULL,
        claim_token uuid,
        claimed_until timestamptz,
        created_at timestamptz NOT NULL,
        sent_at timestamptz,
        last_fault text,
        UNIQUE (recipient_id, kind, dedupe),
        CHECK ((state = 'sent') = (sent_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX mails_due ON mails (next_attempt_at, id) WHERE state = 'pending'`);
    await protect(runner, 'mails', undefined);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON mails TO liaison_worker`);

    // Only the hash of a link's token is kept: who reads the record cannot acknowledge for a body.
    await runner.query(`
      CREATE TABLE acknowledgement_links (
        token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        message_id uuid NOT NULL REFERENCES messages (id),
        recipient_id uuid NOT NULL REFERENCES recipients (id),
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX acknowledgement_links_by_expiry ON acknowledgement_links (expires_at)`);
    await protect(runner, 'acknowledgement_links', { sees: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT ON acknowledgement_links TO liaison_api`);
    await runner.query(`GRANT UPDATE (used_at) ON acknowledgement_links TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT ON acknowledgement_links TO liaison_worker`);

    // A link is looked up before its body is known: by the exact hash of its token, and for what its page shows only.
    await runner.query(`
      CREATE FUNCTION find_acknowledgement_link(hash bytea)
      RETURNS TABLE (organisation_id uuid, slug text, message_id uuid, reference text, operation_id text, kind text,
        priority text, due_at timestamptz, message_status text, state text, expires_at timestamptz, used_at timestamptz,
        acknowledged_at timestamptz, receipt_id uuid)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT l.organisation_id, o.slug, l.message_id, r.reference, r.operation_id, r.kind, r.priority, r.due_at,
              r.message_status, r.state, l.expires_at, l.used_at, r.acknowledged_at, r.receipt_id
            FROM acknowledgement_links l JOIN recipients r ON r.id = l.recipient_id
            JOIN organisations o ON o.id = l.organisation_id WHERE l.token_hash = hash $$`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION find_acknowledgement_link(bytea) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION find_acknowledgement_link(bytea) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION find_acknowledgement_link(bytea) TO liaison_api`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION find_acknowledgement_link(bytea)`);
    await runner.query(`DROP TABLE acknowledgement_links, mails`);
  }
}
