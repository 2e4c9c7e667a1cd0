import { MovableClock } from '#kernel';
import {
  assignActions,
  attendanceSheet,
  cancelMeeting,
  changeItem,
  closeActions,
  closeMeeting,
  createSeries,
  keepAgendas,
  listActions,
  listDecisions,
  listMeetings,
  noteAttendance,
  openMeeting,
  orderItems,
  printed,
  proposeItem,
  readAgenda,
  readMeeting,
  readMinutes,
  recordAction,
  recordDecision,
  searchRecords,
  startItem,
  stopItem,
  systemZones,
  textOf,
  writeNote,
  type AgendaView,
  type MeetingTools,
  type MeetingView,
} from '#meetings';
import { createMessage, decide, submitMessage, type ReferralTools } from '#referrals';
import { readMeetingFigures } from '#reporting';
import { sweep } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { drain, drainTools, routed } from '#test/referral-flow';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the agenda of a meeting', () => {
  let hub: HubDatabase;
  let meetings: MeetingView[];
  let declined: string;
  // Referrals are given ids and times by the machine's clock: the meetings stand ahead of it.
  let clock: MovableClock;
  const worker = () => ({
    database: hub.worker,
    vault: hub.vault,
    clock,
    directory: hub.directory,
    zones: systemZones,
  });
  const as = <T>(slug: string, work: (tools: MeetingTools & ReferralTools) => Promise<T>): Promise<T> =>
    hub.as(slug, (tools) => work({ ...tools, clock, zones: systemZones }));
  const agendaOf = (slug: string, meeting = meetings[0]): Promise<AgendaView> =>
    as(slug, (tools) => readAgenda(tools, meeting!.id));
  const versionOf = async (meeting: MeetingView): Promise<number> =>
    (await as('iom', (tools) => readMeeting(tools, meeting.id))).version;
  const titles = (agenda: AgendaView): string[] => agenda.items.map(({ title }) => title);
  const until = (meeting: MeetingView, hoursBefore: number): void => {
    clock.advance(meeting.startsAt.getTime() - hoursBefore * HOUR - clock.now().getTime());
  };
  const hold = async (meeting: MeetingView): Promise<void> => {
    await as('iom', async (tools) => openMeeting(tools, meeting.id, await versionOf(meeting)));
    await as('iom', async (tools) => closeMeeting(tools, meeting.id, await versionOf(meeting)));
  };

  beforeAll(async () => {
    hub = await openHubDatabase();
    clock = hub.clock;
    // More than a day after the sweep below, at whatever hour this is run.
    const start = new Date(clock.now().getTime() + 4 * 86_400_000).toISOString().slice(0, 10);
    const series = await as('isaf-hq', (tools) =>
      createSeries(tools, {
        operation: 'afghanistan',
        title: 'Weekly',
        bodies: ['unhcr', 'unicef'],
        ...{ chair: 'iom', secretary: 'isaf-hq', start: `${start}T09:00`, minutes: 60, rule: 'FREQ=WEEKLY' },
        settings: { quorum: 2, agenda: [{ title: 'Round of the table', tag: 'information', minutes: 10 }] },
      }),
    );
    meetings = (await as('iom', (tools) => listMeetings(tools, { series: series.id, limit: 20 }))).data;
    const referral = await routed(hub, { priority: 'emergency', to: ['unhcr'], status: 'actual' });
    declined = referral.id;
    await as('unhcr', (tools) => decide(tools, referral.id, { decision: 'declined', reason: 'capacity' }));
    clock.advance(31 * HOUR);
    await sweep(hub.worker, clock);
    await drain(hub);
  });
  afterAll(() => hub.close());

  it('is written from what is open, by reference, first the standing items, and shown to who may know only', async () => {
    await keepAgendas(worker());
    const agenda = await agendaOf('iom');
    expect(titles(agenda)).toEqual([
      'Escalated: iom',
      'Declined, and asked of nobody else: unhcr',
      'Round of the table',
    ]);
    const [escalated] = agenda.items;
    expect(escalated).toMatchObject({ reason: 'escalated', total: 1, carried: 0, visibleTo: ['iom', 'isaf-hq'] });
    expect(escalated?.entries[0]).toMatchObject({ reference: expect.stringMatching(/^AFG-/) as string, carried: 0 });
    expect(titles(await agendaOf('unhcr'))).toEqual([
      'Declined, and asked of nobody else: unhcr',
      'Round of the table',
    ]);
    expect(titles(await agendaOf('unicef'))).toEqual(['Round of the table']);
    await expect(agendaOf('aihrc')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes what bodies propose, also for some alone, in the order that who runs it gives', async () => {
    const item = { tag: 'discussion', minutes: 10 } as const;
    const open = await as('unicef', (tools) => proposeItem(tools, meetings[0]!.id, { ...item, title: 'Schools' }));
    await as('unhcr', (tools) =>
      proposeItem(tools, meetings[0]!.id, {
        ...item,
        title: 'A closed item',
        visibleTo: [],
        references: ['AFG-2026-000123'],
      }),
    );
    expect(titles(await agendaOf('unicef'))).not.toContain('A closed item');
    expect(titles(await agendaOf('iom'))).toContain('A closed item');
    await expect(as('unicef', (tools) => orderItems(tools, meetings[0]!.id, 1, [open.id]))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await as('isaf-hq', async (tools) => orderItems(tools, meetings[0]!.id, await versionOf(meetings[0]!), [open.id]));
    await keepAgendas(worker());
    expect(titles(await agendaOf('unicef'))).toEqual(['Schools', 'Round of the table']);
    await expect(
      as('unhcr', (tools) => changeItem(tools, meetings[0]!.id, open.id, 1, { title: 'x' })),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is frozen at the cut-off with its digest; what comes later is late', async () => {
    until(meetings[0]!, 24);
    expect(await keepAgendas(worker())).toBe(1);
    const agenda = await agendaOf('iom');
    expect(agenda.digest).toMatch(/^[0-9a-f]{64}$/);
    await as('iom', (tools) => decide(tools, declined, { decision: 'accepted' }));
    await drain(hub);
    expect(await keepAgendas(worker())).toBe(0);
    expect(titles(await agendaOf('iom'))).toContain('Escalated: iom');
    const late = await as('unicef', (tools) =>
      proposeItem(tools, meetings[0]!.id, { title: 'Late', tag: 'information', minutes: 5 }),
    );
    expect(late.late).toBe(true);
    const [request] = await hub.superuser<{ state: string }>(`SELECT state FROM agenda_requests ORDER BY id LIMIT 1`);
    expect(['taken', 'settled']).toContain(request?.state);
  });

  it('keeps notes of two who write at once: neither is lost, the second is told all three', async () => {
    const item = (await agendaOf('iom')).items.find(({ title }) => title === 'Schools')!;
    const write = (slug: string, version: number, text: string) =>
      as(slug, (tools) => writeNote(tools, meetings[0]!.id, item.id, version, text));
    await write('isaf-hq', 0, 'base');
    const outcomes = await Promise.allSettled([write('isaf-hq', 1, 'one'), write('iom', 1, 'two')]);
    const kept = outcomes.find((outcome) => outcome.status === 'fulfilled');
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({
      code: 'edit_conflict',
      extra: { base: 'base', theirs: kept?.value.note, version: 2 },
    });
    await expect(write('unicef', 2, 'three')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('decides with a quorum only, numbers decisions, and lets one take the place of another', async () => {
    const meeting = meetings[0]!;
    const item = (await agendaOf('iom')).items.find(({ title }) => title === 'A closed item')!;
    await as('iom', async (tools) => openMeeting(tools, meeting.id, await versionOf(meeting)));
    const decideOn = (decision: string, supersedes?: string) =>
      as('isaf-hq', (tools) =>
        recordDecision(tools, meeting.id, item.id, { decision, ...(supersedes ? { supersedes } : {}) }),
      );
    await expect(decideOn('Too soon')).rejects.toMatchObject({ code: 'no_quorum' });
    for (const body of ['iom', 'unhcr'])
      await as('isaf-hq', (tools) =>
        noteAttendance(tools, meeting.id, { body, state: 'present', representedBy: 'Focal point' }),
      );
    await as('isaf-hq', (tools) =>
      noteAttendance(tools, meeting.id, { state: 'visitor', representedBy: 'Interpreter', arrivedAt: clock.now() }),
    );
    const first = await decideOn('The shelter stays open');
    const second = await decideOn('The shelter closes on Fridays', first.id);
    expect(second).toMatchObject({ present: ['iom', 'unhcr'], supersedes: first.id });
    expect(second.reference).toMatch(/^AFG-D-20\d\d-\d{6}$/);
    await expect(decideOn('Again', first.id)).rejects.toMatchObject({ code: 'illegal_transition' });
    const found = async (slug: string) =>
      (await as(slug, (tools) => listDecisions(tools, { q: 'shelter fridays', limit: 10 }))).data.map(({ id }) => id);
    expect(await found('unhcr')).toEqual([second.id]);
    expect(await found('unicef')).toEqual([]);
    const searched = async (slug: string) =>
      (await as(slug, (tools) => searchRecords(tools, { q: 'shelter', limit: 10 }))).map(({ kind }) => kind);
    expect(await searched('unhcr')).toEqual(['decision', 'decision']);
    expect(await searched('unicef')).toEqual([]);
  });

  it('notes what each item took: one at a time, again when it is taken up again, until the meeting ends', async () => {
    const { id } = meetings[0]!;
    const item = async (title: string) => (await agendaOf('iom')).items.find((one) => one.title === title)!;
    const [schools, closed] = [await item('Schools'), await item('A closed item')];
    await expect(as('unicef', (tools) => startItem(tools, id, schools.id))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(as('iom', (tools) => stopItem(tools, id, schools.id))).rejects.toMatchObject({
      ...{ code: 'illegal_transition', extra: { legal: ['start_item'] } },
    });
    await as('isaf-hq', (tools) => startItem(tools, id, schools.id));
    await expect(as('iom', (tools) => startItem(tools, id, schools.id))).rejects.toMatchObject({
      ...{ code: 'illegal_transition', extra: { legal: ['stop_item'] } },
    });
    expect((await item('Schools')).runningSince).toEqual(clock.now());
    clock.advance(4 * MINUTE);
    await as('iom', (tools) => startItem(tools, id, closed.id));
    expect(await item('Schools')).toMatchObject({ secondsSpent: 240, runningSince: null, endedAt: clock.now() });
    clock.advance(MINUTE);
    await as('isaf-hq', (tools) => stopItem(tools, id, closed.id));
    await as('isaf-hq', (tools) => startItem(tools, id, schools.id));
    clock.advance(8 * MINUTE);
    const { title, lines } = await as('unicef', (tools) => attendanceSheet(tools, id));
    expect(title).toBe(`Attendance of ${meetings[0]!.reference}`);
    expect(lines).toContainEqual([expect.stringContaining('Migration'), 'Focal point', 'present', '', '']);
    expect(lines.map(([body]) => body).filter((body) => body === 'Visitor')).toHaveLength(4);
  });

  it('asks bodies by messages once it is closed, and closes an action by the reply', async () => {
    const meeting = meetings[0]!;
    const item = (await agendaOf('iom')).items.find(({ title }) => title === 'Schools')!;
    const dueOn = new Date(clock.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10);
    const action = await as('isaf-hq', (tools) =>
      recordAction(tools, meeting.id, item.id, { task: 'Send the list of schools', body: 'unicef', dueOn }),
    );
    expect(await assignActions(worker())).toBe(0);
    await as('iom', async (tools) => closeMeeting(tools, meeting.id, await versionOf(meeting)));
    const schools = (await agendaOf('iom')).items.find(({ title }) => title === 'Schools');
    expect(schools).toMatchObject({ secondsSpent: 720, runningSince: null, startedAt: expect.any(Date) as Date });
    const print = textOf(printed(await as('unicef', (tools) => readMinutes(tools, meeting.id))));
    expect(print).toContain('discussion, 12 of 10 minutes, 2 over');
    expect(print).toContain('Length: 13 of 60 minutes');
    // A day before half past four in UTC: its clocks show nine.
    expect(print).toContain('- visitor: visitor from 09:00 (Interpreter)');
    const day = meeting.startsAt.toISOString().slice(0, 10);
    const figures = { operation: 'afghanistan', from: day, to: day };
    expect(await as('isaf-hq', (tools) => readMeetingFigures(tools, figures))).toMatchObject({
      ...{ itemsTimed: 2, itemsOverran: 1, itemMinutesOver: { median: -3.5, p90: 0.9 } },
    });
    expect(await as('unicef', (tools) => readMeetingFigures(tools, figures))).toMatchObject({ itemsTimed: 1 });
    expect(await assignActions(worker())).toBe(1);
    const told: string[] = [];
    await drain(hub, { ...drainTools(hub), onTold: (topic) => told.push(topic) });
    const [assigned] = (await as('unicef', (tools) => listActions(tools, { body: 'unicef', limit: 5 }))).data;
    expect(assigned).toMatchObject({ id: action.id, state: 'assigned', overdue: false });
    await as('unicef', async (tools) => {
      const report = await createMessage(tools, {
        kind: 'action-report',
        operation: 'afghanistan',
        priority: 'normal',
        inReplyTo: assigned!.message!,
        body: { report: 'Sent.', done: true },
      });
      await submitMessage(tools, report!.id);
    });
    await drain(hub);
    expect(await closeActions(worker())).toBe(1);
    const [closed] = (await as('iom', (tools) => listActions(tools, { limit: 5 }))).data;
    expect(closed).toMatchObject({ state: 'done' });
  });

  it('carries over what is still open, counted, and what was called off', async () => {
    const next = meetings[1]!;
    const item = await as('unicef', (tools) =>
      proposeItem(tools, next.id, { title: 'Teachers', tag: 'discussion', minutes: 5 }),
    );
    until(next, 30);
    await keepAgendas(worker());
    const agenda = await agendaOf('iom', next);
    expect(titles(agenda)[0]).toBe(`Approval of the minutes of ${meetings[0]!.reference}`);
    const unhcr = agenda.items.find(({ reason }) => reason === 'declined');
    expect(unhcr).toMatchObject({ carried: 1, entries: [{ carried: 1 }] });
    expect(titles(agenda)).toContain('A closed item');
    await as('iom', async (tools) => cancelMeeting(tools, next.id, await versionOf(next), 'Holiday'));
    until(meetings[2]!, 30);
    await keepAgendas(worker());
    const after = await agendaOf('unicef', meetings[2]);
    expect(after.items.find(({ title }) => title === 'Teachers')).toMatchObject({ carried: 1, proposer: 'unicef' });
    expect((await agendaOf('unicef', next)).items.find(({ id }) => id === item.id)?.state).toBe('carried');
    await hold(meetings[2]!);
    const twice = (await agendaOf('iom', meetings[2])).items.find(({ title }) => title === 'A closed item');
    expect(twice).toMatchObject({ carried: 2 });
  });
});
