import type { MigrationInterface, QueryRunner } from 'typeorm';

const REFERENCES = {
  consents: 'data_key',
  attachments: 'data_key',
  endpoint_secrets: 'secret_sealed',
  endpoint_credentials: 'secret_sealed',
} as const;

/** Data keys lie in the key store: the workers take along those that the master key alone wrapped. */
export class KeyStore1790000028000 implements MigrationInterface {
  name = 'KeyStore1790000028000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of Object.entries(REFERENCES))
      await runner.query(`GRANT UPDATE (${column}) ON ${table} TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of Object.entries(REFERENCES))
      await runner.query(`REVOKE UPDATE (${column}) ON ${table} FROM liaison_worker`);
  }
}
