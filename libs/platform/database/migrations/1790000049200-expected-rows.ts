import type { MigrationInterface, QueryRunner } from 'typeorm';

const UNLIMITED = `NULLIF(current_setting('app.operations', true), '') IS NULL`;
const WITHIN = `operation_id = ANY (app_operations())`;
/** As it stood, and as PostgreSQL writes it. */
const EITHER = `${UNLIMITED} OR ${WITHIN}`;
const EITHER_WRITTEN = `((NULLIF(current_setting('app.operations'::text, true), ''::text) IS NULL) OR (operation_id = ANY (app_operations())))`;
const ONE_BY_ONE = `CASE WHEN ${UNLIMITED} THEN true ELSE ${WITHIN} END`;
const NAME = 'api_operations';

/**
 * What the planner is to expect of a list. It chose to gather and sort all that a body ever sent, for a page of fifty, where
 * it expected next to nothing: half a second beside a million referrals, for what the index has in order.
 *
 * Who is held to no operations sees those of all. Of such an OR it expected one row in two hundred; of a CASE it expects half.
 * And a message's state says how it is listed, so that to ask for both is to ask once.
 *
 * Since need-to-know looks at the kind, what is awaited could not be passed over within its index any more: it has the kind.
 */
export class ExpectedRows1790000049200 implements MigrationInterface {
  name = 'ExpectedRows1790000049200';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of await tables(runner, `qual = '${EITHER_WRITTEN.replaceAll("'", "''")}'`))
      await runner.query(`ALTER POLICY ${NAME} ON ${table} USING (${ONE_BY_ONE})`);
    await runner.query(
      `CREATE STATISTICS messages_state_as_listed (dependencies, mcv) ON state, listed_as FROM messages`,
    );
    await runner.query(`ANALYZE messages`);
    await awaited(runner, 'organisation_id, state, due_at, decision_due_at, kind');
  }

  async down(runner: QueryRunner): Promise<void> {
    await awaited(runner, 'organisation_id, state, due_at, decision_due_at');
    await runner.query(`DROP STATISTICS messages_state_as_listed`);
    for (const table of await tables(runner, `qual LIKE '%CASE%app.operations%'`))
      await runner.query(`ALTER POLICY ${NAME} ON ${table} USING (${EITHER})`);
  }
}

async function awaited(runner: QueryRunner, columns: string): Promise<void> {
  await runner.query(`DROP INDEX recipients_awaited`);
  await runner.query(`
    CREATE INDEX recipients_awaited ON recipients (sender_id, operation_id, message_id DESC)
    INCLUDE (${columns}) WHERE state IN ('pending', 'acknowledged')`);
}

/** The tables whose policy of that name is like this. */
async function tables(runner: QueryRunner, policyIs: string): Promise<string[]> {
  const rows = (await runner.query(
    `SELECT tablename AS name FROM pg_policies
     WHERE schemaname = current_schema() AND policyname = '${NAME}' AND ${policyIs} ORDER BY tablename`,
  )) as { name: string }[];
  return rows.map(({ name }) => name);
}
