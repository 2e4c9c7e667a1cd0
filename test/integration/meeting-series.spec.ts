import {
  cancelMeeting,
  changeSeries,
  closeMeeting,
  createMeeting,
  createSeries,
  endSeries,
  followZones,
  keepConfiguredSeries,
  listMeetings,
  listOccurrences,
  listSeries,
  makeReady,
  meetingLines,
  openMeeting,
  previewMeeting,
  previewSeries,
  previewSeriesChange,
  readMeeting,
  rescheduleMeeting,
  systemZones,
  type MeetingChange,
  type MeetingTools,
  type MeetingsAsked,
  type MeetingView,
  type NewSeries,
  type Zones,
} from '#meetings';
import { MovableClock } from '#kernel';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { drain } from '#test/referral-flow';

jest.setTimeout(120_000);

const DAY = 86_400_000;

describe('series of meetings', () => {
  let hub: HubDatabase;
  const clock = new MovableClock(new Date('2026-03-16T06:00:00Z'));
  const worker = (zones: Zones = systemZones) => ({ database: hub.worker, clock, directory: hub.directory, zones });
  const as = <T>(slug: string, work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
    hub.as(slug, (tools) => work({ ...tools, clock, zones: systemZones }));
  const given: NewSeries = {
    operation: 'kosovo',
    title: 'Weekly liaison',
    bodies: ['unmik-police'],
    ...{ chair: 'unmik', secretary: 'kfor-hq', start: '2026-03-18T10:00', minutes: 60, rule: 'FREQ=WEEKLY;BYDAY=WE' },
  };
  const meetingsOf = async (series: string): Promise<MeetingView[]> =>
    (await as('kfor-hq', (tools) => listOccurrences(tools, series, {}))).data;
  const starts = (meetings: readonly MeetingView[]) =>
    meetings.filter(({ state }) => state === 'scheduled').map(({ startsAt }) => startsAt.toISOString().slice(0, 16));

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  it('come from the operation files, once, however many workers look', async () => {
    const made = await Promise.all([1, 2, 3].map(() => keepConfiguredSeries(worker())));
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(2);
    const [weekly] = await as('iom', (tools) => listSeries(tools, 'afghanistan'));
    expect(weekly).toMatchObject({
      timeZone: 'Asia/Kabul',
      start: '2026-01-07T09:00',
      chair: 'iom',
      secretary: 'isaf-hq',
    });
    const { data } = await as('unhcr', (tools) => listOccurrences(tools, weekly!.id, {}));
    expect(data.map(({ startsAt }) => startsAt.toISOString().slice(0, 16)).slice(0, 2)).toEqual([
      '2026-03-18T04:30',
      '2026-03-25T04:30',
    ]);
    expect(await as('german-police-project', (tools) => listSeries(tools, undefined))).toEqual([]);
  });

  it('keep the wall clock, and are made ready further as time goes on', async () => {
    const series = await as('kfor-hq', (tools) => createSeries(tools, given));
    const first = await meetingsOf(series.id);
    expect(starts(first).slice(0, 3)).toEqual(['2026-03-18T09:00', '2026-03-25T09:00', '2026-04-01T08:00']);
    expect(first).toHaveLength(10);
    clock.advance(8 * DAY);
    expect(await makeReady(worker())).toBeGreaterThan(0);
    expect(await makeReady(worker())).toBe(0);
    expect(await meetingsOf(series.id)).toHaveLength(11);
    clock.advance(-8 * DAY);
  });

  it('leave a moved and a cancelled meeting apart when the series moves', async () => {
    const series = await as('kfor-hq', (tools) => createSeries(tools, given));
    const [first, second, third] = await meetingsOf(series.id);
    await as('kfor-hq', (tools) => rescheduleMeeting(tools, first!.id, 1, { start: '2026-03-19T14:00' }));
    await as('unmik', (tools) => cancelMeeting(tools, second!.id, 1, 'Public holiday'));
    const preview = await as('unmik', (tools) => previewSeriesChange(tools, series.id, { start: '2026-03-18T11:00' }));
    expect(preview).toMatchObject({ answersReset: true, told: ['kfor-hq', 'unmik', 'unmik-police'] });
    const after = await as('unmik', (tools) => changeSeries(tools, series.id, 1, { start: '2026-03-18T11:00' }));
    expect(after).toMatchObject({ sequence: 1, version: 2 });
    const meetings = await meetingsOf(series.id);
    // The moved one stays; those at ten are gone, those at eleven came.
    expect(starts(meetings).slice(0, 3)).toEqual(['2026-03-18T10:00', '2026-03-19T13:00', '2026-03-25T10:00']);
    expect(meetings.find(({ id }) => id === third?.id)).toMatchObject({ state: 'cancelled', moved: false });
    const lines = await as('unmik', (tools) => meetingLines(tools.tx, first!.id));
    expect(lines.map(({ event, by }) => [event, by])).toEqual([['moved', 'kfor-hq']]);
  });

  it('go on as another series from one meeting on', async () => {
    const series = await as('kfor-hq', (tools) =>
      createSeries(tools, { ...given, rule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=8' }),
    );
    const next = await as('kfor-hq', (tools) =>
      changeSeries(tools, series.id, 1, {
        from: '2026-04-01T10:00',
        start: '2026-04-02T15:00',
        rule: 'FREQ=WEEKLY;BYDAY=TH;COUNT=6',
      }),
    );
    expect(next).toMatchObject({ follows: series.id, sequence: 0 });
    expect(starts(await meetingsOf(series.id))).toEqual(['2026-03-18T09:00', '2026-03-25T09:00']);
    expect(starts(await meetingsOf(next.id))).toHaveLength(6);
    await expect(
      as('kfor-hq', (tools) => changeSeries(tools, series.id, 2, { from: '2026-04-03T10:00' })),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('of two secretaries at once tell one that the other was faster', async () => {
    const series = await as('kfor-hq', (tools) => createSeries(tools, given));
    const change = (slug: string, title: string) => as(slug, (tools) => changeSeries(tools, series.id, 1, { title }));
    const outcomes = await Promise.allSettled([change('kfor-hq', 'One'), change('unmik', 'Two')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'stale_version', extra: { version: 2 } });
  });

  it('are changed by who runs them only, and not seen by who takes no part', async () => {
    const series = await as('kfor-hq', (tools) => createSeries(tools, { ...given, bodies: [] }));
    const [meeting] = await meetingsOf(series.id);
    await expect(as('unmik-police', (tools) => readMeeting(tools, meeting!.id))).rejects.toMatchObject({
      code: 'not_found',
    });
    const wider = await as('kfor-hq', (tools) => changeSeries(tools, series.id, 1, { bodies: ['unmik-police'] }));
    const cancel = (slug: string) => as(slug, (tools) => cancelMeeting(tools, meeting!.id, 2, 'No'));
    await expect(cancel('unmik-police')).rejects.toMatchObject({ code: 'forbidden' });
    await as('kfor-hq', (tools) => endSeries(tools, series.id, wider.version));
    expect(starts(await meetingsOf(series.id))).toEqual([]);
    await expect(cancel('unmik')).rejects.toMatchObject({ code: 'stale_version' });
  });

  it.each<[Partial<NewSeries>, string]>([
    [{ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'never'],
    [{ rule: 'FREQ=DAILY;COUNT=1000000' }, 'out_of_bounds'],
    [{ start: '2026-02-31T10:00' }, 'malformed'],
    [{ timeZone: 'Europe/Pristina' }, 'unknown_code'],
    [{ bodies: ['iom'] }, 'organisation_unknown'],
    [{ link: 'https://user:secret@x.example/' }, 'malformed'],
    [{ settings: { quorum: 9 } }, 'out_of_bounds'],
  ])('refuse %j', async (over, code) => {
    const work = as('kfor-hq', (tools) => createSeries(tools, { ...given, ...over }));
    await expect(work).rejects.toMatchObject({ code: 'invalid_input', errors: [{ code }] });
  });

  it('warn who makes or moves them of times that the clocks skip or show twice, and say who would be told', async () => {
    const night = { ...given, start: '2026-10-18T02:30', rule: 'FREQ=WEEKLY;COUNT=3' };
    const twice = 'On 2026-10-25 the clocks of Europe/Belgrade show 02:30 twice: it is held at the first.';
    const skipped = 'On 2027-03-28 the clocks of Europe/Belgrade skip 02:30: it is held at 03:30.';
    expect(await as('kfor-hq', (tools) => previewSeries(tools, night))).toMatchObject({
      ...{ warnings: [twice], answersReset: false, told: ['kfor-hq', 'unmik', 'unmik-police'] },
    });
    const series = await as('kfor-hq', (tools) => createSeries(tools, night));
    expect(series.warnings).toEqual([twice]);
    const longer = await as('kfor-hq', (tools) => changeSeries(tools, series.id, 1, { rule: 'FREQ=WEEKLY;COUNT=30' }));
    expect(longer.warnings).toEqual([twice, skipped]);
    const alone = { operation: 'kosovo', title: 'Night', bodies: ['unmik'], minutes: 30, reason: 'Urgent' };
    const called = await as('unmik-police', (tools) => createMeeting(tools, { ...alone, start: '2026-03-29T02:30' }));
    expect(called).toMatchObject({
      startsAt: new Date('2026-03-29T01:30Z'),
      warnings: [expect.stringContaining('skip')],
    });
    const preview = (change: MeetingChange) => as('unmik-police', (tools) => previewMeeting(tools, called.id, change));
    const told = ['unmik', 'unmik-police'];
    expect(await preview({ title: 'Later' })).toMatchObject({ told, answersReset: false });
    expect(await preview({ start: '2026-10-25T02:30' })).toMatchObject({
      ...{ told, answersReset: true, warnings: [expect.stringContaining('twice')] },
    });
    const moved = await as('unmik-police', (tools) =>
      rescheduleMeeting(tools, called.id, 1, { start: '2026-03-30T10:00' }),
    );
    expect(moved.warnings).toEqual([]);
    const day = { from: new Date('2026-03-30T00:00Z'), to: new Date('2026-03-31T00:00Z') };
    const found = async (asked: Partial<MeetingsAsked>) =>
      (await as('unmik-police', (tools) => listMeetings(tools, { ...day, limit: 10, ...asked }))).data.map(
        ({ id }) => id,
      );
    expect(await found({ operation: 'kosovo', body: 'unmik' })).toEqual([called.id]);
    expect(await found({ body: 'kfor-hq' })).toEqual([]);
    expect(await found({ from: day.to, to: new Date('2026-04-01T00:00Z') })).toEqual([]);
  });

  it('take an extraordinary meeting of any body, which it opens and closes', async () => {
    const called = await as('unmik-police', (tools) =>
      createMeeting(tools, {
        operation: 'kosovo',
        ...{ title: 'Urgent', bodies: ['unmik'], start: '2026-03-17T16:00', minutes: 30, reason: 'A route was closed' },
      }),
    );
    expect(called).toMatchObject({ chair: 'unmik-police', series: null, startsAt: new Date('2026-03-17T15:00Z') });
    await as('unmik-police', (tools) => openMeeting(tools, called.id, 1));
    await expect(as('unmik-police', (tools) => cancelMeeting(tools, called.id, 2, 'x'))).rejects.toMatchObject({
      code: 'illegal_transition',
      extra: { legal: ['close'] },
    });
    expect(await as('unmik-police', (tools) => closeMeeting(tools, called.id, 2))).toMatchObject({ state: 'held' });
  });

  it('follow a change of the law on clocks: what is to come moves, what was held does not', async () => {
    await drain(hub);
    const series = await as('kfor-hq', (tools) => createSeries(tools, given));
    const [held, next] = await meetingsOf(series.id);
    await as('kfor-hq', (tools) => openMeeting(tools, held!.id, 1));
    // From now on Belgrade is at summer time all year.
    const zones: Zones = {
      ...systemZones,
      version: '2099z',
      instantOf: (zone, wall) =>
        zone === 'Europe/Belgrade'
          ? { at: new Date(new Date(`${wall}Z`).getTime() - 2 * 3_600_000), found: 'exact' }
          : systemZones.instantOf(zone, wall),
    };
    expect(await followZones(worker(zones))).toBeGreaterThan(0);
    const after = await meetingsOf(series.id);
    expect(after.find(({ id }) => id === held?.id)?.startsAt).toEqual(held?.startsAt);
    expect(after.find(({ id }) => id === next?.id)).toMatchObject({
      start: '2026-03-25T10:00',
      startsAt: new Date('2026-03-25T08:00Z'),
      sequence: 1,
    });
    // From 29 March on it is summer time under both laws.
    expect(after.find(({ start }) => start === '2026-04-01T10:00')).toMatchObject({ sequence: 0 });
    expect(await followZones(worker(zones))).toBe(0);
  });

  it('leave an event for each body, which the routing worker tells', async () => {
    await as('kfor-hq', (tools) => createSeries(tools, given));
    expect(await drain(hub)).toBeGreaterThan(0);
    const [waiting] = await hub.superuser<{ count: number }>('SELECT count(*)::int AS count FROM outbox');
    expect(waiting?.count).toBe(0);
  });
});
