import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who made a key or registered a client: two keys that one person made are not two persons. */
export class MakersOfKeys1790000045200 implements MigrationInterface {
  name = 'MakersOfKeys1790000045200';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['api_keys', 'oauth_clients'])
      await runner.query(`ALTER TABLE ${table} ADD COLUMN made_by uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['oauth_clients', 'api_keys']) await runner.query(`ALTER TABLE ${table} DROP COLUMN made_by`);
  }
}
