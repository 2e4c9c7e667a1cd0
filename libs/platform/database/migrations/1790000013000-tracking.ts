import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** Who may see an agenda request: who runs the meeting, the sender, and the body that is late. */
const CONCERNED = 'app_body() IN (sender_id, organisation_id, coordinator_id, lead_id)';

/** The deadline to decide, how long an accepted case has been quiet, and what is to be put on a meeting's agenda. */
export class Tracking1790000013000 implements MigrationInterface {
  name = 'Tracking1790000013000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE recipients
        ADD COLUMN decision_due_at timestamptz,
        ADD COLUMN quiet_since timestamptz,
        ADD COLUMN held_at timestamptz`);
    await runner.query(`GRANT UPDATE (decision_due_at, quiet_since, held_at) ON recipients TO liaison_api`);
    // What was taken up before is watched from now on like what comes after: a passed deadline is told once. What was opened
    // again has the whole time for it anew, and may never have been acknowledged.
    await runner.query(`
      UPDATE recipients r SET decision_due_at = b.begun + (due_at - routed_at), next_step = 'decision_50',
        next_step_at = b.begun + (due_at - routed_at) * 0.5
      FROM (SELECT o.id, greatest(o.acknowledged_at, max(e.at)) AS begun
            FROM recipients o LEFT JOIN message_events e
              ON e.message_id = o.message_id AND e.recipient_id = o.id AND e.event = 'reopened'
            WHERE o.state = 'acknowledged' AND o.kind = 'referral' AND o.capacity IN ('lead', 'action')
            GROUP BY o.id) b
      WHERE b.id = r.id AND b.begun IS NOT NULL`);
    await runner.query(`
      UPDATE recipients SET quiet_since = updated_at, held_at = CASE WHEN state = 'on_hold' THEN updated_at END
      WHERE state IN ('accepted', 'in_progress', 'on_hold')`);
    // On hold the case is not quiet, it waits: such a row is no entry of the index at all.
    await runner.query(`
      CREATE INDEX recipients_quiet ON recipients (quiet_since) WHERE quiet_since IS NOT NULL AND held_at IS NULL`);

    await runner.query(`
      CREATE TABLE agenda_requests (
        id uuid PRIMARY KEY,
        operation_id text NOT NULL REFERENCES operations (id),
        recipient_id uuid NOT NULL REFERENCES recipients (id),
        message_id uuid NOT NULL REFERENCES messages (id),
        reference text NOT NULL,
        kind text NOT NULL,
        message_status text NOT NULL,
        priority text NOT NULL,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        coordinator_id uuid REFERENCES organisations (id),
        lead_id uuid REFERENCES organisations (id),
        reason text NOT NULL CHECK (reason IN ('unacknowledged', 'undecided')),
        due_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'taken', 'settled')),
        created_at timestamptz NOT NULL,
        settled_at timestamptz,
        UNIQUE (recipient_id, reason),
        CHECK ((state = 'settled') = (settled_at IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX agenda_requests_by_operation ON agenda_requests (operation_id, id)`);
    await protect(runner, 'agenda_requests', { sees: CONCERNED });
    await runner.query(`GRANT SELECT ON agenda_requests TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON agenda_requests TO liaison_worker`);

    await runner.query(`ALTER TABLE mails DROP CONSTRAINT mails_kind_check`);
    await runner.query(`
      ALTER TABLE mails ADD CONSTRAINT mails_kind_check
      CHECK (kind IN ('routed', 'reminder', 'notice', 'decision_reminder', 'progress_reminder', 'unacknowledged', 'undecided'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM mails WHERE kind NOT IN ('routed', 'reminder', 'notice')`);
    await runner.query(`ALTER TABLE mails DROP CONSTRAINT mails_kind_check`);
    await runner.query(
      `ALTER TABLE mails ADD CONSTRAINT mails_kind_check CHECK (kind IN ('routed', 'reminder', 'notice'))`,
    );
    await runner.query(`DROP TABLE agenda_requests`);
    await runner.query(`UPDATE recipients SET next_step = NULL, next_step_at = NULL WHERE next_step LIKE 'decision%'`);
    await runner.query(`DROP INDEX recipients_quiet`);
    await runner.query(`
      ALTER TABLE recipients DROP COLUMN decision_due_at, DROP COLUMN quiet_since, DROP COLUMN held_at`);
  }
}
