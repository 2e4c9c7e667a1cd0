import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** Links in mails about meetings, by which a body answers an invitation, or minutes, without an account. */
export class MeetingLinks1790000040000 implements MigrationInterface {
  name = 'MeetingLinks1790000040000';

  async up(runner: QueryRunner): Promise<void> {
    // Only the hash of a link's token is kept: who reads the record cannot answer for a body.
    await runner.query(`
      CREATE TABLE meeting_links (
        token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        operation_id text NOT NULL REFERENCES operations (id),
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        round integer CHECK (round > 0),
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await protect(runner, 'meeting_links', undefined);
    await runner.query(`GRANT SELECT, INSERT ON meeting_links TO liaison_worker`);
    // Asked before anything is known of the caller, by exact hash of 256 random bits.
    await runner.query(`
      CREATE FUNCTION find_meeting_link(wanted bytea)
      RETURNS TABLE (organisation_id uuid, slug text, operation_id text, meeting_id uuid, round integer, expires_at timestamptz)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT l.organisation_id, o.slug, l.operation_id, l.meeting_id, l.round, l.expires_at FROM meeting_links l
            JOIN organisations o ON o.id = l.organisation_id WHERE l.token_hash = wanted $$`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION find_meeting_link(bytea) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION find_meeting_link(bytea) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION find_meeting_link(bytea) TO liaison_api`);
    await runner.query(`
      ALTER TABLE meeting_answers DROP CONSTRAINT meeting_answers_via_check,
        ADD CONSTRAINT meeting_answers_via_check CHECK (via IN ('api', 'calendar', 'link'))`);
    // The last round for which the bodies were asked by mail.
    await runner.query(`ALTER TABLE minutes ADD asked_round integer NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE minutes DROP asked_round`);
    await runner.query(`UPDATE meeting_answers SET via = 'api' WHERE via = 'link'`);
    await runner.query(`
      ALTER TABLE meeting_answers DROP CONSTRAINT meeting_answers_via_check,
        ADD CONSTRAINT meeting_answers_via_check CHECK (via IN ('api', 'calendar'))`);
    await runner.query(`DROP FUNCTION find_meeting_link(bytea)`);
    await runner.query(`DROP TABLE meeting_links`);
  }
}
