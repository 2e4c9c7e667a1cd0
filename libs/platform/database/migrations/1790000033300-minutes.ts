import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

const TAKES_PART = `EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND app_body() = ANY (m.body_ids))`;
const RUNS = `EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND app_body() IN (m.chair_id, m.secretary_id))`;
const TABLES = ['minutes', 'minutes_answers', 'minutes_records', 'minutes_renditions', 'minutes_amendments'];

/** Minutes: how far they are, what bodies answered, and, once approved, the record that stands and what each body has of it. */
export class Minutes1790000033300 implements MigrationInterface {
  name = 'Minutes1790000033300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE minutes (
        meeting_id uuid PRIMARY KEY REFERENCES meetings (id),
        operation_id text NOT NULL REFERENCES operations (id),
        state text NOT NULL CHECK (state IN ('submitted', 'changes_requested', 'approved')),
        round integer NOT NULL CHECK (round > 0),
        deadline timestamptz NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        submitted_at timestamptz NOT NULL,
        approved_at timestamptz,
        CHECK ((state = 'approved') = (approved_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX minutes_submitted ON minutes (meeting_id) WHERE state = 'submitted'`);
    await protect(runner, 'minutes', { sees: TAKES_PART, inserts: RUNS, updates: RUNS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON minutes TO liaison_api`);
    await runner.query(`GRANT SELECT, UPDATE ON minutes TO liaison_worker`);

    await runner.query(`
      CREATE TABLE minutes_answers (
        id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL REFERENCES minutes (meeting_id),
        operation_id text NOT NULL REFERENCES operations (id),
        round integer NOT NULL CHECK (round > 0),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        answer text NOT NULL CHECK (answer IN ('approved', 'changes_requested', 'silent')),
        remarks text CHECK (length(remarks) BETWEEN 1 AND 4000),
        answered_at timestamptz NOT NULL,
        UNIQUE (meeting_id, round, organisation_id)
      )`);
    await protect(runner, 'minutes_answers', {
      sees: TAKES_PART,
      inserts: `organisation_id = app_body() AND ${TAKES_PART}`,
    });
    await runner.query(`GRANT SELECT, INSERT ON minutes_answers TO liaison_api, liaison_worker`);

    // The whole record is for who runs the meeting; each other body has what it may see of it.
    await runner.query(`
      CREATE TABLE minutes_records (
        id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        operation_id text NOT NULL REFERENCES operations (id),
        chain_id uuid NOT NULL,
        number integer NOT NULL CHECK (number > 0),
        kind text NOT NULL CHECK (kind IN ('minutes', 'amendment')),
        digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
        previous_digest text CHECK (previous_digest ~ '^[0-9a-f]{64}$'),
        record text NOT NULL,
        recorded_at timestamptz NOT NULL,
        UNIQUE (chain_id, number),
        CHECK ((number = 1) = (previous_digest IS NULL))
      )`);
    await protect(runner, 'minutes_records', { sees: RUNS });
    await runner.query(`GRANT SELECT ON minutes_records TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT ON minutes_records TO liaison_worker`);
    await runner.query(`
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON minutes_records
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);

    await runner.query(`
      CREATE TABLE minutes_renditions (
        record_id uuid NOT NULL REFERENCES minutes_records (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        operation_id text NOT NULL REFERENCES operations (id),
        digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
        rendition text NOT NULL,
        message_id uuid REFERENCES messages (id),
        settled boolean NOT NULL,
        PRIMARY KEY (record_id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX minutes_renditions_unsettled ON minutes_renditions (record_id) WHERE NOT settled`);
    await protect(runner, 'minutes_renditions', { sees: 'organisation_id = app_body()' });
    await runner.query(`GRANT SELECT ON minutes_renditions TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE (message_id, settled) ON minutes_renditions TO liaison_worker`);

    await runner.query(`
      CREATE TABLE minutes_amendments (
        id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL REFERENCES minutes (meeting_id),
        operation_id text NOT NULL REFERENCES operations (id),
        item_id uuid NOT NULL REFERENCES agenda_items (id),
        visible_to uuid[],
        number integer NOT NULL CHECK (number > 0),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
        before text NOT NULL,
        after text NOT NULL CHECK (length(after) <= 20000),
        author_id uuid NOT NULL REFERENCES organisations (id),
        amended_at timestamptz NOT NULL,
        record_id uuid REFERENCES minutes_records (id),
        UNIQUE (meeting_id, number)
      )`);
    await protect(runner, 'minutes_amendments', {
      sees: `(visible_to IS NULL OR app_body() = ANY (visible_to)) AND ${TAKES_PART}`,
      inserts: `author_id = app_body() AND ${RUNS}`,
    });
    await runner.query(`GRANT SELECT, INSERT ON minutes_amendments TO liaison_api`);
    await runner.query(`GRANT SELECT, UPDATE (record_id) ON minutes_amendments TO liaison_worker`);

    for (const table of TABLES)
      await runner.query(`
        CREATE POLICY api_operations ON ${table} AS RESTRICTIVE FOR ALL TO liaison_api
        USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE minutes_amendments, minutes_renditions, minutes_records, minutes_answers, minutes`);
  }
}
