import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BETWEEN_ROWS, protect } from './row-level-security';

/** What a figure of acknowledgement looks at. Delivery is not among it: its writes do not so much as look at the trigger. */
const COUNTED = [
  ...['state', 'acknowledged_at', 'decided_at', 'due_at', 'routed_at', 'capacity', 'kind', 'priority'],
  ...['message_status', 'sender_id', 'organisation_id', 'operation_id'],
];

/** Kept from everybody who was not let know of it: it is in no tally, which could not ask who is. */
const BEHIND_THE_WALL = `'accountability-notice'`;

/**
 * How the recipients of a day, a week or a month answered, counted ahead, so that figures of a long period need not look at
 * each of them; and which days are to be counted again (ADR 46). They start empty: the tracking worker fills them.
 */
export class AnswerTallies1790000049300 implements MigrationInterface {
  name = 'AnswerTallies1790000049300';

  async up(runner: QueryRunner): Promise<void> {
    await this.makeTallies(runner);
    await this.makeStates(runner);
    await this.noteChanges(runner);
  }

  /** Seen as the recipients are that they count: by the two bodies, in the operations that a person is held to. */
  private async makeTallies(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE answer_tallies (
        operation_id text NOT NULL,
        grain text NOT NULL CHECK (grain IN ('day', 'week', 'month')),
        first_day date NOT NULL,
        sender_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind <> ${BEHIND_THE_WALL}),
        priority text NOT NULL,
        recipients integer NOT NULL CHECK (recipients > 0),
        acknowledged integer NOT NULL,
        decided integer NOT NULL,
        taken_back integer NOT NULL,
        overdue integer NOT NULL,
        due integer NOT NULL,
        no_response integer NOT NULL,
        decision_due integer NOT NULL,
        acknowledged_without_decision integer NOT NULL,
        to_acknowledge bytea NOT NULL,
        to_decide bytea NOT NULL,
        PRIMARY KEY (operation_id, grain, first_day, sender_id, organisation_id, kind, priority)
      )`);
    for (const [name, body] of [
      ['sender', 'sender_id'],
      ['body', 'organisation_id'],
    ])
      await runner.query(
        `CREATE INDEX answer_tallies_by_${name} ON answer_tallies (${body}, operation_id, grain, first_day)`,
      );
    await protect(runner, 'answer_tallies', { sees: BETWEEN_ROWS });
    await runner.query(`
      CREATE POLICY api_operations ON answer_tallies AS RESTRICTIVE FOR ALL TO liaison_api
      USING (CASE WHEN NULLIF(current_setting('app.operations', true), '') IS NULL THEN true
             ELSE operation_id = ANY (app_operations()) END)`);
    await runner.query(`
      CREATE POLICY api_need_to_know ON answer_tallies AS RESTRICTIVE FOR ALL TO liaison_api
      USING (kind <> ${BEHIND_THE_WALL})`);
    await runner.query(`GRANT SELECT ON answer_tallies TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON answer_tallies TO liaison_worker`);
  }

  /** How far the tallies of an operation are, and by which days and kinds they were counted. */
  private async makeStates(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE answer_tally_states (
        operation_id text PRIMARY KEY,
        basis text NOT NULL,
        filling uuid NOT NULL,
        judged_at timestamptz NOT NULL,
        as_of timestamptz
      )`);
    await protect(runner, 'answer_tally_states', { sees: 'app_body() IS NOT NULL' });
    await runner.query(`GRANT SELECT ON answer_tally_states TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON answer_tally_states TO liaison_worker`);
  }

  /**
   * A line for each time of routing of which a recipient changed: without a key, so that nobody waits for anybody, and in the
   * transaction of the change, so that there is no change without it. `since` says from when on it is to be counted again.
   */
  private async noteChanges(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE answer_changes (
        operation_id text NOT NULL,
        routed_at timestamptz NOT NULL,
        since timestamptz NOT NULL DEFAULT '-infinity'
      )`);
    await protect(runner, 'answer_changes', undefined);
    await runner.query(`GRANT SELECT, INSERT, DELETE ON answer_changes TO liaison_worker`);
    await runner.query(`
      CREATE FUNCTION note_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO answer_changes (operation_id, routed_at)
        SELECT DISTINCT operation_id, routed_at FROM changed WHERE message_status = 'actual';
        RETURN NULL;
      END $$`);
    for (const [event, rows] of [
      ['INSERT', 'NEW'],
      ['DELETE', 'OLD'],
    ])
      await runner.query(`
        CREATE TRIGGER note_${event?.toLowerCase()} AFTER ${event} ON recipients REFERENCING ${rows} TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION note_recipients()`);
    // A body changes its recipients itself, and may not write here.
    await runner.query(`
      CREATE FUNCTION note_recipient() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      BEGIN
        INSERT INTO answer_changes (operation_id, routed_at) VALUES (NEW.operation_id, NEW.routed_at);
        IF (OLD.operation_id, OLD.routed_at) IS DISTINCT FROM (NEW.operation_id, NEW.routed_at) THEN
          INSERT INTO answer_changes (operation_id, routed_at) VALUES (OLD.operation_id, OLD.routed_at);
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION note_recipient() OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION note_recipient() FROM PUBLIC`);
    const row = (which: string): string => `(${COUNTED.map((column) => `${which}.${column}`).join(', ')})`;
    await runner.query(`
      CREATE TRIGGER note_update AFTER UPDATE OF ${COUNTED.join(', ')} ON recipients FOR EACH ROW
      WHEN ((OLD.message_status = 'actual' OR NEW.message_status = 'actual') AND ${row('OLD')} IS DISTINCT FROM ${row('NEW')})
      EXECUTE FUNCTION note_recipient()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of ['insert', 'update', 'delete']) await runner.query(`DROP TRIGGER note_${event} ON recipients`);
    await runner.query(`DROP FUNCTION note_recipients(), note_recipient()`);
    await runner.query(`DROP TABLE answer_changes, answer_tally_states, answer_tallies`);
  }
}
