import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Written with each message, or more often: the columns by which they name bodies and operations. */
const NAMING: Readonly<Record<string, readonly (readonly [column: string, table: 'organisations' | 'operations'])[]>> =
  {
    consents: [
      ['organisation_id', 'organisations'],
      ['operation_id', 'operations'],
    ],
    evidence_entries: [
      ['actor_id', 'organisations'],
      ['organisation_id', 'organisations'],
      ['sender_id', 'organisations'],
    ],
    idempotency_keys: [['organisation_id', 'organisations']],
    message_events: [
      ['actor_id', 'organisations'],
      ['organisation_id', 'organisations'],
      ['sender_id', 'organisations'],
    ],
    outbox: [['organisation_id', 'organisations']],
    recipients: [
      ['organisation_id', 'organisations'],
      ['sender_id', 'organisations'],
      ['operation_id', 'operations'],
    ],
    routing_decisions: [
      ['organisation_id', 'organisations'],
      ['sender_id', 'organisations'],
    ],
  };

/**
 * A body or an operation that was ever in the directory stays there under its id: who named it does not look whether it is
 * there, row by row (ADR 45).
 */
export class KeptNames1790000049000 implements MigrationInterface {
  name = 'KeptNames1790000049000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'records name the rows of %: none goes, and none gets another id', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation'; END $$`);
    for (const table of ['organisations', 'operations']) {
      await runner.query(`
        CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE OR UPDATE OF id ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()`);
      await runner.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER kept`);
    }
    for (const [table, columns] of Object.entries(NAMING)) {
      const dropped = columns.map(([column]) => `DROP CONSTRAINT ${table}_${column}_fkey`);
      await runner.query(`ALTER TABLE ${table} ${dropped.join(', ')}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(NAMING)) {
      const added = columns.map(([column, named]) => `ADD FOREIGN KEY (${column}) REFERENCES ${named} (id)`);
      await runner.query(`ALTER TABLE ${table} ${added.join(', ')}`);
    }
    for (const table of ['organisations', 'operations']) await runner.query(`DROP TRIGGER kept ON ${table}`);
    await runner.query(`DROP FUNCTION refuse_removal()`);
  }
}
