import type { Uuid } from '#kernel';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, fictitiousBody, idOf } from '#test/referral-flow';

jest.setTimeout(60_000);

describe('references', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  const drafts = async (count: number, sender = SENDER): Promise<string[]> => {
    const references: string[] = [];
    for (let index = 0; index < count; index += 1) references.push((await draft(hub, {}, sender)).reference);
    return references;
  };
  const numbers = (references: readonly string[]) => references.map((reference) => Number(reference.split('-')[2]));
  const permuted = async (size: number, count = size): Promise<number[]> => {
    const rows = await hub.superuser<{ number: number }>(
      `SELECT permuted(n, ${size}, sha256('key'))::int AS number FROM generate_series(0, ${count - 1}) AS n`,
    );
    return rows.map(({ number }) => number);
  };

  it('name the operation and the year, and are read to one another on the telephone', async () => {
    const [reference] = await drafts(1);
    expect(reference).toMatch(/^AFG-\d{4}-\d{6}$/);
    expect(reference?.slice(4, 8)).toBe(String(new Date().getUTCFullYear()));
    const body = { ...fictitiousBody, person: { ...fictitiousBody.person, caseCode: 'KOS-TEST-1' } };
    expect((await draft(hub, { operation: 'kosovo', body }, 'kfor-hq')).reference).toMatch(/^KOS-\d{4}-\d{6}$/);
  });

  it('do not let a body count what others sent between two of its own', async () => {
    const own = numbers(await drafts(40));
    await drafts(20, LEAD);
    own.push(...numbers(await drafts(40)));
    expect(new Set(own).size).toBe(80);
    // In order of creation the numbers rise about as often as they fall; a count would always rise.
    const rises = own.filter((number, index) => index > 0 && number > own[index - 1]!).length;
    expect(rises).toBeGreaterThan(20);
    expect(rises).toBeLessThan(60);
    // A hub of some hundred drafts gives numbers from all of the million.
    expect(Math.max(...own)).toBeGreaterThan(500_000);
    expect(Math.min(...own)).toBeLessThan(500_000);
  });

  it('come in another order on another hub', async () => {
    const order = async (key: string) =>
      hub.superuser(`SELECT permuted(n, 1000000, sha256('${key}')) FROM generate_series(1, 50) AS n`);
    expect(await order('one')).not.toEqual(await order('other'));
    const [row] = await hub.superuser<{ length: number }>(`SELECT length(key) FROM reference_order`);
    expect(row?.length).toBe(32);
  });

  it.each([1, 2, 3, 10, 999, 1_000, 4_097])('are unique: each of %d numbers comes once', async (size) => {
    expect((await permuted(size)).sort((left, right) => left - right)).toEqual(
      Array.from({ length: size }, (_, index) => index),
    );
  });

  it('are unique among the first of a million', async () => {
    const some = await permuted(1_000_000, 5_000);
    expect(new Set(some).size).toBe(5_000);
    expect(some.every((number) => number >= 0 && number < 1_000_000)).toBe(true);
  });

  it('pass over numbers that were given in order before, and grow by a digit after a million', async () => {
    const [{ key, last }] = (await hub.superuser<{ key: Buffer; last: string }>(
      `SELECT key, last_value AS last FROM reference_order, message_reference`,
    )) as [{ key: Buffer; last: string }];
    const next = async (from: string) => {
      const [row] = await hub.superuser<{ number: string }>(
        `SELECT lpad(permuted(${from}, 1000000, decode('${key.toString('hex')}', 'hex'))::text, 6, '0') AS number`,
      );
      return row?.number;
    };
    const year = new Date().getUTCFullYear();
    const { id } = await draft(hub);
    const taken = `AFG-${year}-${await next(`${last} + 2`)}`;
    await hub.superuser(`UPDATE messages SET reference = $2 WHERE id = $1`, [id, taken]);
    expect((await draft(hub)).reference).toBe(`AFG-${year}-${await next(`${last} + 3`)}`);

    await hub.superuser(`SELECT setval('message_reference', 999998)`);
    const [last6, first7] = await drafts(2);
    expect(last6).toMatch(/^AFG-\d{4}-\d{6}$/);
    expect(first7).toMatch(/^AFG-\d{4}-[1-9]\d{6}$/);
  });

  it('are given by the record alone: nobody asks for the next, reads the order, or chooses one', async () => {
    const organisationId: Uuid = await idOf(hub, SENDER);
    for (const attempt of [
      `SELECT nextval('message_reference')`,
      `SELECT last_value FROM message_reference`,
      `SELECT key FROM reference_order`,
      `SELECT give_reference()`,
      `INSERT INTO messages (id, reference, sender_id) VALUES (gen_random_uuid(), 'AFG-2026-000001', app_body())`,
    ])
      await expect(
        hub.api.transaction({ kind: 'body', organisationId }, (tx) => tx.rows(attempt)),
      ).rejects.toMatchObject({ code: '42501' });
  });
});
