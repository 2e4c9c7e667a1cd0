import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BETWEEN_ROWS, protect } from './row-level-security';

const SENDER = 'sender_id = app_body()';

/** Messages, their recipients with the four facts each, what was released to whom, and the timeline. */
export class Messages1790000004000 implements MigrationInterface {
  name = 'Messages1790000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE messages (
        id uuid PRIMARY KEY,
        reference text NOT NULL UNIQUE,
        operation_id text NOT NULL REFERENCES operations (id),
        kind text NOT NULL,
        kind_version integer NOT NULL,
        sender_id uuid NOT NULL REFERENCES organisations (id),
        message_status text NOT NULL CHECK (message_status IN ('actual', 'exercise', 'test')),
        distribution text NOT NULL
          CHECK (distribution IN ('report', 'update', 'cancel', 'request', 'response', 'acknowledgement', 'error')),
        state text NOT NULL,
        priority text NOT NULL CHECK (priority IN ('emergency', 'urgent', 'normal')),
        thread_id uuid NOT NULL,
        in_reply_to uuid,
        supersedes uuid,
        language text NOT NULL,
        marks jsonb NOT NULL,
        subject text,
        keywords text[] NOT NULL,
        addressees text[] NOT NULL,
        data_key bytea,
        body_sealed bytea,
        import_key bytea,
        rule_set_version integer,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        sent_at timestamptz,
        UNIQUE (sender_id, import_key)
      )`);
    await runner.query(`CREATE INDEX messages_by_sender ON messages (sender_id, id DESC)`);
    await runner.query(`CREATE INDEX messages_by_thread ON messages (thread_id)`);
    await runner.query(`CREATE SEQUENCE message_reference`);
    await runner.query(`GRANT USAGE ON SEQUENCE message_reference TO liaison_api`);
    await protect(runner, 'messages', { sees: SENDER, inserts: SENDER, updates: SENDER });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON messages TO liaison_api`);
    await runner.query(`GRANT SELECT, UPDATE ON messages TO liaison_worker`);

    await runner.query(`
      CREATE TABLE recipients (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        operation_id text NOT NULL REFERENCES operations (id),
        thread_id uuid NOT NULL,
        reference text NOT NULL,
        kind text NOT NULL,
        message_status text NOT NULL,
        priority text NOT NULL,
        capacity text NOT NULL CHECK (capacity IN ('lead', 'action', 'information')),
        profile text NOT NULL,
        state text NOT NULL,
        inbox_sequence bigint NOT NULL,
        due_at timestamptz NOT NULL,
        routed_at timestamptz NOT NULL,
        delivery_state text NOT NULL CHECK (delivery_state IN ('no_endpoint', 'pending', 'held', 'delivered', 'exhausted')),
        delivery_attempts integer NOT NULL,
        last_attempt_at timestamptz,
        delivered_at timestamptz,
        delivered_via text CHECK (delivered_via IN ('webhook', 'poll', 'mail')),
        acknowledged_at timestamptz,
        receipt_id uuid,
        decided_at timestamptz,
        decision text,
        reason text,
        outcome text,
        data_key bytea,
        release_sealed bytea,
        released_fields text[] NOT NULL,
        next_step text,
        next_step_at timestamptz,
        version integer NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (message_id, organisation_id),
        UNIQUE (organisation_id, inbox_sequence),
        CHECK ((acknowledged_at IS NULL) = (receipt_id IS NULL)),
        CHECK ((decided_at IS NULL) = (decision IS NULL))
      )`);
    await runner.query(`CREATE INDEX recipients_due_step ON recipients (next_step_at) WHERE next_step_at IS NOT NULL`);
    await protect(runner, 'recipients', { sees: BETWEEN_ROWS, updates: BETWEEN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON recipients TO liaison_worker`);
    await runner.query(`GRANT SELECT ON recipients TO liaison_api`);
    await runner.query(`
      GRANT UPDATE (state, delivery_state, delivered_at, delivered_via, acknowledged_at, receipt_id, decided_at, decision, reason, outcome,
                    next_step, next_step_at, version, updated_at) ON recipients TO liaison_api`);

    // Numbers each body's inbox without gaps; the row is locked only while recipients are written.
    await runner.query(`
      CREATE TABLE inbox_counters (
        organisation_id uuid PRIMARY KEY REFERENCES organisations (id),
        last_sequence bigint NOT NULL
      )`);
    await protect(runner, 'inbox_counters', undefined);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON inbox_counters TO liaison_worker`);

    await runner.query(`
      CREATE TABLE routing_decisions (
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        outcome text NOT NULL,
        capacity text,
        profile text,
        reasons jsonb NOT NULL,
        rule_set_version integer NOT NULL,
        PRIMARY KEY (message_id, organisation_id)
      )`);
    await protect(runner, 'routing_decisions', { sees: SENDER });
    await runner.query(`GRANT SELECT ON routing_decisions TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT ON routing_decisions TO liaison_worker`);

    await runner.query(`
      CREATE TABLE message_events (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL REFERENCES messages (id),
        sender_id uuid NOT NULL REFERENCES organisations (id),
        recipient_id uuid REFERENCES recipients (id),
        organisation_id uuid REFERENCES organisations (id),
        event text NOT NULL,
        from_state text,
        to_state text,
        actor_id uuid REFERENCES organisations (id),
        detail jsonb NOT NULL,
        note_sealed bytea,
        at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX message_events_by_message ON message_events (message_id, id)`);
    await protect(runner, 'message_events', { sees: BETWEEN_ROWS, inserts: 'actor_id = app_body()' });
    await runner.query(`GRANT SELECT, INSERT ON message_events TO liaison_api, liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE message_events, routing_decisions, inbox_counters, recipients, messages`);
    await runner.query(`DROP SEQUENCE message_reference`);
  }
}
