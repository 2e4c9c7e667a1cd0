import type { Operation } from '#directory';
import { seedDirectory } from '#directory';
import type { Uuid } from '#kernel';
import { Database } from '#platform/database';
import {
  acknowledge,
  createReferral,
  decide,
  readInbox,
  readInboxItem,
  readReferral,
  submitReferral,
} from '#referrals';
import { openHubDatabase, openOwner, seededOperations, withClient, type HubDatabase } from '#test/hub-database';
import { readableTables } from '#test/record-tables';
import { drain, fictitiousBody, fictitiousReferral } from '#test/referral-flow';

jest.setTimeout(120_000);

const BODIES = 64;
const slugOf = (index: number) => `body-${(index + BODIES) % BODIES}`;
const caseCodeOf = (slug: string) => `AFG-${slug.toUpperCase()}`;

/** Of every table that a body reads: how many rows it sees, and how many of them are not its own. */
const LOOK = readableTables
  .map(([table, owners]) => {
    const mine = owners.map((owner) => (owner.includes('$1') ? owner : `${owner} = $1`)).join(' OR ');
    return `SELECT '${table}' AS "table", count(*)::int AS seen, count(*) FILTER (WHERE (${mine}) IS NOT TRUE)::int AS foreign FROM ${table}`;
  })
  .join(' UNION ALL ');

interface Look {
  readonly table: string;
  readonly seen: number;
  readonly foreign: number;
}

describe.each([
  ['four connections', {}],
  ['four connections of PgBouncer, which every transaction changes', { pooled: true }],
])('64 bodies that work at once on %s', (_, options) => {
  let hub: HubDatabase;
  const foreign: string[] = [];
  let looks = 0;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 'pooled' in options ? 16 : 4, ...options });
    const owner = await openOwner(hub.database.url);
    await new Database(owner).transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, [crowded()]));
    await owner.destroy();
  });
  afterAll(() => hub.close());

  const look = async (slug: string): Promise<ReadonlyMap<string, number>> => {
    const { organisationId } = await hub.caller(slug);
    const rows = await hub.api.transaction({ kind: 'body', organisationId }, (tx) =>
      tx.rows<Look>(LOOK, [organisationId]),
    );
    looks += 1;
    foreign.push(...rows.filter((row) => row.foreign > 0).map((row) => `${slug}: ${row.foreign} of ${row.table}`));
    return new Map(rows.map(({ table, seen }) => [table, seen]));
  };

  const everybody = <T>(work: (slug: string, index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: BODIES }, (_, index) => work(slugOf(index), index)));

  it('each sees what it sent and was sent, and not one row of others', async () => {
    const sent = await everybody(async (slug, index) => {
      const person = { ...fictitiousBody.person, caseCode: caseCodeOf(slug) };
      const referral = fictitiousReferral({ to: [slugOf(index + 1)], body: { ...fictitiousBody, person } });
      const draft = await hub.as(slug, (tools) => createReferral(tools, referral));
      await look(slug);
      await hub.as(slug, (tools) => submitReferral(tools, draft!.id));
      // Workers route what others sent while this one looks.
      const [seen] = await Promise.all([look(slug), drain(hub)]);
      expect(seen.get('messages')).toBe(1);
      return draft!.id;
    });
    await drain(hub);

    await everybody(async (slug, index) => {
      const from = slugOf(index - 1);
      const [inbox, seen] = await Promise.all([
        hub.as(slug, (tools) => readInbox(tools, { after: 0n, limit: 100, order: 'oldest' })),
        look(slug),
      ]);
      expect(inbox.data.map(({ messageId }) => messageId)).toEqual([sent[(index + BODIES - 1) % BODIES]]);
      expect(seen.get('recipients')).toBeGreaterThanOrEqual(2);
      const id = inbox.data[0]!.messageId;
      const read = await hub.as(slug, (tools) => readInboxItem(tools, id));
      expect(JSON.stringify(read)).toContain(caseCodeOf(from));
      await hub.as(slug, (tools) => acknowledge(tools, id));
      await Promise.all([look(slug), hub.as(slug, (tools) => decide(tools, id, { decision: 'accepted' }))]);
    });

    await everybody(async (slug, index) => {
      const [view, other] = await Promise.all([
        hub.as(slug, (tools) => readReferral(tools, sent[index]!)),
        hub.as(slug, (tools) => readReferral(tools, sent[(index + 7) % BODIES]!)).catch((error: unknown) => error),
        look(slug),
      ]);
      expect(JSON.stringify(view.body)).toContain(caseCodeOf(slug));
      expect(other).toMatchObject({ code: 'not_found' });
    });
    expect(foreign).toEqual([]);
    expect(looks).toBe(5 * BODIES);
  });

  it('and nothing of a body is left on the connections', async () => {
    const settings = await Promise.all(
      Array.from({ length: 32 }, () =>
        hub.api.statement<{ left: string }>(
          `SELECT concat(current_setting('app.body', true), current_setting('app.person', true)) AS left`,
        ),
      ),
    );
    expect(new Set(settings.map(([row]) => row?.left))).toEqual(new Set(['']));
    expect(await hub.api.statement('SELECT FROM messages')).toEqual([]);
  });
});

describe('behind PgBouncer in transaction mode', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase({ pooled: true });
  });
  afterAll(() => hub.close());

  it('statements and idle transactions end after a minute, as without it', async () => {
    for (const database of [hub.api, hub.worker])
      expect(
        await database.statement(
          `SELECT current_setting('statement_timeout') AS statement,
             current_setting('idle_in_transaction_session_timeout') AS idle`,
        ),
      ).toEqual([{ statement: '1min', idle: '1min' }]);
  });

  it('nothing is prepared under a name, which the next transaction would not find', async () => {
    const organisationId: Uuid = (await hub.caller('iom')).organisationId;
    const named = Array.from({ length: 40 }, () =>
      hub.api.transaction({ kind: 'body', organisationId }, (tx) => tx.rows('SELECT 1 AS one', [], 'the-same-name')),
    );
    expect(await Promise.all(named)).toEqual(named.map(() => [{ one: 1 }]));
    const prepared = await hub.api.statement<{ count: number }>('SELECT count(*)::int FROM pg_prepared_statements');
    expect(prepared).toEqual([{ count: 0 }]);
  });

  it('a process that was not told of it cannot start: its settings are refused', async () => {
    await expect(
      withClient(`${hub.apiUrl}?statement_timeout=60000`, (client) => client.query('SELECT 1')),
    ).rejects.toThrow(/unsupported startup parameter: statement_timeout/);
  });
});

/** The operation of Afghanistan with 64 more bodies, each of which may be asked for protection. */
function crowded(): Operation {
  const operation = seededOperations.find(({ id }) => id === 'afghanistan')!;
  const unhcr = operation.bodies.find(({ slug }) => slug === 'unhcr')!;
  const more = Array.from({ length: BODIES }, (_, index) => ({
    ...unhcr,
    slug: slugOf(index),
    name: `Body ${index}`,
    shortName: `Body ${index}`,
  }));
  return {
    ...operation,
    digest: `${operation.digest} with ${BODIES} more`,
    bodies: [...operation.bodies, ...more],
    rules: operation.rules.map((rule) =>
      'allow' in rule.then && rule.then.allow.includes('unhcr')
        ? { ...rule, when: {}, then: { ...rule.then, allow: more.map(({ slug }) => slug) } }
        : rule,
    ),
    agreements: [
      ...operation.agreements,
      ...more.map(({ slug }) => ({ body: slug, reference: `ISA-${slug}`, from: '2025-01-01' })),
    ],
  };
}
