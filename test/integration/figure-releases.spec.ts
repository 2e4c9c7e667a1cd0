import { HubError } from '#kernel';
import {
  agreeToBeNamed,
  listReleases,
  readPublished,
  releaseDimensions,
  releaseFigures,
  type PublishedGroup,
  type ReleaseAsked,
  type ReleaseDimension,
  type ReleaseView,
} from '#reporting';
import { writeCrowd, type Crowd } from '#test/crowd';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER } from '#test/referral-flow';

jest.setTimeout(60_000);

const operation = 'afghanistan';
const asked = (over: Partial<ReleaseAsked> = {}): ReleaseAsked => ({
  ...{ operation, quarter: '2025-Q1', threshold: 11 },
  ...over,
});
const told = (groups: readonly PublishedGroup[]): string[] =>
  groups.map(
    (group) => `${releaseDimensions.map((name) => group[name] ?? '-').join(' ')}: ${group.atLeast} to ${group.atMost}`,
  );

type Given = Omit<Crowd, 'operation' | 'sender' | 'at'> & { readonly day: string };

describe('released figures', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
    // Of both ends of the quarter in Kabul, 4½ hours before UTC.
    await crowd({ day: '2024-12-31T19:30Z', body: LEAD, count: 20 });
    await crowd({ day: '2025-03-31T19:29Z', body: LEAD, count: 20, state: 'accepted' });
    await crowd({ day: '2025-02-10T00:00Z', body: LEAD, count: 40, priority: 'normal' });
    await crowd({
      day: '2025-02-10T00:00Z',
      body: 'unhcr',
      count: 12,
      kind: 'information-share',
      state: 'acknowledged',
    });
    await crowd({
      day: '2025-02-10T00:00Z',
      body: 'aihrc',
      count: 13,
      kind: 'information-share',
      state: 'acknowledged',
    });
    await crowd({ day: '2025-02-10T00:00Z', body: 'unicef', count: 3, kind: 'capacity-update' });
    await crowd({ day: '2023-08-10T00:00Z', body: 'unhcr', count: 10 });
    // Outside of it, and not actual.
    await crowd({ day: '2024-12-31T19:29Z', body: LEAD, count: 50 });
    await crowd({ day: '2025-03-31T19:30Z', body: LEAD, count: 50 });
    await crowd({ day: '2025-02-10T00:00Z', body: LEAD, count: 50, status: 'exercise' });
  });
  afterAll(() => hub.close());

  const crowd = ({ day, ...rest }: Given): Promise<void> =>
    writeCrowd(hub, { operation, sender: SENDER, at: day, ...rest });

  const release = (over: Partial<ReleaseAsked> = {}, slug = SENDER): Promise<ReleaseView> =>
    hub.as(slug, (tools) => releaseFigures(tools, asked(over)));
  const refusal = (over: Partial<ReleaseAsked>, slug = SENDER): Promise<unknown> =>
    release(over, slug).then(
      () => 'released',
      (error: unknown) =>
        error instanceof HubError
          ? [error.code, ...error.errors.map(({ pointer, code }) => `${pointer} ${code}`)]
          : error,
    );
  const published = (by: readonly ReleaseDimension[], slug = 'kfor-hq') =>
    hub.as(slug, (tools) => readPublished(tools, { operation, from: '2024-Q4', to: '2025-Q1', by }));

  it('are refused where they cannot be, and say why', async () => {
    const now = hub.clock.now();
    const running = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`;
    expect(await refusal({ quarter: running })).toEqual(['invalid_input', '/quarter period']);
    // Of 1 to 10 it says no more than of nothing: being released would tell that there are some.
    for (const quarter of ['2023-Q1', '2023-Q3'])
      expect(await refusal({ quarter })).toEqual(['invalid_input', '/quarter no_data']);
    expect(await refusal({}, 'unhcr')).toEqual(['forbidden']);
    expect(await refusal({ operation: 'kosovo' })).toEqual(['operation_unknown', '/operation operation_unknown']);
    expect((await hub.as(SENDER, (tools) => listReleases(tools, { limit: 10 }))).data).toEqual([]);
  });

  it('are made once of a quarter, although several ask at the same time', async () => {
    const outcomes = await Promise.all([refusal({}), refusal({}, LEAD), refusal({})]);
    expect(outcomes.map((outcome) => JSON.stringify(outcome)).sort()).toEqual(
      [...Array<string>(2).fill('["already_exists"]'), '"released"'].sort(),
    );
  });

  it('hold each recipient of an actual message of the quarter, and name no body', async () => {
    const { data } = await hub.as('kfor-hq', (tools) => listReleases(tools, { operation, limit: 10 }));
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ operation, number: 1, quarter: '2025-Q1', threshold: 11 });
    // 3 capacity updates stay together with the 25 of the smallest other kind.
    expect(told(data[0]?.groups ?? [])).toEqual([
      'referral - decided urgent none: 11 to 21',
      'referral - no-response normal none: 33 to 43',
      'referral - no-response urgent none: 11 to 21',
      '- - - - -: 22 to 32',
    ]);
  });

  it('name a body once it agrees, and change no figure by it', async () => {
    const before = await published([]);
    const id = (await hub.as(LEAD, (tools) => listReleases(tools, { limit: 1 }))).data[0]?.id ?? '';
    await expect(hub.as('kfor-hq', (tools) => agreeToBeNamed(tools, id))).rejects.toMatchObject({ code: 'not_found' });
    await hub.as(LEAD, (tools) => agreeToBeNamed(tools, id));
    await hub.as(LEAD, (tools) => agreeToBeNamed(tools, id));
    expect(told((await published(['organisation'])).groups)).toEqual(['- iom - - -: 55 to 85', '- - - - -: 22 to 32']);
    expect((await published([])).total).toEqual(before.total);
    const entries = await hub.superuser<{ action: string }>(
      `SELECT action FROM evidence_entries WHERE subject_id = $1 ORDER BY at, id`,
      [id],
    );
    expect(entries.map(({ action }) => action)).toEqual(['figures.released', 'figures.body_named']);
  });

  it('are added up over quarters, and say which are missing', async () => {
    expect(await published(['response'])).toMatchObject({
      releases: [{ quarter: '2025-Q1', number: 1 }],
      missing: ['2024-Q4'],
      total: { atLeast: 77, atMost: 117 },
    });
    expect(told((await published(['response'])).groups)).toEqual([
      '- - decided - -: 11 to 21',
      '- - no-response - -: 44 to 64',
      '- - - - -: 22 to 32',
    ]);
  });

  it('cannot be changed or removed, not even by whoever owns the tables', async () => {
    for (const statement of [
      `UPDATE figure_releases SET cells = '[]'`,
      `DELETE FROM figure_releases WHERE number = 1`,
      `TRUNCATE figure_releases CASCADE`,
    ])
      await expect(hub.superuser(statement)).rejects.toThrow(/append-only/);
  });

  it('are not counted for anybody else, or again', async () => {
    const count = (slug: string, quarter: string) =>
      hub.as(slug, ({ tx }) =>
        tx.rows(`SELECT FROM figures_to_release('afghanistan', $1, '2025-01-01', '2025-03-31', '{}', '{}')`, [quarter]),
      );
    expect(await count(SENDER, '2025-Q2')).not.toEqual([]);
    expect(await count(SENDER, '2025-Q1')).toEqual([]);
    expect(await count('kfor-hq', '2025-Q2')).toEqual([]);
  });

  it('are numbered without a gap', async () => {
    await crowd({ day: '2025-05-01T00:00Z', body: LEAD, count: 4 });
    expect(await release({ quarter: '2025-Q2' })).toMatchObject({ number: 2, groups: [{ atLeast: 44, atMost: 54 }] });
    expect(await release({ quarter: '2024-Q4' })).toMatchObject({ number: 3 });
  });
});
