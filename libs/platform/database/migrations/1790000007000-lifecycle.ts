import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the whole lifecycle needs: deliveries that were overtaken by a recall, and finding what is to be closed. */
export class Lifecycle1790000007000 implements MigrationInterface {
  name = 'Lifecycle1790000007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check`);
    await runner.query(`
      ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check
      CHECK (state IN ('pending', 'held', 'delivered', 'exhausted', 'superseded'))`);
    await runner.query(`ALTER TABLE recipients DROP CONSTRAINT recipients_delivery_state_check`);
    await runner.query(`
      ALTER TABLE recipients ADD CONSTRAINT recipients_delivery_state_check
      CHECK (delivery_state IN ('no_endpoint', 'pending', 'held', 'delivered', 'exhausted', 'superseded'))`);
    await runner.query(`
      CREATE INDEX recipients_to_close ON recipients (updated_at) WHERE state IN ('completed', 'failed', 'cancelled', 'onward_referred')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX recipients_to_close`);
    await runner.query(`UPDATE recipients SET delivery_state = 'held' WHERE delivery_state = 'superseded'`);
    await runner.query(`ALTER TABLE recipients DROP CONSTRAINT recipients_delivery_state_check`);
    await runner.query(`
      ALTER TABLE recipients ADD CONSTRAINT recipients_delivery_state_check
      CHECK (delivery_state IN ('no_endpoint', 'pending', 'held', 'delivered', 'exhausted'))`);
    await runner.query(`UPDATE deliveries SET state = 'exhausted' WHERE state = 'superseded'`);
    await runner.query(`ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check`);
    await runner.query(`
      ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check
      CHECK (state IN ('pending', 'held', 'delivered', 'exhausted'))`);
  }
}
