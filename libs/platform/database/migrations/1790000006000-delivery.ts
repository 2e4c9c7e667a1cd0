import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** Webhook endpoints, their secrets, deliveries per endpoint, and attempts (partitioned by time). */
export class Delivery1790000006000 implements MigrationInterface {
  name = 'Delivery1790000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_endpoints (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        url text NOT NULL CHECK (length(url) <= 2048),
        description text,
        event_types text[],
        state text NOT NULL CHECK (state IN ('active', 'paused', 'disabled', 'deleted')),
        disabled_reason text,
        max_in_flight integer NOT NULL DEFAULT 64 CHECK (max_in_flight BETWEEN 1 AND 256),
        failing_since timestamptz,
        consecutive_failures integer NOT NULL DEFAULT 0,
        not_before timestamptz,
        lane_token uuid,
        lane_until timestamptz,
        lane_woken boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        UNIQUE (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX webhook_endpoints_by_organisation ON webhook_endpoints (organisation_id)`);
    await protect(runner, 'webhook_endpoints', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON webhook_endpoints TO liaison_api`);
    await runner.query(`GRANT SELECT, UPDATE ON webhook_endpoints TO liaison_worker`);

    await runner.query(`
      CREATE TABLE endpoint_secrets (
        id uuid PRIMARY KEY,
        endpoint_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        scheme text NOT NULL CHECK (scheme IN ('v1', 'v1a')),
        secret_sealed bytea NOT NULL,
        public_key text,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        FOREIGN KEY (endpoint_id, organisation_id) REFERENCES webhook_endpoints (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX endpoint_secrets_by_endpoint ON endpoint_secrets (endpoint_id)`);
    await protect(runner, 'endpoint_secrets', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON endpoint_secrets TO liaison_api`);
    await runner.query(`GRANT UPDATE (expires_at) ON endpoint_secrets TO liaison_api`);
    await runner.query(`GRANT SELECT ON endpoint_secrets TO liaison_worker`);

    // Public keys are public: the JWKS address reads them without a body.
    await runner.query(`
      CREATE FUNCTION webhook_public_keys() RETURNS TABLE (id uuid, public_key text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$ SELECT id, public_key FROM endpoint_secrets
            WHERE public_key IS NOT NULL AND (expires_at IS NULL OR expires_at > now()) ORDER BY id $$`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION webhook_public_keys() OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION webhook_public_keys() FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION webhook_public_keys() TO liaison_api`);

    await runner.query(`
      CREATE TABLE endpoint_threads (
        endpoint_id uuid NOT NULL,
        thread_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        last_sequence integer NOT NULL,
        PRIMARY KEY (endpoint_id, thread_id),
        FOREIGN KEY (endpoint_id, organisation_id) REFERENCES webhook_endpoints (id, organisation_id)
      )`);
    await protect(runner, 'endpoint_threads', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON endpoint_threads TO liaison_api, liaison_worker`);

    await runner.query(`
      CREATE TABLE deliveries (
        id uuid PRIMARY KEY,
        endpoint_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        event_type text NOT NULL,
        dedupe_key text NOT NULL,
        message_id uuid,
        recipient_id uuid,
        thread_id uuid NOT NULL,
        sequence integer NOT NULL,
        body text NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'held', 'delivered', 'exhausted')),
        attempts integer NOT NULL,
        next_attempt_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        last_attempt_at timestamptz,
        delivered_at timestamptz,
        UNIQUE (endpoint_id, dedupe_key),
        UNIQUE (endpoint_id, thread_id, sequence),
        FOREIGN KEY (endpoint_id, organisation_id) REFERENCES webhook_endpoints (id, organisation_id)
      )`);
    await runner.query(
      `CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_attempt_at, id) WHERE state = 'pending'`,
    );
    await runner.query(
      `CREATE INDEX deliveries_open_thread ON deliveries (endpoint_id, thread_id, sequence) WHERE state IN ('pending', 'held')`,
    );
    await runner.query(`CREATE INDEX deliveries_by_recipient ON deliveries (recipient_id)`);
    await protect(runner, 'deliveries', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON deliveries TO liaison_api`);
    await runner.query(`GRANT UPDATE (state, next_attempt_at) ON deliveries TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON deliveries TO liaison_worker`);

    await runner.query(`
      CREATE TABLE delivery_attempts (
        delivery_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        endpoint_id uuid NOT NULL,
        attempt integer NOT NULL,
        started_at timestamptz NOT NULL,
        duration_ms integer NOT NULL,
        outcome text NOT NULL,
        status smallint,
        fault text,
        excerpt text,
        PRIMARY KEY (delivery_id, attempt, started_at)
      ) PARTITION BY RANGE (started_at)`);
    await runner.query(
      `CREATE INDEX delivery_attempts_by_endpoint ON delivery_attempts (endpoint_id, started_at DESC)`,
    );
    await protect(runner, 'delivery_attempts', { sees: OWN_ROWS });
    await runner.query(`GRANT SELECT ON delivery_attempts TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT ON delivery_attempts TO liaison_worker`);
    // Rows of a month without its partition land here, so that an attempt is never lost for want of one.
    await runner.query(`CREATE TABLE delivery_attempts_default PARTITION OF delivery_attempts DEFAULT`);
    await protect(runner, 'delivery_attempts_default', undefined);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION webhook_public_keys()`);
    await runner.query(
      `DROP TABLE delivery_attempts, deliveries, endpoint_threads, endpoint_secrets, webhook_endpoints`,
    );
  }
}
