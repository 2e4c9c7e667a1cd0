import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** What the hub shows to a receiver that asks who it is: a client certificate, an OAuth2 client. One of each at most. */
export class EndpointCredentials1790000018000 implements MigrationInterface {
  name = 'EndpointCredentials1790000018000';

  async up(runner: QueryRunner): Promise<void> {
    // A new credential is a new row with a new id: what was made with the one before is known by it.
    await runner.query(`
      CREATE TABLE endpoint_credentials (
        id uuid NOT NULL UNIQUE,
        endpoint_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('client_certificate', 'oauth2')),
        facts jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object'),
        secret_sealed bytea NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (endpoint_id, kind),
        FOREIGN KEY (endpoint_id, organisation_id) REFERENCES webhook_endpoints (id, organisation_id)
      )`);
    await protect(runner, 'endpoint_credentials', { sees: OWN_ROWS, inserts: OWN_ROWS, deletes: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, DELETE ON endpoint_credentials TO liaison_api`);
    await runner.query(`GRANT SELECT ON endpoint_credentials TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE endpoint_credentials`);
  }
}
