import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BETWEEN_ROWS, protect } from './row-level-security';
import { workerFunction } from './worker-function';

const KIND = `'accountability-notice'`;
const STATUSES = `('received', 'under_investigation', 'charged', 'convicted', 'acquitted', 'dismissed', 'repatriated')`;
/** Of these a message's rows are hidden from whoever was not let know of it. */
const BY_MESSAGE = ['message_events', 'routing_decisions'];

/**
 * Allegations against personnel of a nation. A notice is a message like others, behind a wall: its rows are seen by no key, on
 * no route but those for allegations, and there by the people of the sender who were let know of it, and by the authority.
 */
export class Accountability1790000046000 implements MigrationInterface {
  name = 'Accountability1790000046000';

  async up(runner: QueryRunner): Promise<void> {
    await this.makePeople(runner);
    await this.makeCases(runner);
    for (const table of ['messages', 'recipients']) {
      const id = table === 'messages' ? 'id' : 'message_id';
      await runner.query(`
        CREATE POLICY api_need_to_know ON ${table} AS RESTRICTIVE FOR ALL TO liaison_api
        USING (kind <> ${KIND} OR knows_of_allegation(${id}))`);
    }
    for (const table of BY_MESSAGE)
      await runner.query(`
        CREATE POLICY api_need_to_know ON ${table} AS RESTRICTIVE FOR SELECT TO liaison_api
        USING (allegation_is_open(message_id))`);
    await runner.query(`
      CREATE POLICY api_need_to_know ON evidence_entries AS RESTRICTIVE FOR SELECT TO liaison_api
      USING (subject_type <> 'message' OR allegation_is_open(subject_id))`);
  }

  /** Whom a sender let know. The first one is whoever writes the notice, and is there before the notice is. */
  private async makePeople(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accountability_people (
        message_id uuid NOT NULL REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        person_id uuid NOT NULL,
        added_by uuid NOT NULL,
        added_at timestamptz NOT NULL,
        PRIMARY KEY (message_id, person_id),
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await runner.query(
      `CREATE INDEX accountability_people_by_person ON accountability_people (person_id, message_id DESC)`,
    );
    await workerFunction(
      runner,
      'knows_of_allegation(uuid)',
      `CREATE FUNCTION knows_of_allegation(wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT coalesce(current_setting('app.room', true) = 'accountability', false) AND app_person() IS NOT NULL AND (
               EXISTS (SELECT FROM accountability_people p
                       WHERE p.message_id = wanted AND p.person_id = app_person() AND p.organisation_id = app_body())
               OR EXISTS (SELECT FROM recipients r WHERE r.message_id = wanted AND r.organisation_id = app_body())) $$`,
    );
    await workerFunction(
      runner,
      'allegation_is_open(uuid)',
      `CREATE FUNCTION allegation_is_open(wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT NOT EXISTS (SELECT FROM accountability_people p WHERE p.message_id = wanted) OR knows_of_allegation(wanted) $$`,
    );
    // Nobody hides a message that there is by naming people for it.
    await workerFunction(
      runner,
      'allegation_begins(uuid)',
      `CREATE FUNCTION allegation_begins(wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT coalesce(current_setting('app.room', true) = 'accountability', false)
               AND NOT EXISTS (SELECT FROM messages m WHERE m.id = wanted)
               AND NOT EXISTS (SELECT FROM accountability_people p WHERE p.message_id = wanted) $$`,
    );
    await protect(runner, 'accountability_people', {
      sees: 'organisation_id = app_body() AND knows_of_allegation(message_id)',
      inserts: `organisation_id = app_body() AND added_by = app_person() AND (
        allegation_begins(message_id) AND person_id = app_person()
        OR EXISTS (SELECT FROM messages m WHERE m.id = message_id AND m.sender_id = app_body() AND m.kind = ${KIND}))`,
    });
    await runner.query(`GRANT SELECT, INSERT ON accountability_people TO liaison_api`);
    await runner.query(`GRANT SELECT ON accountability_people TO liaison_worker`);
  }

  private async makeCases(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE accountability_cases (
        message_id uuid PRIMARY KEY REFERENCES messages (id),
        operation_id text NOT NULL REFERENCES operations (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        nation_id uuid REFERENCES organisations (id),
        organisation_id uuid REFERENCES organisations (id),
        status text CHECK (status IN ${STATUSES}),
        proceedings text CHECK (proceedings IN ${STATUSES} AND proceedings <> 'repatriated'),
        status_at timestamptz,
        repatriated_at timestamptz,
        repatriation_requested_at timestamptz,
        repatriation_requested_by uuid,
        reason_sealed bytea,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CHECK ((status IS NULL) = (status_at IS NULL) AND (status IS NULL) = (proceedings IS NULL)),
        CHECK (status IN ('repatriated', proceedings)),
        CHECK (status <> 'repatriated' OR repatriated_at IS NOT NULL),
        CHECK ((repatriation_requested_at IS NULL) = (repatriation_requested_by IS NULL)),
        CHECK ((nation_id IS NULL) = (organisation_id IS NULL)),
        CHECK (organisation_id IS NOT NULL OR status IS NULL AND repatriation_requested_at IS NULL)
      )`);
    await runner.query(
      `CREATE INDEX accountability_cases_by_operation ON accountability_cases (operation_id, message_id DESC)`,
    );
    await protect(runner, 'accountability_cases', {
      sees: BETWEEN_ROWS,
      inserts: `sender_id = app_body() AND status IS NULL AND organisation_id IS NULL AND repatriation_requested_at IS NULL`,
      updates: BETWEEN_ROWS,
    });
    await runner.query(`
      CREATE POLICY api_need_to_know ON accountability_cases AS RESTRICTIVE FOR ALL TO liaison_api
      USING (knows_of_allegation(message_id))`);
    await runner.query(`
      CREATE POLICY api_operations ON accountability_cases AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(`GRANT SELECT, INSERT ON accountability_cases TO liaison_api`);
    await runner.query(`
      GRANT UPDATE (nation_id, organisation_id, status, proceedings, status_at, repatriated_at, repatriation_requested_at,
                    repatriation_requested_by, reason_sealed, version) ON accountability_cases TO liaison_api`);
    await runner.query(`GRANT SELECT ON accountability_cases TO liaison_worker`);
    // The nation says how it stands, the sender asks for repatriation, once; the authority is named before it is sent.
    await runner.query(`
      CREATE FUNCTION guard_accountability_case() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.organisation_id IS DISTINCT FROM app_body() AND
             (OLD.status, OLD.proceedings, OLD.status_at, OLD.repatriated_at) IS DISTINCT FROM
             (NEW.status, NEW.proceedings, NEW.status_at, NEW.repatriated_at)
          OR OLD.sender_id <> app_body() AND
             (OLD.nation_id, OLD.organisation_id, OLD.repatriation_requested_at, OLD.repatriation_requested_by, OLD.reason_sealed)
             IS DISTINCT FROM (NEW.nation_id, NEW.organisation_id, NEW.repatriation_requested_at, NEW.repatriation_requested_by, NEW.reason_sealed)
          OR OLD.repatriated_at IS NOT NULL AND NEW.repatriated_at IS DISTINCT FROM OLD.repatriated_at
          OR OLD.repatriation_requested_at IS NOT NULL AND
             (OLD.repatriation_requested_at, OLD.repatriation_requested_by) IS DISTINCT FROM
             (NEW.repatriation_requested_at, NEW.repatriation_requested_by)
          OR (OLD.nation_id, OLD.organisation_id) IS DISTINCT FROM (NEW.nation_id, NEW.organisation_id) AND NOT EXISTS (
             SELECT FROM messages m WHERE m.id = NEW.message_id AND m.state = 'draft')
          OR OLD.repatriation_requested_by IS DISTINCT FROM NEW.repatriation_requested_by
             AND NEW.repatriation_requested_by IS DISTINCT FROM app_person()
        THEN RAISE EXCEPTION 'how an allegation stands is the nation''s word, and what is asked of it the sender''s'
          USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER guard BEFORE UPDATE ON accountability_cases FOR EACH ROW WHEN (app_body() IS NOT NULL)
      EXECUTE FUNCTION guard_accountability_case()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['messages', 'recipients', ...BY_MESSAGE, 'evidence_entries'])
      await runner.query(`DROP POLICY api_need_to_know ON ${table}`);
    await runner.query(`DROP TABLE accountability_cases`);
    await runner.query(`DROP FUNCTION guard_accountability_case()`);
    await runner.query(`DROP TABLE accountability_people`);
    await runner.query(`DROP FUNCTION allegation_begins(uuid), allegation_is_open(uuid), knows_of_allegation(uuid)`);
  }
}
