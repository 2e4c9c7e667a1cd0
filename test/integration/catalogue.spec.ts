import { Client } from 'pg';
import { keepAttempts } from '#delivery';
import { catalogueProblems } from '#test/catalogue';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';

jest.setTimeout(60_000);

describe('the catalogue of the record', () => {
  let hub: HubDatabase;
  let client: Client;

  beforeAll(async () => {
    hub = await openHubDatabase();
    // Partitions come and go while the hub runs: what holds for tables holds for them.
    expect((await keepAttempts(hub.worker, hub.clock, 90)).made).toHaveLength(3);
    client = new Client({ connectionString: hub.database.superuserUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await hub.close();
  });

  const problems = () =>
    catalogueProblems(async (text) => {
      const { rows } = await client.query(text);
      return rows as never;
    });

  it('is as test/support/record-tables.ts says', async () => {
    expect(await problems()).toEqual([]);
  });

  it.each([
    [
      'a table that nobody entered',
      'CREATE TABLE case_notes (id uuid PRIMARY KEY)',
      [
        `The table "case_notes" is new: enter in recordTables of test/support/record-tables.ts who sees its rows and what each ` +
          `role may do. If it holds partner data, close it in its migration with protect(runner, 'case_notes', …).`,
        '"case_notes" has no row-level security',
        '"case_notes" does not hold its owner to its policies',
        '"case_notes" has no policy',
      ],
    ],
    ['a table that is gone', 'DROP TABLE routing_decisions', ['"routing_decisions" is entered']],
    ['policies switched off', 'ALTER TABLE messages DISABLE ROW LEVEL SECURITY', ['"messages" has no row-level']],
    [
      'an owner past its policies',
      'ALTER TABLE mails NO FORCE ROW LEVEL SECURITY',
      ['"mails" does not hold its owner'],
    ],
    [
      'a partition left open',
      'ALTER TABLE delivery_attempts_default DISABLE ROW LEVEL SECURITY',
      ['"delivery_attempts_default" has no row-level'],
    ],
    [
      'a policy that was forgotten',
      'DROP POLICY api_updates ON consents',
      ['liaison_api may UPDATE on "consents", for which no policy'],
    ],
    [
      'a policy that shows all',
      'CREATE POLICY anyone ON consents FOR SELECT TO liaison_api USING (true)',
      ['The policy "anyone" of "consents" shows the API rows without asking whose they are'],
    ],
    [
      'a policy for everybody',
      'CREATE POLICY anyone ON consents FOR SELECT USING (organisation_id = app_body())',
      ['The policy "anyone" of "consents" is for PUBLIC'],
    ],
    [
      'a right too many',
      'GRANT TRUNCATE ON outbox TO liaison_worker',
      ['liaison_worker may "DELETE, INSERT, SELECT, T'],
    ],
    [
      'a right on a column too many',
      'GRANT UPDATE (released_fields) ON recipients TO liaison_api',
      ['liaison_api may "SELECT, UPDATE (ack'],
    ],
    ['a right for everybody', 'GRANT SELECT ON people TO PUBLIC', ['PUBLIC may SELECT "people": REVOKE it']],
    [
      'a partition opened',
      'GRANT SELECT ON delivery_attempts_default TO liaison_api',
      ['liaison_api may "SELECT" on "delivery_attempts_default"'],
    ],
    [
      'a sequence opened',
      'GRANT SELECT ON SEQUENCE outbox_id_seq TO liaison_api',
      ['liaison_api may "SELECT" on "outbox_id'],
    ],
    ['a new sequence', 'CREATE SEQUENCE numbers', ['The sequence "numbers" is new']],
    [
      'a view with its owner’s rights',
      'CREATE VIEW all_cases AS SELECT id FROM messages',
      ['The view "all_cases" is new', 'The view "all_cases" reads with its owner'],
    ],
    [
      'a materialized view',
      'CREATE MATERIALIZED VIEW all_cases AS SELECT id FROM messages',
      ['"all_cases" is a materialized view'],
    ],
    [
      'a function with its owner’s rights',
      `CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public
       AS 'SELECT count(*) FROM messages'`,
      ['The function "peek" runs with its owner'],
    ],
    [
      'a function on any search_path',
      'ALTER FUNCTION find_api_key(text) RESET search_path',
      ['The function "find_api_key" runs with its owner\'s rights on any search_path'],
    ],
    [
      'a function opened to everybody',
      'GRANT EXECUTE ON FUNCTION find_session(bytea, timestamptz) TO PUBLIC',
      ['The function "find_session" is ["liaison_worker",["search_path=public"],["PUBLIC","liaison_api"]]'],
    ],
    ['a table given away', 'ALTER TABLE outbox OWNER TO liaison_worker', ['liaison_worker owns "outbox"']],
    ['a role past every policy', 'ALTER ROLE liaison_api BYPASSRLS', ['liaison_api passes row-level security by']],
    [
      'rights on what is to come',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO liaison_api',
      ['liaison_api gets rights on whatever is made'],
    ],
  ])('finds %s', async (_, change, expected) => {
    await client.query('BEGIN');
    try {
      await client.query(change);
      const found = await problems();
      expect(found.length).toBeGreaterThan(0);
      for (const text of expected) expect(found).toContainEqual(expect.stringContaining(text));
    } finally {
      await client.query('ROLLBACK');
    }
  });
});
