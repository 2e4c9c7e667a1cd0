import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** What messages of every kind have: threads, marks that a recipient sees, areas, expiry; and what bodies say of their capacity. */
export class Kinds1790000010000 implements MigrationInterface {
  name = 'Kinds1790000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD COLUMN areas text[] NOT NULL DEFAULT '{}', ADD COLUMN expires_at timestamptz,
        ADD CONSTRAINT messages_subject_check CHECK (length(subject) BETWEEN 1 AND 200)`);
    // What was superseded once is not superseded again: its successor is.
    await runner.query(
      `CREATE UNIQUE INDEX messages_by_superseded ON messages (supersedes) WHERE supersedes IS NOT NULL AND state <> 'entered_in_error'`,
    );
    await runner.query(`
      ALTER TABLE recipients ADD COLUMN in_reply_to uuid, ADD COLUMN supersedes uuid, ADD COLUMN subject text,
        ADD COLUMN marks jsonb NOT NULL DEFAULT '{"tlp": "AMBER", "classification": "UNCLASSIFIED"}',
        ADD COLUMN expires_at timestamptz, ADD COLUMN withheld_at timestamptz`);
    await runner.query(`GRANT UPDATE (withheld_at) ON recipients TO liaison_api`);
    // What was taken back stays so when it is closed afterwards: the state alone does not tell, the last closing does. And
    // where consent was withdrawn nobody reads on, those included who had declined and were not recalled.
    await runner.query(`
      UPDATE recipients r SET withheld_at = updated_at
      WHERE state IN ('cancelled', 'recalled', 'recall_confirmed')
         OR state = 'closed' AND 'cancelled' = (
              SELECT e.from_state FROM message_events e
              WHERE e.message_id = r.message_id AND e.recipient_id = r.id AND e.event = 'closed' ORDER BY e.at DESC, e.id DESC LIMIT 1)
         OR EXISTS (SELECT FROM messages m WHERE m.id = r.message_id AND m.state = 'withdrawn')`);
    await runner.query(
      `UPDATE messages SET marks = '{"tlp": "AMBER", "classification": "UNCLASSIFIED"}' WHERE marks = '{}'`,
    );
    await runner.query(`CREATE INDEX recipients_by_thread ON recipients (thread_id, organisation_id)`);

    await runner.query(`
      CREATE TABLE service_capacities (
        operation_id text NOT NULL REFERENCES operations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        service text NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'limited', 'full', 'suspended')),
        places integer CHECK (places >= 0),
        valid_until date,
        message_id uuid NOT NULL REFERENCES messages (id),
        said_at timestamptz NOT NULL,
        PRIMARY KEY (operation_id, organisation_id, service)
      )`);
    // Said to the partners of an operation, and known to those who take part in it.
    await protect(runner, 'service_capacities', {
      sees: `EXISTS (SELECT FROM operation_bodies b
                     WHERE b.operation_id = service_capacities.operation_id AND b.organisation_id = app_body())`,
    });
    await runner.query(`GRANT SELECT ON service_capacities TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON service_capacities TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE service_capacities`);
    await runner.query(`DROP INDEX recipients_by_thread`);
    await runner.query(`
      ALTER TABLE recipients DROP COLUMN in_reply_to, DROP COLUMN supersedes, DROP COLUMN subject, DROP COLUMN marks,
        DROP COLUMN expires_at, DROP COLUMN withheld_at`);
    await runner.query(`DROP INDEX messages_by_superseded`);
    await runner.query(
      `ALTER TABLE messages DROP CONSTRAINT messages_subject_check, DROP COLUMN areas, DROP COLUMN expires_at`,
    );
  }
}
