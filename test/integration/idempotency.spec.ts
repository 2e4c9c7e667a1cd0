import { HubError } from '#kernel';
import { REMEMBERED_FOR, contextOf, forgetAnswers, idempotently, type Answer } from '#identity';
import { createReferral, type ReferralTools } from '#referrals';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, fictitiousReferral } from '#test/referral-flow';

jest.setTimeout(60_000);

const ROUTE = 'POST /v1/referrals';
const MARKER = 'ZZ-ANSWER-MARKER';

describe('an idempotency key', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());
  beforeEach(() => hub.superuser('TRUNCATE idempotency_keys, message_events, messages CASCADE'));

  const draftIt = async (tools: ReferralTools): Promise<Answer<unknown>> => ({
    status: 201,
    body: { ...(await createReferral(tools, fictitiousReferral())), note: MARKER },
  });
  const post = async (
    { slug = SENDER, key = 'key-1', route = ROUTE, body = { a: 1, b: 2 } as unknown },
    work = draftIt,
  ): Promise<Answer<unknown>> => {
    const caller = await hub.caller(slug);
    return hub.api.transaction(contextOf(caller), (tx) => {
      const tools = { tx, vault: hub.vault, clock: hub.clock, directory: hub.directory, caller };
      return idempotently(tools, { key, route, body }, () => work(tools));
    });
  };
  const count = async (table: string) =>
    (await hub.superuser<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))[0]?.count;

  it('gives a repeat the same answer and has one effect, whatever the order of members', async () => {
    const first = await post({});
    expect(await post({ body: { b: 2, a: 1 } })).toEqual(first);
    expect(await count('messages')).toBe(1);
  });

  it('has one effect also when twenty come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post({})));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await count('messages')).toBe(1);
    expect(await count('idempotency_keys')).toBe(1);
  });

  it('gives the first one’s answer to a repeat that waited for it and then came too late', async () => {
    let finished: () => void = () => undefined;
    const other = new Promise<void>((resolve) => (finished = resolve));
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const late = post({}, async () => {
      begun();
      await other;
      throw new HubError('illegal_transition', 'somebody did it already');
    });
    await beginning;
    const first = await post({});
    finished();
    expect(await late).toEqual(first);
    expect(await count('messages')).toBe(1);
  });

  it('fails as its work failed when a statement of it failed', async () => {
    const failing = async ({ tx }: ReferralTools): Promise<never> => {
      await tx.execute('SELECT 1 / 0').catch(() => undefined);
      throw new HubError('illegal_transition', 'no');
    };
    await expect(post({}, failing)).rejects.toMatchObject({ code: 'illegal_transition' });
  });

  it.each([
    ['another body', { body: { a: 2 } }],
    ['another route', { route: 'POST /v1/other' }],
  ])('is refused with %s', async (_, over) => {
    await post({});
    await expect(post(over)).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(await count('messages')).toBe(1);
  });

  it('is not kept by a request that failed', async () => {
    const failing = (): Promise<never> => Promise.reject(new HubError('release_refused', 'no'));
    await expect(post({}, failing)).rejects.toMatchObject({ code: 'release_refused' });
    expect(await count('idempotency_keys')).toBe(0);
    expect(await post({})).toMatchObject({ status: 201 });
  });

  it('is each body’s own', async () => {
    const [one, other] = [await post({}), await post({ slug: LEAD })];
    expect(one.body).not.toEqual(other.body);
    expect(await count('idempotency_keys')).toBe(2);
  });

  it('keeps the answer sealed', async () => {
    await post({});
    const [row] = await hub.superuser<{ response_sealed: Buffer }>('SELECT response_sealed FROM idempotency_keys');
    expect(row?.response_sealed.length).toBeGreaterThan(MARKER.length);
    expect(row?.response_sealed.includes(MARKER)).toBe(false);
  });

  it('is forgotten after three days and not before, and then stands for a new request', async () => {
    await post({});
    hub.clock.advance(REMEMBERED_FOR);
    expect(await forgetAnswers(hub.worker, hub.clock)).toBe(0);
    hub.clock.advance(1);
    expect(await forgetAnswers(hub.worker, hub.clock)).toBe(1);
    expect(await post({ body: { a: 2 } })).toMatchObject({ status: 201 });
  });

  it('works without a key, every time anew', async () => {
    const caller = await hub.caller(SENDER);
    for (let index = 0; index < 2; index += 1)
      await hub.api.transaction(contextOf(caller), (tx) => {
        const tools = { tx, vault: hub.vault, clock: hub.clock, directory: hub.directory, caller };
        return idempotently(tools, { key: undefined, route: ROUTE, body: {} }, () => draftIt(tools));
      });
    expect(await count('messages')).toBe(2);
    expect(await count('idempotency_keys')).toBe(0);
  });
});
