import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/**
 * What waits to be sent moves out of the record of deliveries into a thin table of its own, whose rows go when they are
 * done: a delivery without one was delivered, unless the record says how else it ended. Endpoints get an enforced rate.
 */
export class WaitingDeliveries1790000017000 implements MigrationInterface {
  name = 'WaitingDeliveries1790000017000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE waiting_deliveries (
        delivery_id uuid PRIMARY KEY REFERENCES deliveries (id),
        endpoint_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        thread_id uuid NOT NULL,
        sequence integer NOT NULL,
        held boolean NOT NULL,
        attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        next_attempt_at timestamptz NOT NULL,
        FOREIGN KEY (endpoint_id, organisation_id) REFERENCES webhook_endpoints (id, organisation_id)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
    await runner.query(`
      INSERT INTO waiting_deliveries
      SELECT id, endpoint_id, organisation_id, thread_id, sequence, state = 'held', attempts, next_attempt_at
      FROM deliveries WHERE state IN ('pending', 'held')`);
    await runner.query(`
      CREATE INDEX waiting_deliveries_due ON waiting_deliveries (endpoint_id, next_attempt_at, delivery_id) WHERE NOT held`);
    await runner.query(`
      CREATE INDEX waiting_deliveries_by_thread ON waiting_deliveries (endpoint_id, thread_id, sequence)`);
    await protect(runner, 'waiting_deliveries', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON waiting_deliveries TO liaison_api`);
    await runner.query(`GRANT UPDATE (held, next_attempt_at) ON waiting_deliveries TO liaison_api`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON waiting_deliveries TO liaison_worker`);

    await runner.query(`ALTER TABLE deliveries ADD ended text CHECK (ended IN ('exhausted', 'superseded'))`);
    await runner.query(`UPDATE deliveries SET ended = state WHERE state IN ('exhausted', 'superseded')`);
    await runner.query(`REVOKE UPDATE (state, next_attempt_at) ON deliveries FROM liaison_api`);
    await runner.query(`GRANT UPDATE (ended) ON deliveries TO liaison_api`);
    // The partial indexes on the state go with it.
    await runner.query(`
      ALTER TABLE deliveries DROP state, DROP attempts, DROP next_attempt_at, DROP last_attempt_at, DROP delivered_at`);
    await runner.query(`CREATE INDEX deliveries_exhausted ON deliveries (endpoint_id, id) WHERE ended = 'exhausted'`);
    await runner.query(`
      CREATE VIEW delivery_states WITH (security_invoker = true) AS
      SELECT d.id, d.endpoint_id, d.organisation_id, d.event_type, d.message_id, d.recipient_id, d.thread_id, d.sequence, d.created_at,
        CASE WHEN w.delivery_id IS NULL THEN coalesce(d.ended, 'delivered') WHEN w.held THEN 'held' ELSE 'pending' END AS state,
        w.attempts, w.next_attempt_at
      FROM deliveries d LEFT JOIN waiting_deliveries w ON w.delivery_id = d.id`);
    await runner.query(`GRANT SELECT ON delivery_states TO liaison_api, liaison_worker`);

    // Events a second that the endpoint takes; null = no limit. When the next one is allowed by it.
    await runner.query(`
      ALTER TABLE webhook_endpoints ADD rate_limit integer CHECK (rate_limit BETWEEN 1 AND 1000), ADD paced_until timestamptz`);

    // The delivery's facts are written to a recipient soon after it is made: room for them on its page.
    await runner.query(`ALTER TABLE recipients SET (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE recipients RESET (fillfactor)`);
    await runner.query(`ALTER TABLE webhook_endpoints DROP rate_limit, DROP paced_until`);
    await runner.query(`DROP VIEW delivery_states`);
    await runner.query(`
      ALTER TABLE deliveries ADD state text NOT NULL DEFAULT 'delivered' CONSTRAINT deliveries_state_check
          CHECK (state IN ('pending', 'held', 'delivered', 'exhausted', 'superseded')),
        ADD attempts integer NOT NULL DEFAULT 1, ADD next_attempt_at timestamptz NOT NULL DEFAULT now(),
        ADD last_attempt_at timestamptz, ADD delivered_at timestamptz`);
    await runner.query(`
      UPDATE deliveries d SET state = CASE WHEN w.delivery_id IS NULL THEN d.ended WHEN w.held THEN 'held' ELSE 'pending' END,
        attempts = coalesce(w.attempts, d.attempts), next_attempt_at = coalesce(w.next_attempt_at, d.next_attempt_at)
      FROM deliveries own LEFT JOIN waiting_deliveries w ON w.delivery_id = own.id
      WHERE own.id = d.id AND (w.delivery_id IS NOT NULL OR d.ended IS NOT NULL)`);
    await runner.query(`
      UPDATE deliveries d SET last_attempt_at = a.started_at, delivered_at = CASE WHEN d.state = 'delivered' THEN a.started_at END
      FROM (SELECT delivery_id, max(started_at) AS started_at FROM delivery_attempts GROUP BY delivery_id) a
      WHERE a.delivery_id = d.id`);
    await runner.query(`ALTER TABLE deliveries ALTER state DROP DEFAULT, ALTER attempts DROP DEFAULT,
      ALTER next_attempt_at DROP DEFAULT, DROP ended`);
    await runner.query(`GRANT UPDATE (state, next_attempt_at) ON deliveries TO liaison_api`);
    await runner.query(`DROP TABLE waiting_deliveries`);
    await runner.query(
      `CREATE INDEX deliveries_due ON deliveries (endpoint_id, next_attempt_at, id) WHERE state = 'pending'`,
    );
    await runner.query(
      `CREATE INDEX deliveries_open_thread ON deliveries (endpoint_id, thread_id, sequence) WHERE state IN ('pending', 'held')`,
    );
  }
}
