import { buffer } from 'node:stream/consumers';
import { signerKey } from '#evidence-log';
import { oldestUnsealed, seal } from '#evidence';
import {
  amendMinutes,
  closeMeeting,
  listActions,
  listMeetings,
  noteAttendance,
  openMeeting,
  openMeetingFile,
  proposeItem,
  readAgenda,
  readMeeting,
  readMinutes,
  receiptsOf,
  recordAction,
  submitMinutes,
  systemZones,
  verifyMeetingFile,
  writeMeetingFile,
  writeNote,
  type MeetingTools,
  type MeetingView,
} from '#meetings';
import type { JobClient } from '#platform/queue';
import type { Log } from '#platform/telemetry';
import type { Settings } from '#runtime';
import { readMeetingFigures } from '#reporting';
import { sweep } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { drain, routed } from '#test/referral-flow';
import { eventually } from '#test/servers';
import { MeetingsController } from '../../apps/meetings-worker/meetings.controller';

jest.setTimeout(180_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Both series of the operation files: who keeps the record, who owns an action, and who lets a referral lie. */
const series = [
  { operation: 'afghanistan', zone: 'Asia/Kabul', wall: '09:00', secretary: 'isaf-hq', chair: 'iom', owner: 'unicef' },
  { operation: 'kosovo', zone: 'Europe/Belgrade', wall: '10:00', secretary: 'kfor-hq', chair: 'unmik', owner: 'unmik' },
] as const;
type Series = (typeof series)[number];

describe('three weeks of the meetings that the operation files name', () => {
  const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
  let hub: HubDatabase;
  let worker: MeetingsController;
  /** By operation: its meetings, the earliest first. */
  const meetings = new Map<string, readonly MeetingView[]>();
  const references = new Map<string, string>();
  const actions = new Map<string, string>();

  const as = <T>(slug: string, work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
    hub.as(slug, (tools) => work({ ...tools, zones: systemZones }));
  const meetingOf = ({ operation }: Series, week: number): MeetingView => meetings.get(operation)![week]!;
  /** All that the workers do when time has passed. */
  const keep = async (): Promise<void> => {
    await sweep(hub.worker, hub.clock);
    await drain(hub);
    await worker.keep();
    await drain(hub);
  };
  const until = async (at: Date): Promise<void> => {
    hub.clock.advance(at.getTime() - hub.clock.now().getTime());
    await keep();
  };
  const before = (meeting: MeetingView, hours: number): Date => new Date(meeting.startsAt.getTime() - hours * HOUR);
  const agendaOf = (one: Series, week: number, slug: string = one.secretary) =>
    as(slug, (tools) => readAgenda(tools, meetingOf(one, week).id));

  /** Holds a meeting at its time: who is there, a note, and in the first week an action that nobody will take up. */
  const hold = async (one: Series, week: number): Promise<string> => {
    const { id } = meetingOf(one, week);
    const version = async () => (await as(one.secretary, (tools) => readMeeting(tools, id))).version;
    const item = await as(one.owner, (tools) =>
      proposeItem(tools, id, { title: 'Places in shelters', tag: 'discussion', minutes: 10 }),
    );
    await as(one.secretary, async (tools) => openMeeting(tools, id, await version()));
    for (const body of meetingOf(one, week).bodies)
      await as(one.secretary, (tools) => noteAttendance(tools, id, { body, state: 'present' }));
    await as(one.secretary, (tools) => writeNote(tools, id, item.id, 0, `Week ${week + 1}: four places are free`));
    if (week === 0) {
      const dueOn = new Date(hub.clock.now().getTime() + 2 * DAY).toISOString().slice(0, 10);
      const action = await as(one.secretary, (tools) =>
        recordAction(tools, id, item.id, { task: 'Count the places again', body: one.owner, dueOn }),
      );
      actions.set(one.operation, action.reference);
    }
    await as(one.chair, async (tools) => closeMeeting(tools, id, await version()));
    await keep();
    await as(one.secretary, (tools) => submitMinutes(tools, id, 0));
    return item.id;
  };

  beforeAll(async () => {
    hub = await openHubDatabase();
    const jobs = { wake: () => undefined } as unknown as JobClient;
    const log = {
      error: (error: unknown) => {
        throw new Error('the meetings worker failed', { cause: error });
      },
    } as unknown as Log;
    const settings = { http: { publicUrl: 'http://hub.example' } } as unknown as Settings;
    worker = new MeetingsController(hub.worker, hub.clock, hub.vault, hub.directory, jobs, log, settings);
    await keep();
    for (const { operation, secretary } of series) {
      const { data } = await as(secretary, (tools) => listMeetings(tools, { operation, limit: 20 }));
      // The first that is still four days ahead: all is asked in time.
      meetings.set(
        operation,
        data.filter(({ startsAt }) => startsAt.getTime() > hub.clock.now().getTime() + 4 * DAY),
      );
    }
  });
  afterAll(() => hub.close());

  it.each(series)('$operation: weeks of Wednesdays, each at $wall of $zone', (one) => {
    const ahead = meetings.get(one.operation)!;
    expect(ahead.length).toBeGreaterThanOrEqual(8);
    for (const [index, { startsAt, timeZone, chair, secretary }] of ahead.entries()) {
      expect({ timeZone, chair, secretary }).toEqual({
        timeZone: one.zone,
        chair: one.chair,
        secretary: one.secretary,
      });
      const wall = systemZones.wallOf(one.zone, startsAt);
      expect(wall.slice(11)).toBe(one.wall);
      expect(new Date(`${wall.slice(0, 10)}T12:00Z`).getUTCDay()).toBe(3);
      const first = systemZones.wallOf(one.zone, ahead[0]!.startsAt);
      expect(Date.parse(`${wall}Z`) - Date.parse(`${first}Z`)).toBe(index * 7 * DAY);
    }
  });

  it('a referral that nobody acknowledges comes to the agenda by itself', async () => {
    for (const one of series) {
      const { reference } = await routed(
        hub,
        { operation: one.operation, priority: 'emergency', status: 'actual', to: [one.chair] },
        one.secretary,
      );
      references.set(one.operation, reference);
    }
    for (const one of series) {
      const listed = (await agendaOf(one, 0)).items.flatMap(({ entries }) => entries.map(({ reference }) => reference));
      expect(listed).not.toContain(references.get(one.operation));
    }
    // An emergency is to be acknowledged within a day; two days, and it is overdue and escalated.
    await until(new Date(hub.clock.now().getTime() + 2 * DAY));
    for (const one of series) {
      await until(new Date(Math.max(hub.clock.now().getTime(), before(meetingOf(one, 0), 25).getTime())));
      const { items, frozenAt } = await agendaOf(one, 0);
      const [escalated] = items.filter(({ reason }) => reason === 'escalated');
      expect(escalated?.entries.map(({ reference }) => reference)).toEqual([references.get(one.operation)]);
      expect(escalated?.title).toBe(`Escalated: ${one.chair}`);
      expect(frozenAt).toBeNull();
    }
  });

  it('the first meetings are held, and silence approves their minutes', async () => {
    for (const one of series) {
      await until(meetingOf(one, 0).startsAt);
      expect((await agendaOf(one, 0)).digest).toMatch(/^[0-9a-f]{64}$/);
      await hold(one, 0);
    }
    await until(new Date(hub.clock.now().getTime() + 3 * DAY));
    for (const one of series) {
      const minutes = await as(one.chair, (tools) => readMinutes(tools, meetingOf(one, 0).id));
      expect(minutes).toMatchObject({ state: 'approved', number: 1, previousDigest: null });
      expect(new Set(minutes.answers.map(({ answer }) => answer))).toEqual(new Set(['silent']));
    }
  });

  it('an action that nobody takes up is overdue, escalates, and is carried until it is done', async () => {
    for (const one of series) await until(before(meetingOf(one, 1), 25));
    for (const one of series) {
      const [action] = (await as(one.owner, (tools) => listActions(tools, { body: one.owner, limit: 5 }))).data;
      expect(action).toMatchObject({ reference: actions.get(one.operation), state: 'assigned', overdue: true });
      const { items } = await agendaOf(one, 1);
      // Silence approved the minutes of the week before: they are no matter for this one.
      expect(items[0]?.title).toBe('Previous action points');
      expect(items.filter(({ title }) => title.includes(meetingOf(one, 0).reference))).toEqual([]);
      expect(items[0]?.entries.map(({ reference }) => reference)).toEqual([actions.get(one.operation)]);
      expect(items.find(({ reason }) => reason === 'escalated')).toMatchObject({ carried: 1 });
      await until(meetingOf(one, 1).startsAt);
      await hold(one, 1);
    }
    // Asked with priority normal: 14 days, then the hub escalates it like any message.
    await until(before(meetingOf(series[0], 2), 25));
    await until(new Date(hub.clock.now().getTime() + 14 * DAY));
    for (const one of series) {
      const escalated = await hub.superuser<{ kind: string }>(
        `SELECT a.kind FROM agenda_requests a JOIN meeting_actions m ON m.message_id = a.message_id AND m.organisation_id = a.organisation_id
         WHERE m.reference = $1 AND a.reason = 'unacknowledged'`,
        [actions.get(one.operation)],
      );
      expect(escalated).toEqual([{ kind: 'action-item' }]);
    }
  });

  it('the figures say what became of it, to who takes part', async () => {
    for (const one of series) {
      const days = { from: '2026-01-01', to: hub.clock.now().toISOString().slice(0, 10) };
      const report = await as(one.chair, (tools) => readMeetingFigures(tools, { operation: one.operation, ...days }));
      // Held for no time at all by the moved clock; the first minutes three days after.
      expect(report).toMatchObject({ meetings: 2, overran: 0, minutesOver: { median: -60, p90: -60 } });
      expect(report.daysToApproval?.median).toBeGreaterThanOrEqual(3);
      const [owner] = report.bodies.filter(({ organisation }) => organisation === one.owner);
      expect(owner).toMatchObject({ invited: 2, attended: 2, attendanceRate: 1 });
      expect(owner).toMatchObject({ actions: 1, open: 1, overdue: 1, closureRate: 0, daysToClose: null });
      expect(owner?.daysOpen?.median).toBeGreaterThan(20);
    }
  });

  it('an amendment stands beside the minutes, and the whole file is checked without the hub', async () => {
    for (const one of series) {
      const { id } = meetingOf(one, 0);
      const minutes = await as(one.chair, (tools) => readMinutes(tools, id));
      const item = minutes.items.find((given) => 'title' in given && given.title === 'Places in shelters');
      if (!item || !('id' in item)) throw new Error('the item is in the minutes');
      await as(one.chair, (tools) =>
        amendMinutes(tools, id, { item: item.id, note: 'Week 1: five places are free', reason: 'Miscounted' }),
      );
    }
    await keep();
    await eventually('all is sealed', async () => {
      await seal({ database: hub.worker, clock: hub.clock, signer });
      return (await oldestUnsealed(hub.worker)) === undefined;
    });
    for (const one of series)
      for (const slug of [one.secretary, one.chair]) {
        const { id, reference } = meetingOf(one, 0);
        const file = await as(slug, (tools) => openMeetingFile({ ...tools, publicUrl: 'http://hub.example' }, id));
        const receipts = receiptsOf((work) => as(slug, ({ tx }) => work(tx)), file);
        const verdict = await verifyMeetingFile(await buffer(await writeMeetingFile(file, receipts)), [
          signer.verifier,
        ]);
        expect(verdict).toMatchObject({ ok: true, faults: [], reference, body: slug, amendments: 1 });
      }
  });
});
