import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

const KINDS = ['routed', 'reminder', 'notice', 'decision_reminder', 'progress_reminder', 'unacknowledged', 'undecided'];
const ENDPOINT_KINDS = ['endpoint_disabled', 'endpoint_failing'];
const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** Answers of bodies to invitations, feeds of their calendars, and the mails that carry invitations. */
export class Calendars1790000033200 implements MigrationInterface {
  name = 'Calendars1790000033200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meeting_answers (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        series_id uuid REFERENCES meeting_series (id),
        meeting_id uuid REFERENCES meetings (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        answer text NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative')),
        sequence integer NOT NULL CHECK (sequence >= 0),
        stamp timestamptz NOT NULL,
        via text NOT NULL CHECK (via IN ('api', 'calendar')),
        answered_at timestamptz NOT NULL,
        CHECK (num_nonnulls(series_id, meeting_id) = 1)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX meeting_answers_each ON meeting_answers (coalesce(meeting_id, series_id), organisation_id)`,
    );
    const seen = `CASE WHEN meeting_id IS NULL
        THEN EXISTS (SELECT FROM meeting_series s WHERE s.id = series_id AND app_body() = ANY (s.body_ids))
        ELSE EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND app_body() = ANY (m.body_ids)) END`;
    const own = `organisation_id = app_body() AND ${seen}`;
    await protect(runner, 'meeting_answers', { sees: seen, inserts: own, updates: own });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON meeting_answers TO liaison_api`);
    await runner.query(`GRANT SELECT ON meeting_answers TO liaison_worker`);
    await runner.query(`
      CREATE POLICY api_operations ON meeting_answers AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);

    // Only the hash of a feed's token is kept: who reads the record cannot read a body's calendar with it.
    await runner.query(`
      CREATE TABLE calendar_feeds (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        operation_id text REFERENCES operations (id),
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        created_at timestamptz NOT NULL,
        revoked_at timestamptz
      )`);
    await protect(runner, 'calendar_feeds', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE (revoked_at) ON calendar_feeds TO liaison_api`);
    await runner.query(`GRANT SELECT ON calendar_feeds TO liaison_worker`);
    // Asked before anything is known of the caller, by exact hash of 256 random bits.
    await runner.query(`
      CREATE FUNCTION find_calendar_feed(wanted bytea)
      RETURNS TABLE (id uuid, organisation_id uuid, slug text, operation_id text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT f.id, f.organisation_id, o.slug, f.operation_id FROM calendar_feeds f
            JOIN organisations o ON o.id = f.organisation_id WHERE f.token_hash = wanted AND f.revoked_at IS NULL $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION find_calendar_feed(bytea) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION find_calendar_feed(bytea) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION find_calendar_feed(bytea) TO liaison_api`);

    await runner.query(`
      ALTER TABLE mails ADD calendar_uid uuid, ADD content jsonb,
        DROP CONSTRAINT mails_kind_check, DROP CONSTRAINT mails_notice_check, DROP CONSTRAINT mails_endpoint_check`);
    await runner.query(`
      ALTER TABLE mails
        ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted([...KINDS, ...ENDPOINT_KINDS, 'meeting'])})),
        ADD CONSTRAINT mails_notice_check
          CHECK ((kind IN (${quoted(['notice', ...ENDPOINT_KINDS, 'meeting'])})) = (recipient_id IS NULL)),
        ADD CONSTRAINT mails_endpoint_check CHECK (
          (endpoint_id IS NOT NULL) = (kind IN (${quoted(ENDPOINT_KINDS)}))
          AND (operation_id IS NOT NULL) = (endpoint_id IS NOT NULL OR kind = 'meeting')
          AND (message_id IS NULL) = (endpoint_id IS NOT NULL OR kind = 'meeting')
          AND (calendar_uid IS NOT NULL) = (kind = 'meeting') AND (content IS NOT NULL) = (kind = 'meeting'))`);
    await runner.query(
      `CREATE UNIQUE INDEX mails_of_meetings ON mails (organisation_id, calendar_uid, dedupe) WHERE calendar_uid IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX mails_of_meetings_waiting ON mails (organisation_id, calendar_uid, id)
       WHERE calendar_uid IS NOT NULL AND state = 'pending'`,
    );
    await runner.query(`ALTER TABLE meetings ADD reminded_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE meetings DROP reminded_at`);
    await runner.query(`DELETE FROM mails WHERE kind = 'meeting'`);
    await runner.query(`DROP INDEX mails_of_meetings, mails_of_meetings_waiting`);
    await runner.query(`
      ALTER TABLE mails DROP CONSTRAINT mails_endpoint_check, DROP CONSTRAINT mails_notice_check,
        DROP CONSTRAINT mails_kind_check`);
    await runner.query(`
      ALTER TABLE mails DROP calendar_uid, DROP content,
        ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted([...KINDS, ...ENDPOINT_KINDS])})),
        ADD CONSTRAINT mails_notice_check
          CHECK ((kind IN (${quoted(['notice', ...ENDPOINT_KINDS])})) = (recipient_id IS NULL)),
        ADD CONSTRAINT mails_endpoint_check CHECK (
          (endpoint_id IS NOT NULL) = (kind IN (${quoted(ENDPOINT_KINDS)}))
          AND (operation_id IS NOT NULL) = (endpoint_id IS NOT NULL) AND (message_id IS NULL) = (endpoint_id IS NOT NULL))`);
    await runner.query(`DROP FUNCTION find_calendar_feed(bytea)`);
    await runner.query(`DROP TABLE calendar_feeds, meeting_answers`);
  }
}
