import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/** Time stamps of an authority outside over checkpoints of the evidence log (RFC 3161): kept as checkpoints are. */
export class EvidenceTimestamps1790000044000 implements MigrationInterface {
  name = 'EvidenceTimestamps1790000044000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE evidence_timestamps (
        size bigint PRIMARY KEY REFERENCES evidence_checkpoints,
        token bytea NOT NULL CHECK (length(token) BETWEEN 1 AND 65536),
        stamped_at timestamptz NOT NULL,
        kept_at timestamptz NOT NULL
      )`);
    await protect(runner, 'evidence_timestamps', { sees: 'app_body() IS NOT NULL' });
    await runner.query(`GRANT SELECT, INSERT ON evidence_timestamps TO liaison_worker`);
    await runner.query(`GRANT SELECT ON evidence_timestamps TO liaison_api`);
    await runner.query(`
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence_timestamps
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`ALTER TABLE evidence_timestamps ENABLE ALWAYS TRIGGER append_only`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE evidence_timestamps`);
  }
}
