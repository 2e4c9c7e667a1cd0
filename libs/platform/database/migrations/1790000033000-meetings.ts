import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** Who takes part in a meeting sees it; who chairs it, or keeps its record, changes it. */
const TAKES_PART = 'app_body() = ANY (body_ids)';
const RUNS = 'app_body() IN (chair_id, secretary_id)';
const IN_OPERATIONS = `NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations())`;
const NOT_LIMITED = `NULLIF(current_setting('app.operations', true), '') IS NULL`;

/** Series of meetings, the meetings themselves, and what happened to each. */
export class Meetings1790000033000 implements MigrationInterface {
  name = 'Meetings1790000033000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meeting_series (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        config_key text,
        config_digest text,
        follows_id uuid REFERENCES meeting_series (id),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        body_ids uuid[] NOT NULL,
        chair_id uuid NOT NULL REFERENCES organisations (id),
        secretary_id uuid NOT NULL REFERENCES organisations (id),
        time_zone text NOT NULL,
        start_wall text NOT NULL CHECK (start_wall ~ '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$'),
        duration_minutes integer NOT NULL CHECK (duration_minutes BETWEEN 5 AND 720),
        rule jsonb NOT NULL,
        except_walls text[] NOT NULL,
        extra_walls text[] NOT NULL,
        place text CHECK (length(place) BETWEEN 1 AND 200),
        link text CHECK (length(link) BETWEEN 1 AND 500),
        settings jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'ended')),
        sequence integer NOT NULL CHECK (sequence >= 0),
        version integer NOT NULL CHECK (version > 0),
        zones_version text NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK (chair_id = ANY (body_ids) AND secretary_id = ANY (body_ids)),
        CHECK ((config_key IS NULL) = (config_digest IS NULL))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX meeting_series_configured ON meeting_series (operation_id, config_key) WHERE config_key IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX meeting_series_active ON meeting_series (id) WHERE state = 'active'`);
    await protect(runner, 'meeting_series', { sees: TAKES_PART, inserts: RUNS, updates: RUNS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON meeting_series TO liaison_api, liaison_worker`);

    await runner.query(`CREATE SEQUENCE meeting_numbers`);
    await runner.query(`GRANT USAGE ON SEQUENCE meeting_numbers TO liaison_api, liaison_worker`);
    await runner.query(`
      CREATE TABLE meetings (
        id uuid PRIMARY KEY,
        reference text NOT NULL UNIQUE,
        operation_id text NOT NULL REFERENCES operations (id),
        series_id uuid REFERENCES meeting_series (id),
        original_wall text NOT NULL,
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        body_ids uuid[] NOT NULL,
        chair_id uuid NOT NULL REFERENCES organisations (id),
        secretary_id uuid NOT NULL REFERENCES organisations (id),
        time_zone text NOT NULL,
        start_wall text NOT NULL,
        starts_at timestamptz NOT NULL,
        duration_minutes integer NOT NULL CHECK (duration_minutes BETWEEN 5 AND 720),
        place text CHECK (length(place) BETWEEN 1 AND 200),
        link text CHECK (length(link) BETWEEN 1 AND 500),
        settings jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('scheduled', 'open', 'held', 'cancelled')),
        moved boolean NOT NULL,
        sequence integer NOT NULL CHECK (sequence >= 0),
        version integer NOT NULL CHECK (version > 0),
        zones_version text NOT NULL,
        reason text CHECK (length(reason) BETWEEN 1 AND 500),
        opened_at timestamptz,
        closed_at timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (series_id, original_wall),
        CHECK (chair_id = ANY (body_ids) AND secretary_id = ANY (body_ids)),
        CHECK ((state IN ('open', 'held')) = (opened_at IS NOT NULL)),
        CHECK ((state = 'held') = (closed_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX meetings_by_start ON meetings (operation_id, starts_at, id)`);
    await runner.query(`CREATE INDEX meetings_ahead ON meetings (starts_at, id) WHERE state = 'scheduled'`);
    await protect(runner, 'meetings', { sees: TAKES_PART, inserts: RUNS, updates: RUNS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON meetings TO liaison_api, liaison_worker`);

    await runner.query(`
      CREATE TABLE meeting_events (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        series_id uuid REFERENCES meeting_series (id),
        meeting_id uuid REFERENCES meetings (id),
        event text NOT NULL,
        actor_id uuid REFERENCES organisations (id),
        detail jsonb NOT NULL,
        at timestamptz NOT NULL,
        CHECK (series_id IS NOT NULL OR meeting_id IS NOT NULL)
      )`);
    await runner.query(`CREATE INDEX meeting_events_by_meeting ON meeting_events (meeting_id, id)`);
    await runner.query(`CREATE INDEX meeting_events_by_series ON meeting_events (series_id, id)`);
    await protect(runner, 'meeting_events', {
      sees: `CASE WHEN meeting_id IS NULL THEN EXISTS (SELECT FROM meeting_series s WHERE s.id = series_id AND app_body() = ANY (s.body_ids))
             ELSE EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND app_body() = ANY (m.body_ids)) END`,
      inserts: 'actor_id = app_body()',
    });
    await runner.query(`GRANT SELECT, INSERT ON meeting_events TO liaison_api, liaison_worker`);

    for (const table of ['meeting_series', 'meetings', 'meeting_events'])
      await runner.query(
        `CREATE POLICY api_operations ON ${table} AS RESTRICTIVE FOR ALL TO liaison_api USING (${IN_OPERATIONS})`,
      );
    await runner.query(`
      CREATE POLICY api_operations_of_meetings ON evidence_entries AS RESTRICTIVE FOR SELECT TO liaison_api
      USING (${NOT_LIMITED} OR subject_type <> 'meeting' OR EXISTS (SELECT FROM meetings m WHERE m.id = subject_id)
        OR EXISTS (SELECT FROM meeting_series s WHERE s.id = subject_id))`);
    // What a body did about a meeting that it takes part in is witnessed for the two that run it, and told.
    await runner.query(`
      CREATE POLICY api_inserts_about_meetings ON evidence_entries FOR INSERT TO liaison_api
      WITH CHECK (actor_id = app_body() AND subject_type = 'meeting' AND (
        EXISTS (SELECT FROM meetings m WHERE m.id = evidence_entries.subject_id AND app_body() = ANY (m.body_ids)
                  AND m.chair_id = evidence_entries.sender_id AND m.secretary_id = evidence_entries.organisation_id)
        OR EXISTS (SELECT FROM meeting_series s WHERE s.id = evidence_entries.subject_id AND app_body() = ANY (s.body_ids)
                     AND s.chair_id = evidence_entries.sender_id AND s.secretary_id = evidence_entries.organisation_id)))`);
    await runner.query(`
      CREATE POLICY api_inserts_about_meetings ON outbox FOR INSERT TO liaison_api
      WITH CHECK (organisation_id = app_body() AND topic LIKE 'meeting.%' AND recipient_id IS NULL AND (
        EXISTS (SELECT FROM meetings m WHERE m.id = outbox.message_id AND app_body() = ANY (m.body_ids))
        OR EXISTS (SELECT FROM meeting_series s WHERE s.id = outbox.message_id AND app_body() = ANY (s.body_ids))))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY api_inserts_about_meetings ON outbox`);
    await runner.query(`DROP POLICY api_inserts_about_meetings ON evidence_entries`);
    await runner.query(`DROP POLICY api_operations_of_meetings ON evidence_entries`);
    await runner.query(`DROP TABLE meeting_events, meetings, meeting_series`);
    await runner.query(`DROP SEQUENCE meeting_numbers`);
  }
}
