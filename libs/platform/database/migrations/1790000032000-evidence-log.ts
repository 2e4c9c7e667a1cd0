import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

const TABLES = ['evidence_leaves', 'evidence_nodes', 'evidence_checkpoints', 'evidence_keys'];

/**
 * The Merkle log over the evidence: which entry is which leaf, the hashes of whole subtrees, and signed checkpoints. An
 * entry remembers the transaction that wrote it, by which the sealer knows that nothing earlier is still to come.
 */
export class EvidenceLog1790000032000 implements MigrationInterface {
  name = 'EvidenceLog1790000032000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE evidence_entries ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()`);
    await runner.query(`CREATE INDEX evidence_entries_by_transaction ON evidence_entries (xid)`);
    // Also while triggers are off for replication. Who owns the table can still say DISABLE TRIGGER, and has said it then.
    await runner.query(`ALTER TABLE evidence_entries ENABLE ALWAYS TRIGGER append_only`);

    // No foreign key: an entry cannot go, and the sealer would pay for the look at each.
    await runner.query(`
      CREATE TABLE evidence_leaves (
        index bigint PRIMARY KEY CHECK (index >= 0),
        entry_id uuid NOT NULL UNIQUE,
        hash bytea NOT NULL CHECK (length(hash) = 32)
      )`);
    await protect(runner, 'evidence_leaves', {
      sees: 'app_body() IS NOT NULL AND EXISTS (SELECT FROM evidence_entries e WHERE e.id = evidence_leaves.entry_id)',
    });
    // Every fourth level: sixteen hashes make the next one that is kept.
    await runner.query(`
      CREATE TABLE evidence_nodes (
        level smallint NOT NULL CHECK (level > 0 AND level % 4 = 0),
        index bigint NOT NULL CHECK (index >= 0),
        hash bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (level, index)
      )`);
    await protect(runner, 'evidence_nodes', undefined);
    await runner.query(`
      CREATE TABLE evidence_checkpoints (
        size bigint PRIMARY KEY CHECK (size > 0),
        root bytea NOT NULL CHECK (length(root) = 32),
        edge bytea NOT NULL CHECK (length(edge) % 32 = 0),
        note text NOT NULL,
        sealed_at timestamptz NOT NULL,
        horizon xid8 NOT NULL
      )`);
    await protect(runner, 'evidence_checkpoints', { sees: 'app_body() IS NOT NULL' });
    // Public: partners check checkpoints by these.
    await runner.query(`CREATE TABLE evidence_keys (verifier text PRIMARY KEY, since timestamptz NOT NULL)`);

    for (const table of TABLES) {
      await runner.query(`GRANT SELECT, INSERT ON ${table} TO liaison_worker`);
      if (table !== 'evidence_nodes') await runner.query(`GRANT SELECT ON ${table} TO liaison_api`);
      await runner.query(`
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
      await runner.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER append_only`);
    }

    // Hashes say nothing of what they stand for: a proof about one's own entry is made of those of others.
    await asWorker(
      runner,
      'evidence_hashes(smallint[], bigint[], bigint[])',
      `CREATE FUNCTION evidence_hashes(levels smallint[], firsts bigint[], ends bigint[])
       RETURNS TABLE (level smallint, index bigint, hash bytea)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT w.level, l.index, l.hash FROM unnest(levels, firsts, ends) AS w (level, first, "end")
             JOIN evidence_leaves l ON w.level = 0 AND l.index >= w.first AND l.index < w."end"
             UNION ALL
             SELECT w.level, n.index, n.hash FROM unnest(levels, firsts, ends) AS w (level, first, "end")
             JOIN evidence_nodes n ON w.level > 0 AND n.level = w.level AND n.index >= w.first AND n.index < w."end" $$`,
    );
    // A horizon of numbers that are still to come is another server's, by a restored dump: everything is looked through then.
    await asWorker(
      runner,
      'oldest_unsealed()',
      `CREATE FUNCTION oldest_unsealed() RETURNS timestamptz
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ WITH log AS MATERIALIZED (
               SELECT coalesce((SELECT horizon FROM evidence_checkpoints ORDER BY size DESC LIMIT 1), '0'::xid8) AS horizon,
                      pg_snapshot_xmax(pg_current_snapshot()) AS coming)
             SELECT min(at) FROM (
               (SELECT e.at FROM evidence_entries e
                WHERE e.xid >= (SELECT horizon FROM log) AND e.xid < (SELECT coming FROM log)
                  AND NOT EXISTS (SELECT FROM evidence_leaves l WHERE l.entry_id = e.id)
                ORDER BY e.xid LIMIT 1)
               UNION ALL
               (SELECT e.at FROM evidence_entries e
                WHERE (SELECT horizon > coming FROM log)
                  AND NOT EXISTS (SELECT FROM evidence_leaves l WHERE l.entry_id = e.id)
                ORDER BY e.xid LIMIT 1)) AS oldest $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION oldest_unsealed()`);
    await runner.query(`DROP FUNCTION evidence_hashes(smallint[], bigint[], bigint[])`);
    await runner.query(`DROP TABLE ${TABLES.join(', ')}`);
    await runner.query(`ALTER TABLE evidence_entries ENABLE TRIGGER append_only`);
    await runner.query(`ALTER TABLE evidence_entries DROP COLUMN xid`);
  }
}

/** A function that sees all bodies' rows, for the API to ask one question each. */
async function asWorker(runner: QueryRunner, signature: string, statement: string): Promise<void> {
  await runner.query(statement);
  await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
  await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
  await runner.query(`ALTER FUNCTION ${signature} OWNER TO liaison_worker`);
  await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
  await runner.query(`REVOKE EXECUTE ON FUNCTION ${signature} FROM PUBLIC`);
  await runner.query(`GRANT EXECUTE ON FUNCTION ${signature} TO liaison_api`);
}
