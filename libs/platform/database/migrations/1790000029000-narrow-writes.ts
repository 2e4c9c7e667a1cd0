import type { MigrationInterface, QueryRunner } from 'typeorm';

const INSERTS_MESSAGE = `id, operation_id, kind, kind_version, sender_id, message_status, distribution, state, priority, thread_id,
  in_reply_to, supersedes, onward_of, language, marks, subject, areas, expires_at, keywords, addressees, data_key, body_sealed,
  import_key, version, created_at, updated_at`;
const CHANGES_MESSAGE = `state, priority, message_status, addressees, keywords, language, data_key, body_sealed, consent_id,
  rule_set_version, sent_at, version, updated_at`;
const CHANGES_ENDPOINT = `url, description, event_types, state, paused_once_verified, max_in_flight, rate_limit, verified_at,
  verification_tries, verification_tries_since, disabled_reason, consecutive_failures, failing_since, failure_warned, not_before,
  payload, encryption_key, version, updated_at`;

/** What a body's message may refer to: one that it sent or was sent. */
const KNOWN = (id: string): string => `
  (EXISTS (SELECT FROM messages k WHERE k.id = messages.${id} AND k.sender_id = app_body())
   OR EXISTS (SELECT FROM recipients k WHERE k.message_id = messages.${id} AND k.organisation_id = app_body()))`;
const IN_THREAD = (id: string): string => `
  (EXISTS (SELECT FROM messages k WHERE k.id = messages.${id} AND k.sender_id = app_body() AND k.thread_id = messages.thread_id)
   OR EXISTS (SELECT FROM recipients k WHERE k.message_id = messages.${id} AND k.organisation_id = app_body()
                AND k.thread_id = messages.thread_id))`;
/** The subject of an entry of evidence is a message or one recipient's part in it. */
const SHARED = (between: string): string => `
  (EXISTS (SELECT FROM recipients k WHERE k.message_id = evidence_entries.subject_id AND ${between})
   OR EXISTS (SELECT FROM recipients k WHERE k.id = evidence_entries.subject_id AND ${between}))`;

/** What a body may write anew, by table: before, and from now on. */
const INSERTS: Readonly<Record<string, readonly [before: string, now: string]>> = {
  messages: [
    'sender_id = app_body()',
    // A draft, which takes up nothing that its sender does not know: no thread, no case, no question of others.
    `sender_id = app_body() AND state = 'draft'
     AND (in_reply_to IS NULL OR ${KNOWN('in_reply_to')})
     AND (supersedes IS NULL OR EXISTS (SELECT FROM messages k WHERE k.id = messages.supersedes AND k.sender_id = app_body()))
     AND (onward_of IS NULL OR EXISTS (SELECT FROM recipients k WHERE k.message_id = messages.onward_of AND k.organisation_id = app_body()))
     AND (thread_id = id OR ${IN_THREAD('in_reply_to')} OR ${IN_THREAD('supersedes')})`,
  ],
  message_events: [
    'actor_id = app_body()',
    // A line about one's own message, or about one's own part in another's; with the sender and recipient that it really has.
    `actor_id = app_body() AND CASE WHEN recipient_id IS NULL
       THEN sender_id = app_body() AND organisation_id IS NULL
        AND EXISTS (SELECT FROM messages k WHERE k.id = message_events.message_id AND k.sender_id = app_body())
       ELSE app_body() IN (sender_id, organisation_id)
        AND EXISTS (SELECT FROM recipients k WHERE k.id = message_events.recipient_id AND k.message_id = message_events.message_id
                      AND k.sender_id = message_events.sender_id AND k.organisation_id = message_events.organisation_id)
       END`,
  ],
  outbox: [
    'organisation_id = app_body()',
    // What a recipient did is told by the recipient, all else by the sender; reminders are the hub's own.
    `organisation_id = app_body() AND topic <> 'recipient.reminder' AND CASE
       WHEN topic IN ('recipient.acknowledged', 'recipient.decided', 'recipient.progressed')
         OR topic = 'recipient.reopened' AND detail ->> 'by' = 'recipient'
       THEN EXISTS (SELECT FROM recipients k WHERE k.id = outbox.recipient_id AND k.message_id = outbox.message_id
                      AND k.thread_id = outbox.thread_id AND k.organisation_id = app_body())
       ELSE EXISTS (SELECT FROM messages k WHERE k.id = outbox.message_id AND k.thread_id = outbox.thread_id AND k.sender_id = app_body())
        AND (recipient_id IS NULL
          OR EXISTS (SELECT FROM recipients k WHERE k.id = outbox.recipient_id AND k.message_id = outbox.message_id))
       END`,
  ],
  evidence_entries: [
    'actor_id = app_body()',
    // Another body is shown an entry only about what it shares with the one that acted.
    `actor_id = app_body()
     AND (sender_id IS NULL OR sender_id = app_body()
       OR ${SHARED('k.organisation_id = app_body() AND k.sender_id = evidence_entries.sender_id')})
     AND (organisation_id IS NULL OR organisation_id = app_body()
       OR ${SHARED('k.sender_id = app_body() AND k.organisation_id = evidence_entries.organisation_id')}
       OR EXISTS (SELECT FROM release_exceptions k WHERE k.id = evidence_entries.subject_id AND k.sender_id = app_body()
                    AND k.notified_id = evidence_entries.organisation_id))`,
  ],
  release_exceptions: [
    'sender_id = app_body()',
    `sender_id = app_body() AND state = 'requested' AND organisation_id <> app_body() AND notified_id IS NULL
     AND recipient_id IS NULL AND EXISTS (SELECT FROM messages k WHERE k.id = release_exceptions.message_id AND k.sender_id = app_body())`,
  ],
};

/**
 * What only the use cases prevented, the record prevents: a body's context, however it came to be, writes nothing in
 * another body's name or place.
 */
export class NarrowWrites1790000029000 implements MigrationInterface {
  name = 'NarrowWrites1790000029000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, [, now]] of Object.entries(INSERTS)) await letInsert(runner, table, now);
    await runner.query(`REVOKE INSERT, UPDATE ON messages FROM liaison_api`);
    await runner.query(`GRANT INSERT (${INSERTS_MESSAGE}, reference) ON messages TO liaison_api`);
    await runner.query(`GRANT UPDATE (${CHANGES_MESSAGE}) ON messages TO liaison_api`);
    await runner.query(`REVOKE INSERT ON outbox FROM liaison_api`);
    await runner.query(
      `GRANT INSERT (topic, thread_id, message_id, recipient_id, organisation_id, detail) ON outbox TO liaison_api`,
    );
    await runner.query(`REVOKE UPDATE ON webhook_endpoints FROM liaison_api`);
    await runner.query(`GRANT UPDATE (${CHANGES_ENDPOINT}) ON webhook_endpoints TO liaison_api`);
    await runner.query(`REVOKE UPDATE ON endpoint_threads FROM liaison_api`);
    await runner.query(`GRANT UPDATE (last_sequence) ON endpoint_threads TO liaison_api`);
    await runner.query(`REVOKE UPDATE ON idempotency_keys FROM liaison_api`);
    await runner.query(`DROP POLICY api_updates ON idempotency_keys`);
    // Withdrawn is withdrawn for good.
    await runner.query(`DROP POLICY api_updates ON consents`);
    await runner.query(`
      CREATE POLICY api_updates ON consents FOR UPDATE TO liaison_api
      USING (organisation_id = app_body()) WITH CHECK (organisation_id = app_body() AND state = 'withdrawn')`);

    await this.guardRecipients(runner);
    await this.guardMessages(runner);
    await this.guardWaiting(runner);
  }

  /** Policies see a row before or after, not both: who may change which fact is a trigger's matter. It holds for bodies. */
  private async guardRecipients(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION recipient_may_move(before text, after text, by_sender boolean, by_recipient boolean) RETURNS boolean
      LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT by_recipient AND (before, after) IN (
            ('pending', 'acknowledged'), ('pending', 'accepted'), ('pending', 'declined'), ('pending', 'onward_referred'),
            ('pending', 'completed'), ('pending', 'in_progress'),
            ('acknowledged', 'accepted'), ('acknowledged', 'declined'), ('acknowledged', 'onward_referred'),
            ('acknowledged', 'completed'), ('acknowledged', 'in_progress'),
            ('accepted', 'in_progress'), ('accepted', 'on_hold'), ('accepted', 'completed'), ('accepted', 'failed'),
            ('in_progress', 'on_hold'), ('in_progress', 'completed'), ('in_progress', 'failed'),
            ('on_hold', 'in_progress'), ('on_hold', 'completed'), ('on_hold', 'failed'),
            ('cancel_requested', 'cancelled'), ('recalled', 'recall_confirmed'), ('closed', 'acknowledged'))
          OR by_sender AND (before, after) IN (
            ('pending', 'cancelled'), ('acknowledged', 'cancel_requested'), ('accepted', 'cancel_requested'),
            ('in_progress', 'cancel_requested'), ('on_hold', 'cancel_requested'),
            ('acknowledged', 'closed'), ('declined', 'closed'), ('onward_referred', 'closed'), ('completed', 'closed'),
            ('failed', 'closed'), ('cancelled', 'closed'), ('closed', 'acknowledged'))
          OR by_sender AND after = 'recalled' AND before NOT IN ('recalled', 'recall_confirmed') $$`);
    await runner.query(`
      CREATE FUNCTION guard_recipient() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        by_sender boolean := OLD.sender_id = app_body();
        by_recipient boolean := OLD.organisation_id = app_body();
      BEGIN
        IF NOT by_recipient AND
          (OLD.acknowledged_at, OLD.receipt_id, OLD.decided_at, OLD.decision, OLD.reason, OLD.outcome, OLD.delivered_at,
           OLD.delivered_via, OLD.delivery_state) IS DISTINCT FROM
          (NEW.acknowledged_at, NEW.receipt_id, NEW.decided_at, NEW.decision, NEW.reason, NEW.outcome, NEW.delivered_at,
           NEW.delivered_via, NEW.delivery_state)
        THEN RAISE EXCEPTION 'delivered, acknowledged, decided and outcome are the recipient''s facts'
          USING ERRCODE = 'insufficient_privilege'; END IF;
        IF OLD.receipt_id IS NOT NULL AND (OLD.receipt_id, OLD.acknowledged_at) IS DISTINCT FROM (NEW.receipt_id, NEW.acknowledged_at)
        THEN RAISE EXCEPTION 'an acknowledgement stands' USING ERRCODE = 'insufficient_privilege'; END IF;
        IF NOT by_sender AND OLD.withheld_at IS NOT NULL AND NEW.withheld_at IS DISTINCT FROM OLD.withheld_at
        THEN RAISE EXCEPTION 'what was taken back is given back by its sender' USING ERRCODE = 'insufficient_privilege'; END IF;
        IF OLD.state <> NEW.state THEN
          IF NOT recipient_may_move(OLD.state, NEW.state, by_sender, by_recipient)
          THEN RAISE EXCEPTION 'no move from % to % of this body', OLD.state, NEW.state
            USING ERRCODE = 'insufficient_privilege'; END IF;
        ELSIF
          (OLD.next_step, OLD.next_step_at, OLD.decision_due_at, OLD.decision, OLD.decided_at, OLD.reason, OLD.outcome,
           OLD.receipt_id, OLD.quiet_since, OLD.held_at, OLD.withheld_at) IS DISTINCT FROM
          (NEW.next_step, NEW.next_step_at, NEW.decision_due_at, NEW.decision, NEW.decided_at, NEW.reason, NEW.outcome,
           NEW.receipt_id, NEW.quiet_since, NEW.held_at, NEW.withheld_at)
        THEN RAISE EXCEPTION 'deadlines and facts change with the state only' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER guard BEFORE UPDATE ON recipients FOR EACH ROW WHEN (app_body() IS NOT NULL)
      EXECUTE FUNCTION guard_recipient()`);
  }

  private async guardMessages(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION message_may_move(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT (before, after) IN (('draft', 'submitted'), ('draft', 'entered_in_error'), ('submitted', 'cancelled'),
          ('submitted', 'withdrawn'), ('submitted', 'entered_in_error'), ('routed', 'withdrawn')) $$`);
    await runner.query(`
      CREATE FUNCTION guard_message() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state <> NEW.state AND NOT message_may_move(OLD.state, NEW.state)
        THEN RAISE EXCEPTION 'no move from % to % of a sender', OLD.state, NEW.state
          USING ERRCODE = 'insufficient_privilege'; END IF;
        -- What was sent stays as it was sent, or is erased.
        IF OLD.state <> 'draft' AND
          ((OLD.priority, OLD.message_status, OLD.addressees, OLD.keywords, OLD.language, OLD.consent_id, OLD.rule_set_version,
            OLD.sent_at) IS DISTINCT FROM
           (NEW.priority, NEW.message_status, NEW.addressees, NEW.keywords, NEW.language, NEW.consent_id, NEW.rule_set_version,
            NEW.sent_at)
           OR NEW.body_sealed IS DISTINCT FROM OLD.body_sealed AND NEW.body_sealed IS NOT NULL
           OR NEW.data_key IS DISTINCT FROM OLD.data_key AND NEW.data_key IS NOT NULL)
        THEN RAISE EXCEPTION 'a message that was sent does not change' USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER guard BEFORE UPDATE ON messages FOR EACH ROW WHEN (app_body() IS NOT NULL)
      EXECUTE FUNCTION guard_message()`);
  }

  /**
   * Afterwards, since a delivery and its place in the queue are written by one statement; and by its name before the foreign
   * keys, which would tell of a delivery whether it exists.
   */
  private async guardWaiting(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION guard_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM deliveries d WHERE d.id = NEW.delivery_id AND d.endpoint_id = NEW.endpoint_id
                         AND d.organisation_id = app_body() AND d.thread_id = NEW.thread_id AND d.sequence = NEW.sequence)
        THEN RAISE EXCEPTION 'no delivery of this endpoint' USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER "0_guard" AFTER INSERT ON waiting_deliveries FOR EACH ROW WHEN (app_body() IS NOT NULL)
      EXECUTE FUNCTION guard_waiting()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER "0_guard" ON waiting_deliveries`);
    for (const table of ['messages', 'recipients']) await runner.query(`DROP TRIGGER guard ON ${table}`);
    await runner.query(`DROP FUNCTION guard_waiting(), guard_message(), guard_recipient()`);
    await runner.query(`DROP FUNCTION message_may_move(text, text), recipient_may_move(text, text, boolean, boolean)`);
    await runner.query(`DROP POLICY api_updates ON consents`);
    for (const table of ['consents', 'idempotency_keys'])
      await runner.query(`
        CREATE POLICY api_updates ON ${table} FOR UPDATE TO liaison_api
        USING (organisation_id = app_body()) WITH CHECK (organisation_id = app_body())`);
    await runner.query(`REVOKE INSERT (${INSERTS_MESSAGE}, reference) ON messages FROM liaison_api`);
    await runner.query(`REVOKE UPDATE (${CHANGES_MESSAGE}) ON messages FROM liaison_api`);
    await runner.query(`GRANT INSERT, UPDATE ON messages TO liaison_api`);
    await runner.query(
      `REVOKE INSERT (topic, thread_id, message_id, recipient_id, organisation_id, detail) ON outbox FROM liaison_api`,
    );
    await runner.query(`REVOKE ALL ON outbox FROM liaison_worker`);
    await runner.query(`GRANT INSERT ON outbox TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO liaison_worker`);
    await runner.query(`REVOKE UPDATE (${CHANGES_ENDPOINT}) ON webhook_endpoints FROM liaison_api`);
    await runner.query(`REVOKE UPDATE (last_sequence) ON endpoint_threads FROM liaison_api`);
    await runner.query(`GRANT UPDATE ON webhook_endpoints, endpoint_threads, idempotency_keys TO liaison_api`);
    for (const [table, [before]] of Object.entries(INSERTS)) await letInsert(runner, table, before);
  }
}

async function letInsert(runner: QueryRunner, table: string, predicate: string): Promise<void> {
  await runner.query(`DROP POLICY api_inserts ON ${table}`);
  await runner.query(`CREATE POLICY api_inserts ON ${table} FOR INSERT TO liaison_api WITH CHECK (${predicate})`);
}
