import type { QueryRunner } from 'typeorm';

/**
 * Closes a table: nobody reads or writes a row but through a policy, the table's owner included. The workers' policy
 * is whole; the API's is one predicate for reading and, where it may write, one for what it writes.
 */
export async function protect(
  runner: QueryRunner,
  table: string,
  api:
    | { readonly sees: string; readonly inserts?: string; readonly updates?: string; readonly deletes?: string }
    | undefined,
): Promise<void> {
  await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await runner.query(`CREATE POLICY worker ON ${table} TO liaison_worker USING (true) WITH CHECK (true)`);
  if (!api) return;
  await runner.query(`CREATE POLICY api_sees ON ${table} FOR SELECT TO liaison_api USING (${api.sees})`);
  if (api.inserts !== undefined)
    await runner.query(`CREATE POLICY api_inserts ON ${table} FOR INSERT TO liaison_api WITH CHECK (${api.inserts})`);
  if (api.updates !== undefined)
    await runner.query(
      `CREATE POLICY api_updates ON ${table} FOR UPDATE TO liaison_api USING (${api.updates}) WITH CHECK (${api.updates})`,
    );
  if (api.deletes !== undefined)
    await runner.query(`CREATE POLICY api_deletes ON ${table} FOR DELETE TO liaison_api USING (${api.deletes})`);
}

/** The predicate of a table whose rows belong to one body. */
export const OWN_ROWS = 'organisation_id = app_body()';
/** The predicate of a table whose rows stand between the sender and one recipient. */
export const BETWEEN_ROWS = 'sender_id = app_body() OR organisation_id = app_body()';
