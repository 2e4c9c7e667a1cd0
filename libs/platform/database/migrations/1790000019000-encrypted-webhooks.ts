import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Endpoints may ask for content, encrypted to a public key of their body; deliveries say whether they carry any. */
export class EncryptedWebhooks1790000019000 implements MigrationInterface {
  name = 'EncryptedWebhooks1790000019000';

  async up(runner: QueryRunner): Promise<void> {
    // The last one keeps a private key out, whatever the code above it forgets.
    await runner.query(`
      ALTER TABLE webhook_endpoints
        ADD COLUMN payload text NOT NULL DEFAULT 'thin' CONSTRAINT webhook_endpoints_payload_check
          CHECK (payload IN ('thin', 'encrypted')),
        ADD COLUMN encryption_key jsonb CONSTRAINT webhook_endpoints_key_is_public_check
          CHECK (jsonb_typeof(encryption_key) = 'object' AND encryption_key ?& '{kty,crv,x,kid}'
            AND NOT encryption_key ?| '{d,p,q,dp,dq,qi,oth,k}'),
        ADD CONSTRAINT webhook_endpoints_key_needed_check CHECK (payload = 'thin' OR encryption_key IS NOT NULL)`);
    await runner.query(`ALTER TABLE deliveries ADD COLUMN encrypted boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE deliveries DROP COLUMN encrypted`);
    await runner.query(`ALTER TABLE webhook_endpoints DROP COLUMN payload, DROP COLUMN encryption_key`);
  }
}
