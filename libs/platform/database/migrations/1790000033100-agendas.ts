import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** An item, and what hangs on it, is seen by those who take part, or by some of them alone. */
const SEEN = `(visible_to IS NULL OR app_body() = ANY (visible_to))
  AND EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND app_body() = ANY (m.body_ids))`;
const RUN = `(visible_to IS NULL OR app_body() = ANY (visible_to))
  AND EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND app_body() IN (m.chair_id, m.secretary_id))`;
/** What the draft of a message is written with, as the API may. */
const MESSAGE = `addressees, areas, body_sealed, created_at, data_key, distribution, expires_at, id, import_key, in_reply_to,
  keywords, kind, kind_version, language, marks, message_status, onward_of, operation_id, priority, sender_id, state, subject,
  supersedes, thread_id, updated_at, version`;
const TABLES = ['agenda_items', 'agenda_notes', 'meeting_attendance', 'meeting_decisions', 'meeting_actions'];

/** The agenda of a meeting, and what is recorded in the meeting: notes, attendance, decisions, actions. */
export class Agendas1790000033100 implements MigrationInterface {
  name = 'Agendas1790000033100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE meetings ADD frozen_at timestamptz, ADD agenda_digest text`);
    await runner.query(`
      CREATE TABLE agenda_items (
        id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        operation_id text NOT NULL REFERENCES operations (id),
        key text NOT NULL,
        position integer NOT NULL,
        placed boolean NOT NULL DEFAULT false,
        origin text NOT NULL CHECK (origin IN ('standing', 'generated', 'template', 'proposed')),
        reason text,
        tag text NOT NULL CHECK (tag IN ('decision', 'discussion', 'information')),
        title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 240),
        presenter_id uuid REFERENCES organisations (id),
        proposer_id uuid REFERENCES organisations (id),
        entries jsonb NOT NULL,
        total integer NOT NULL CHECK (total >= 0),
        visible_to uuid[],
        carried integer NOT NULL CHECK (carried >= 0),
        first_listed timestamptz NOT NULL,
        late boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'done', 'deferred', 'withdrawn', 'carried')),
        note text NOT NULL DEFAULT '' CHECK (length(note) <= 20000),
        note_version integer NOT NULL DEFAULT 0,
        version integer NOT NULL CHECK (version > 0),
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || note)) STORED,
        UNIQUE (meeting_id, key),
        CHECK ((origin = 'proposed') = (proposer_id IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX agenda_items_words ON agenda_items USING gin (words)`);
    await protect(runner, 'agenda_items', {
      sees: SEEN,
      inserts: `proposer_id = app_body() AND ${SEEN}`,
      updates: `(${RUN}) OR (proposer_id = app_body() AND ${SEEN})`,
    });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON agenda_items TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON agenda_items TO liaison_worker`);

    await runner.query(`
      CREATE TABLE agenda_notes (
        item_id uuid NOT NULL REFERENCES agenda_items (id),
        version integer NOT NULL CHECK (version > 0),
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        operation_id text NOT NULL REFERENCES operations (id),
        visible_to uuid[],
        note text NOT NULL CHECK (length(note) <= 20000),
        author_id uuid NOT NULL REFERENCES organisations (id),
        at timestamptz NOT NULL,
        PRIMARY KEY (item_id, version)
      )`);
    await protect(runner, 'agenda_notes', { sees: SEEN, inserts: `author_id = app_body() AND ${RUN}` });
    await runner.query(`GRANT SELECT, INSERT ON agenda_notes TO liaison_api`);
    await runner.query(`GRANT SELECT ON agenda_notes TO liaison_worker`);

    await runner.query(`
      CREATE TABLE meeting_attendance (
        id uuid PRIMARY KEY,
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        operation_id text NOT NULL REFERENCES operations (id),
        visible_to uuid[],
        organisation_id uuid REFERENCES organisations (id),
        state text NOT NULL CHECK (state IN ('present', 'remote', 'excused', 'absent', 'substitute', 'visitor')),
        represented_by text CHECK (length(represented_by) BETWEEN 1 AND 100),
        arrived_at timestamptz,
        left_at timestamptz,
        updated_at timestamptz NOT NULL,
        CHECK ((state = 'visitor') = (organisation_id IS NULL)),
        CHECK (left_at IS NULL OR arrived_at IS NULL OR left_at >= arrived_at)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX meeting_attendance_of_bodies ON meeting_attendance (meeting_id, organisation_id)
       WHERE organisation_id IS NOT NULL`,
    );
    await protect(runner, 'meeting_attendance', { sees: SEEN, inserts: RUN, updates: RUN });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON meeting_attendance TO liaison_api`);
    await runner.query(`GRANT SELECT ON meeting_attendance TO liaison_worker`);

    await runner.query(`CREATE SEQUENCE meeting_record_numbers`);
    await runner.query(`GRANT USAGE ON SEQUENCE meeting_record_numbers TO liaison_api`);
    await runner.query(`
      CREATE TABLE meeting_decisions (
        id uuid PRIMARY KEY,
        reference text NOT NULL UNIQUE,
        operation_id text NOT NULL REFERENCES operations (id),
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        item_id uuid NOT NULL REFERENCES agenda_items (id),
        visible_to uuid[],
        decision text NOT NULL CHECK (length(decision) BETWEEN 1 AND 4000),
        present_ids uuid[] NOT NULL,
        quorum integer NOT NULL,
        supersedes_id uuid REFERENCES meeting_decisions (id),
        superseded_by_id uuid REFERENCES meeting_decisions (id),
        decided_at timestamptz NOT NULL,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', reference || ' ' || decision)) STORED,
        CHECK (cardinality(present_ids) >= quorum)
      )`);
    await runner.query(`CREATE INDEX meeting_decisions_words ON meeting_decisions USING gin (words)`);
    await runner.query(`CREATE INDEX meeting_decisions_by_operation ON meeting_decisions (operation_id, id)`);
    await protect(runner, 'meeting_decisions', { sees: SEEN, inserts: RUN, updates: RUN });
    await runner.query(`GRANT SELECT, INSERT, UPDATE (superseded_by_id) ON meeting_decisions TO liaison_api`);
    await runner.query(`GRANT SELECT ON meeting_decisions TO liaison_worker`);

    await runner.query(`
      CREATE TABLE meeting_actions (
        id uuid PRIMARY KEY,
        reference text NOT NULL UNIQUE,
        operation_id text NOT NULL REFERENCES operations (id),
        meeting_id uuid NOT NULL REFERENCES meetings (id),
        item_id uuid NOT NULL REFERENCES agenda_items (id),
        visible_to uuid[],
        task text NOT NULL CHECK (length(task) BETWEEN 1 AND 4000),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        responsible text CHECK (length(responsible) BETWEEN 1 AND 100),
        due_on date NOT NULL,
        state text NOT NULL CHECK (state IN ('noted', 'assigned', 'done', 'declined')),
        message_id uuid REFERENCES messages (id),
        created_at timestamptz NOT NULL,
        closed_at timestamptz,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', reference || ' ' || task)) STORED,
        CHECK ((state IN ('done', 'declined')) = (closed_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX meeting_actions_words ON meeting_actions USING gin (words)`);
    await runner.query(`CREATE INDEX meeting_actions_by_operation ON meeting_actions (operation_id, id)`);
    await runner.query(`CREATE INDEX meeting_actions_open ON meeting_actions (operation_id) WHERE closed_at IS NULL`);
    await protect(runner, 'meeting_actions', {
      sees: SEEN,
      inserts: RUN,
      updates: `(${RUN}) OR (organisation_id = app_body() AND ${SEEN})`,
    });
    await runner.query(`GRANT SELECT, INSERT, UPDATE (state, closed_at) ON meeting_actions TO liaison_api`);
    await runner.query(`GRANT SELECT, UPDATE (state, message_id, closed_at) ON meeting_actions TO liaison_worker`);
    // Actions and minutes are sent by the hub, in the name of the body that keeps the record.
    await runner.query(`GRANT INSERT (${MESSAGE}) ON messages TO liaison_worker`);

    for (const table of TABLES)
      await runner.query(`
        CREATE POLICY api_operations ON ${table} AS RESTRICTIVE FOR ALL TO liaison_api
        USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE INSERT (${MESSAGE}) ON messages FROM liaison_worker`);
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
    await runner.query(`DROP SEQUENCE meeting_record_numbers`);
    await runner.query(`ALTER TABLE meetings DROP frozen_at, DROP agenda_digest`);
  }
}
