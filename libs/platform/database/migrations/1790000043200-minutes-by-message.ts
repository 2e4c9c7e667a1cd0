import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The digests that go with the message by which minutes are published are found by it. */
export class MinutesByMessage1790000043200 implements MigrationInterface {
  name = 'MinutesByMessage1790000043200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX minutes_renditions_by_message ON minutes_renditions (message_id) WHERE message_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX minutes_renditions_by_message`);
  }
}
