import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds what a body sent in a period; what it received is found by its inbox. */
export class Figures1790000008000 implements MigrationInterface {
  name = 'Figures1790000008000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX recipients_by_sender ON recipients (sender_id, routed_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX recipients_by_sender`);
  }
}
