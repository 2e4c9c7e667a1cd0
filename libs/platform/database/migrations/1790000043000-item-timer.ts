import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long a meeting spent on each item: since when it is dealt with, and what it took before that. */
export class ItemTimer1790000043000 implements MigrationInterface {
  name = 'ItemTimer1790000043000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE agenda_items
        ADD started_at timestamptz,
        ADD running_since timestamptz,
        ADD ended_at timestamptz,
        ADD seconds_spent integer NOT NULL DEFAULT 0 CHECK (seconds_spent >= 0),
        ADD CONSTRAINT agenda_items_timer CHECK (
          CASE WHEN started_at IS NULL THEN running_since IS NULL AND ended_at IS NULL AND seconds_spent = 0
          ELSE (running_since IS NULL) = (ended_at IS NOT NULL) END)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE agenda_items DROP CONSTRAINT agenda_items_timer, DROP started_at, DROP running_since, DROP ended_at,
        DROP seconds_spent`);
  }
}
