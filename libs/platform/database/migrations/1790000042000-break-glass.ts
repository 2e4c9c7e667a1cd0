import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';
import { workerFunction } from './worker-function';

const KINDS = [
  ...['routed', 'reminder', 'notice', 'decision_reminder', 'progress_reminder', 'unacknowledged', 'undecided'],
  ...['endpoint_disabled', 'endpoint_failing', 'meeting'],
];
const OF_NO_RECIPIENT = ['notice', 'endpoint_disabled', 'endpoint_failing', 'meeting'];
const GLASS_KINDS = ['glass_requested', 'glass_opened'];

/** Who is concerned: the body that asks, the one whose record it is, and the operation's guard of personal data. */
const CONCERNED = 'app_body() IN (organisation_id, sender_id, guardian_id)';
/** Who asks never decides, whatever else its body is in the operation. */
const DECIDES = 'app_body() IN (sender_id, guardian_id) AND app_body() <> organisation_id';

/**
 * Break-glass: a person of a body that was sent a record sees all of it, for an hour at most, once a person of the body
 * that sent it, or of the operation's guard of personal data, has agreed.
 */
export class BreakGlass1790000042000 implements MigrationInterface {
  name = 'BreakGlass1790000042000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE break_glass (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        guardian_id uuid REFERENCES organisations (id),
        state text NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'ended')),
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 60),
        data_key bytea,
        reason_sealed bytea,
        requested_by uuid NOT NULL REFERENCES people (id),
        requested_at timestamptz NOT NULL,
        decided_by uuid,
        decided_at timestamptz,
        expires_at timestamptz,
        ended_by uuid,
        ended_at timestamptz,
        version integer NOT NULL,
        CHECK (organisation_id <> sender_id),
        CHECK (decided_by <> requested_by),
        CHECK ((decided_at IS NULL) = (decided_by IS NULL) AND (decided_at IS NULL) = (state = 'requested')),
        CHECK ((expires_at IS NULL) = (state IN ('requested', 'refused'))),
        CHECK (expires_at <= decided_at + minutes * interval '1 minute'),
        CHECK ((ended_at IS NULL) = (state <> 'ended'))
      )`);
    await runner.query(`CREATE INDEX break_glass_by_message ON break_glass (message_id)`);
    await protect(runner, 'break_glass', {
      sees: CONCERNED,
      // Of a record that the body was sent, by whoever asks, with its sender and the guard that the operation names.
      inserts: `organisation_id = app_body() AND requested_by = app_person() AND state = 'requested'
        AND EXISTS (SELECT FROM recipients k WHERE k.message_id = break_glass.message_id AND k.organisation_id = app_body()
                      AND k.sender_id = break_glass.sender_id AND k.operation_id = break_glass.operation_id)
        AND guardian_id IS NOT DISTINCT FROM (
          SELECT g.id FROM operations o JOIN rule_sets s ON s.operation_id = o.id AND s.version = o.rule_set_version
          JOIN organisations g ON g.slug = s.definition -> 'dataProtection' ->> 'body' WHERE o.id = break_glass.operation_id)`,
      updates: DECIDES,
    });
    await runner.query(`
      CREATE POLICY api_operations ON break_glass AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(`GRANT SELECT, INSERT ON break_glass TO liaison_api`);
    await runner.query(
      `GRANT UPDATE (state, decided_by, decided_at, expires_at, ended_by, ended_at, version) ON break_glass TO liaison_api`,
    );
    await runner.query(`GRANT SELECT ON break_glass TO liaison_worker`);
    await runner.query(`GRANT UPDATE (data_key, reason_sealed) ON break_glass TO liaison_worker`);

    // A decision stands: nobody makes an hour longer, or opens anew what is over.
    await runner.query(`
      CREATE FUNCTION guard_break_glass() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (OLD.state, NEW.state) NOT IN (('requested', 'approved'), ('requested', 'refused'), ('approved', 'ended'))
          OR OLD.decided_at IS NOT NULL AND (OLD.decided_by, OLD.decided_at, OLD.expires_at)
            IS DISTINCT FROM (NEW.decided_by, NEW.decided_at, NEW.expires_at)
          OR OLD.decided_at IS NULL AND NEW.decided_by IS DISTINCT FROM app_person()
        THEN RAISE EXCEPTION 'an opening is decided on once, by a person' USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER guard BEFORE UPDATE ON break_glass FOR EACH ROW WHEN (app_body() IS NOT NULL)
      EXECUTE FUNCTION guard_break_glass()`);

    // The one way to another body's content: an opening by its id, for the person who asked, while it lasts. The time is
    // the later of the asker's and the server's, so that a clock that is slow opens nothing.
    await workerFunction(
      runner,
      'opened_record(uuid, timestamptz)',
      `CREATE FUNCTION opened_record(wanted uuid, asked_at timestamptz)
       RETURNS TABLE (message_id uuid, recipient_id uuid, data_key bytea, body_sealed bytea)
       LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public
       AS $$ SELECT m.id, r.id, m.data_key, m.body_sealed
             FROM break_glass g JOIN messages m ON m.id = g.message_id
             JOIN recipients r ON r.message_id = g.message_id AND r.organisation_id = g.organisation_id
             WHERE g.id = wanted AND g.organisation_id = app_body() AND g.requested_by = app_person()
               AND g.state = 'approved' AND greatest(asked_at, clock_timestamp()) < g.expires_at
               AND r.withheld_at IS NULL AND (r.readable_until IS NULL OR r.readable_until > asked_at)
               AND (app_operations() IS NULL OR g.operation_id = ANY (app_operations())) $$`,
    );

    await runner.query(`
      CREATE POLICY api_inserts_about_break_glass ON evidence_entries FOR INSERT TO liaison_api
      WITH CHECK (actor_id = app_body() AND subject_type = 'break_glass' AND EXISTS (
        SELECT FROM break_glass g WHERE g.id = evidence_entries.subject_id AND g.sender_id = evidence_entries.sender_id
          AND (evidence_entries.organisation_id IS NULL
            OR evidence_entries.organisation_id IN (g.organisation_id, g.guardian_id))))`);
    await runner.query(`
      CREATE POLICY api_inserts_about_break_glass ON outbox FOR INSERT TO liaison_api
      WITH CHECK (organisation_id = app_body() AND topic IN ('break_glass.requested', 'break_glass.approved')
        AND EXISTS (SELECT FROM break_glass g WHERE g.id = (outbox.detail ->> 'opening')::uuid AND g.message_id = outbox.message_id))`);
    await runner.query(
      evidenceInOperations(`
               WHEN 'break_glass' THEN EXISTS (SELECT FROM break_glass g WHERE g.id = wanted AND g.operation_id = ANY (app_operations()))`),
    );

    await mailKinds(runner, GLASS_KINDS);
    await runner.query(`
      CREATE UNIQUE INDEX mails_of_break_glass ON mails (organisation_id, kind, dedupe) WHERE kind IN (${quoted(GLASS_KINDS)})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM mails WHERE kind IN (${quoted(GLASS_KINDS)})`);
    await runner.query(`DROP INDEX mails_of_break_glass`);
    await mailKinds(runner, []);
    await runner.query(evidenceInOperations(''));
    await runner.query(`DROP POLICY api_inserts_about_break_glass ON outbox`);
    await runner.query(`DROP POLICY api_inserts_about_break_glass ON evidence_entries`);
    await runner.query(`DROP FUNCTION opened_record(uuid, timestamptz)`);
    await runner.query(`DROP TABLE break_glass`);
    await runner.query(`DROP FUNCTION guard_break_glass()`);
  }
}

/** Mails about an opening are of a message and of no recipient, as a notice is. */
async function mailKinds(runner: QueryRunner, more: readonly string[]): Promise<void> {
  await runner.query(`
    ALTER TABLE mails DROP CONSTRAINT mails_kind_check, DROP CONSTRAINT mails_notice_check,
      ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted([...KINDS, ...more])})),
      ADD CONSTRAINT mails_notice_check CHECK ((kind IN (${quoted([...OF_NO_RECIPIENT, ...more])})) = (recipient_id IS NULL))`);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}

/** Whether what an entry is about lies in the caller's operations; what lies in none, such as a key, is the body's. */
const evidenceInOperations = (also: string): string => `
       CREATE OR REPLACE FUNCTION evidence_in_operations(about text, wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT CASE about
               WHEN 'message' THEN message_in_operations(wanted)
               WHEN 'recipient' THEN EXISTS (SELECT FROM recipients r WHERE r.id = wanted AND r.operation_id = ANY (app_operations()))
               WHEN 'consent' THEN EXISTS (SELECT FROM consents c WHERE c.id = wanted AND c.operation_id = ANY (app_operations()))
               WHEN 'exception' THEN EXISTS (SELECT FROM release_exceptions e WHERE e.id = wanted AND message_in_operations(e.message_id))
               WHEN 'erasure' THEN EXISTS (SELECT FROM erasures e WHERE e.id = wanted AND e.operation_id = ANY (app_operations()))${also}
               ELSE true END $$`;
