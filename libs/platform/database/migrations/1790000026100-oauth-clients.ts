import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';
import { workerFunction } from './worker-function';

/** Systems that sign in with a key pair of their own: clients, the tokens they are given, and what they used once. */
export class OAuthClients1790000026100 implements MigrationInterface {
  name = 'OAuthClients1790000026100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE oauth_clients (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        jwks jsonb NOT NULL CHECK (jsonb_typeof(jwks -> 'keys') = 'array' AND NOT jsonb_path_exists(jwks, '$.keys[*].d')),
        scopes text[] NOT NULL,
        operations text[] CHECK (cardinality(operations) > 0),
        allowed_addresses cidr[] CHECK (cardinality(allowed_addresses) > 0),
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz,
        UNIQUE (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX oauth_clients_by_organisation ON oauth_clients (organisation_id, id)`);
    await protect(runner, 'oauth_clients', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE (jwks, revoked_at, last_used_at) ON oauth_clients TO liaison_api`);
    await runner.query(`GRANT SELECT ON oauth_clients TO liaison_worker`);

    await runner.query(`
      CREATE TABLE oauth_tokens (
        hash bytea PRIMARY KEY CHECK (length(hash) = 32),
        client_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        FOREIGN KEY (client_id, organisation_id) REFERENCES oauth_clients (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX oauth_tokens_by_end ON oauth_tokens (expires_at)`);
    await protect(runner, 'oauth_tokens', { sees: OWN_ROWS, inserts: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON oauth_tokens TO liaison_api`);
    await runner.query(`GRANT SELECT, DELETE ON oauth_tokens TO liaison_worker`);

    await runner.query(`
      CREATE TABLE oauth_assertions (
        client_id uuid NOT NULL,
        jti_hash bytea NOT NULL CHECK (length(jti_hash) = 32),
        organisation_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (client_id, jti_hash),
        FOREIGN KEY (client_id, organisation_id) REFERENCES oauth_clients (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX oauth_assertions_by_end ON oauth_assertions (expires_at)`);
    await protect(runner, 'oauth_assertions', { sees: OWN_ROWS, inserts: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON oauth_assertions TO liaison_api`);
    await runner.query(`GRANT SELECT, DELETE ON oauth_assertions TO liaison_worker`);

    // How often something was asked for lately, by a hash of who asks: no address is kept.
    await runner.query(`
      CREATE TABLE request_rates (
        bucket bytea PRIMARY KEY CHECK (length(bucket) = 32),
        since timestamptz NOT NULL,
        count integer NOT NULL
      )`);
    await protect(runner, 'request_rates', undefined);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON request_rates TO liaison_worker`);
    await workerFunction(
      runner,
      'count_request(bytea, timestamptz, interval)',
      `CREATE FUNCTION count_request(wanted bytea, now timestamptz, span interval)
       RETURNS TABLE (count integer, since timestamptz)
       LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public
       AS $$ INSERT INTO request_rates AS r (bucket, since, count) VALUES (wanted, now, 1)
             ON CONFLICT (bucket) DO UPDATE SET
               count = CASE WHEN r.since <= now - span THEN 1 ELSE r.count + 1 END,
               since = CASE WHEN r.since <= now - span THEN now ELSE r.since END
             RETURNING r.count, r.since $$`,
    );

    // Asked before the body is known: by a client's id, and by the hash of a token of 256 random bits.
    await workerFunction(
      runner,
      'find_oauth_client(uuid)',
      `CREATE FUNCTION find_oauth_client(wanted uuid)
       RETURNS TABLE (id uuid, organisation_id uuid, jwks jsonb, scopes text[], allowed_addresses cidr[],
                      expires_at timestamptz, revoked_at timestamptz)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT c.id, c.organisation_id, c.jwks, c.scopes, c.allowed_addresses, c.expires_at, c.revoked_at
             FROM oauth_clients c WHERE c.id = wanted $$`,
    );
    await workerFunction(
      runner,
      'find_access_token(bytea)',
      `CREATE FUNCTION find_access_token(wanted bytea)
       RETURNS TABLE (client_id uuid, organisation_id uuid, slug text, scopes text[], operations text[],
                      allowed_addresses cidr[], expires_at timestamptz, revoked_at timestamptz)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT c.id, c.organisation_id, o.slug, t.scopes, c.operations, c.allowed_addresses,
                    least(t.expires_at, c.expires_at), c.revoked_at
             FROM oauth_tokens t JOIN oauth_clients c ON c.id = t.client_id
             JOIN organisations o ON o.id = c.organisation_id WHERE t.hash = wanted $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION find_access_token(bytea)`);
    await runner.query(`DROP FUNCTION find_oauth_client(uuid)`);
    await runner.query(`DROP FUNCTION count_request(bytea, timestamptz, interval)`);
    await runner.query(`DROP TABLE request_rates, oauth_assertions, oauth_tokens, oauth_clients`);
  }
}
