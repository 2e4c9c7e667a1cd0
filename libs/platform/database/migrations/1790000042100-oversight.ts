import type { MigrationInterface, QueryRunner } from 'typeorm';
import { workerFunction } from './worker-function';

/** What a protection officer is shown: exceptions, break-glass, erasures and exports. */
const OVERSEEN = [
  ...['exception.requested', 'exception.approved', 'exception.refused', 'exception.revoked', 'exception.expired'],
  ...['break_glass.requested', 'break_glass.approved', 'break_glass.refused', 'break_glass.ended'],
  ...['erasure.requested', 'erasure.approved', 'erasure.refused', 'referral.exported'],
];

/**
 * Oversight finds what it shows without reading all evidence; and who is held to some operations is not shown, among the
 * webhooks of the body, those about messages and meetings of others. Test events, and what is told of an endpoint, are of none.
 */
export class Oversight1790000042100 implements MigrationInterface {
  name = 'Oversight1790000042100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX evidence_entries_overseen ON evidence_entries (id) WHERE action IN (${OVERSEEN.map((one) => `'${one}'`).join(', ')})`);
    await runner.query(`
      CREATE INDEX evidence_entries_looks ON evidence_entries (actor_id, id) WHERE action IN ('content.read', 'attachment.read')`);
    await workerFunction(
      runner,
      'told_in_operations(uuid)',
      `CREATE FUNCTION told_in_operations(wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT NOT EXISTS (SELECT FROM messages m WHERE m.id = wanted AND m.operation_id <> ALL (app_operations()))
               AND NOT EXISTS (SELECT FROM meetings m WHERE m.id = wanted AND m.operation_id <> ALL (app_operations()))
               AND NOT EXISTS (SELECT FROM meeting_series s WHERE s.id = wanted AND s.operation_id <> ALL (app_operations())) $$`,
    );
    await runner.query(`
      CREATE POLICY api_operations ON deliveries AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR message_id IS NULL OR told_in_operations(message_id))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY api_operations ON deliveries`);
    await runner.query(`DROP FUNCTION told_in_operations(uuid)`);
    await runner.query(`DROP INDEX evidence_entries_looks, evidence_entries_overseen`);
  }
}
