import type { QueryRunner } from 'typeorm';

/** Makes a function that sees all bodies' rows, for the API to ask one question. `signature` is its name with its types. */
export async function workerFunction(runner: QueryRunner, signature: string, statement: string): Promise<void> {
  await runner.query(statement);
  await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
  await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
  await runner.query(`ALTER FUNCTION ${signature} OWNER TO liaison_worker`);
  await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
  await runner.query(`REVOKE EXECUTE ON FUNCTION ${signature} FROM PUBLIC`);
  await runner.query(`GRANT EXECUTE ON FUNCTION ${signature} TO liaison_api`);
}
