import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is held to some operations follows no calendar of others, and sees no evidence of what is erased there. */
export class HeldToOperations1790000039000 implements MigrationInterface {
  name = 'HeldToOperations1790000039000';

  async up(runner: QueryRunner): Promise<void> {
    // A feed of all operations is for whoever may see all.
    await runner.query(`
      CREATE POLICY api_operations ON calendar_feeds AS RESTRICTIVE FOR ALL TO liaison_api
      USING (NULLIF(current_setting('app.operations', true), '') IS NULL OR operation_id = ANY (app_operations()))`);
    await runner.query(
      EVIDENCE_IN_OPERATIONS(`
               WHEN 'erasure' THEN EXISTS (SELECT FROM erasures e WHERE e.id = wanted AND e.operation_id = ANY (app_operations()))`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(EVIDENCE_IN_OPERATIONS(''));
    await runner.query(`DROP POLICY api_operations ON calendar_feeds`);
  }
}

/** Whether what an entry is about lies in the caller's operations; what lies in none, such as a key, is the body's. */
const EVIDENCE_IN_OPERATIONS = (also: string): string => `
       CREATE OR REPLACE FUNCTION evidence_in_operations(about text, wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT CASE about
               WHEN 'message' THEN message_in_operations(wanted)
               WHEN 'recipient' THEN EXISTS (SELECT FROM recipients r WHERE r.id = wanted AND r.operation_id = ANY (app_operations()))
               WHEN 'consent' THEN EXISTS (SELECT FROM consents c WHERE c.id = wanted AND c.operation_id = ANY (app_operations()))
               WHEN 'exception' THEN EXISTS (SELECT FROM release_exceptions e WHERE e.id = wanted AND message_in_operations(e.message_id))${also}
               ELSE true END $$`;
