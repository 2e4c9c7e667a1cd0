import type { MigrationInterface, QueryRunner } from 'typeorm';
import { workerFunction } from './worker-function';

const FIND = 'find_access_token(bytea)';

/** A client may bind itself to sign each request (RFC 9421): its token alone is of no use then. */
export class SignedRequests1790000045300 implements MigrationInterface {
  name = 'SignedRequests1790000045300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE oauth_clients ADD COLUMN signs_requests boolean NOT NULL DEFAULT false`);
    await runner.query(`DROP FUNCTION ${FIND}`);
    await workerFunction(
      runner,
      FIND,
      `CREATE FUNCTION find_access_token(wanted bytea)
       RETURNS TABLE (client_id uuid, organisation_id uuid, slug text, scopes text[], operations text[],
                      allowed_addresses cidr[], expires_at timestamptz, revoked_at timestamptz, jwks jsonb,
                      signs_requests boolean)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT c.id, c.organisation_id, o.slug, t.scopes, c.operations, c.allowed_addresses,
                    least(t.expires_at, c.expires_at), c.revoked_at, c.jwks, c.signs_requests
             FROM oauth_tokens t JOIN oauth_clients c ON c.id = t.client_id
             JOIN organisations o ON o.id = c.organisation_id WHERE t.hash = wanted $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${FIND}`);
    await workerFunction(
      runner,
      FIND,
      `CREATE FUNCTION find_access_token(wanted bytea)
       RETURNS TABLE (client_id uuid, organisation_id uuid, slug text, scopes text[], operations text[],
                      allowed_addresses cidr[], expires_at timestamptz, revoked_at timestamptz)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT c.id, c.organisation_id, o.slug, t.scopes, c.operations, c.allowed_addresses,
                    least(t.expires_at, c.expires_at), c.revoked_at
             FROM oauth_tokens t JOIN oauth_clients c ON c.id = t.client_id
             JOIN organisations o ON o.id = c.organisation_id WHERE t.hash = wanted $$`,
    );
    await runner.query(`ALTER TABLE oauth_clients DROP COLUMN signs_requests`);
  }
}
