import { MailEngine, type OutgoingMail } from '#delivery';
import { contextOf } from '#identity';
import { MovableClock } from '#kernel';
import {
  answerMeeting,
  cancelMeeting,
  changeSeries,
  createFeed,
  createSeries,
  listFeeds,
  listMeetings,
  readAnswers,
  readFeed,
  remindOfMeetings,
  rescheduleMeeting,
  revokeFeed,
  systemZones,
  readReply,
  takeReply,
  type ReplyTaken,
  type MeetingTools,
  type MeetingView,
} from '#meetings';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { drain } from '#test/referral-flow';

jest.setTimeout(120_000);

describe('invitations and calendars', () => {
  let hub: HubDatabase;
  let series: string;
  let meetings: MeetingView[];
  const clock = new MovableClock(new Date('2026-03-16T06:00:00Z'));
  const mails: OutgoingMail[] = [];
  const as = <T>(slug: string, work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
    hub.as(slug, (tools) => work({ ...tools, clock, zones: systemZones }));
  const publicUrl = 'https://hub.example';

  const sendMails = async (): Promise<OutgoingMail[]> => {
    await drain(hub);
    mails.length = 0;
    const engine = new MailEngine({
      database: hub.worker,
      directory: hub.directory,
      clock,
      transport: {
        send: (mail) => {
          mails.push(mail);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      },
      publicUrl,
      scheduleScale: 1,
      onError: (error) => {
        throw error;
      },
    });
    await engine.sendDue();
    await engine.close();
    return mails;
  };
  const reply = (over: Readonly<Record<string, string>> = {}): string => {
    const lines = {
      METHOD: 'REPLY',
      UID: `${series}@liaison-hub`,
      SEQUENCE: '0',
      DTSTAMP: '20260316T070000Z',
      ATTENDEE: ';PARTSTAT=ACCEPTED:mailto:focal-point@unmik-police.example',
      ...over,
    };
    const { METHOD, ...event } = lines;
    const inEvent = Object.entries(event).map(([name, value]) => `${name}${value.startsWith(';') ? '' : ':'}${value}`);
    return [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      `METHOD:${METHOD}`,
      'BEGIN:VEVENT',
      ...inEvent,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
  };
  const taken = async (tools: MeetingTools, text: string): Promise<ReplyTaken> =>
    takeReply(tools, await readReply(text));
  const mailboxOf = async (slug: string): Promise<string> => {
    const { operation } = await hub.directory.operation('kosovo');
    return operation.bodies.find((body) => body.slug === slug)?.focalPoint.mailbox ?? '';
  };
  const attendee = async (slug: string, partstat = 'ACCEPTED'): Promise<string> =>
    `;PARTSTAT=${partstat}:mailto:${await mailboxOf(slug)}`;
  const answerOf = async (meeting: MeetingView, slug: string): Promise<string | undefined> =>
    (await as(slug, (tools) => readAnswers(tools, meeting.id))).find(({ body }) => body === slug)?.answer;

  beforeAll(async () => {
    hub = await openHubDatabase();
    const made = await as('kfor-hq', (tools) =>
      createSeries(tools, {
        operation: 'kosovo',
        title: 'Weekly liaison',
        bodies: ['unmik-police'],
        ...{ chair: 'unmik', secretary: 'kfor-hq', start: '2026-03-18T10:00', minutes: 60, rule: 'FREQ=WEEKLY' },
      }),
    );
    series = made.id;
    meetings = (await as('unmik', (tools) => listMeetings(tools, { series, limit: 20 }))).data;
  });
  afterAll(() => hub.close());

  it('reach each body by mail, with the same method in mail and calendar, and no content', async () => {
    const sent = await sendMails();
    expect(sent.map(({ to }) => to).sort()).toEqual(
      (await Promise.all(['kfor-hq', 'unmik', 'unmik-police'].map(mailboxOf))).sort(),
    );
    for (const { calendar, subject } of sent) {
      expect(calendar?.method).toBe('REQUEST');
      expect(calendar?.text).toContain('METHOD:REQUEST');
      expect(calendar?.text).toContain(`UID:${series}@liaison-hub`);
      expect(subject).toContain('Weekly liaison');
    }
  });

  it('take the answers of bodies: to the whole series, to one meeting, and anew when that is moved', async () => {
    const [first, second] = meetings;
    const own = { ATTENDEE: await attendee('unmik-police') };
    await as('unmik-police', (tools) => taken(tools, reply(own)));
    expect(await answerOf(first!, 'unmik-police')).toBe('accepted');
    await as('unmik-police', (tools) => answerMeeting(tools, second!.id, 'declined'));
    expect([await answerOf(first!, 'unmik-police'), await answerOf(second!, 'unmik-police')]).toEqual([
      'accepted',
      'declined',
    ]);
    await as('unmik', (tools) => rescheduleMeeting(tools, first!.id, 1, { start: '2026-03-19T10:00' }));
    expect(await answerOf(first!, 'unmik-police')).toBe('none');
    const one = { ...own, 'RECURRENCE-ID': ';TZID=Europe/Belgrade:20260318T100000' };
    await expect(as('unmik-police', (tools) => taken(tools, reply(one)))).rejects.toMatchObject({
      code: 'stale_version',
    });
    await as('unmik-police', (tools) => taken(tools, reply({ ...one, SEQUENCE: '1' })));
    expect(await answerOf(first!, 'unmik-police')).toBe('accepted');
    const older = {
      ...one,
      SEQUENCE: '1',
      DTSTAMP: '20260301T070000Z',
      ATTENDEE: await attendee('unmik-police', 'DECLINED'),
    };
    await expect(as('unmik-police', (tools) => taken(tools, reply(older)))).rejects.toMatchObject({
      code: 'concurrent_change',
    });
    expect(await answerOf(first!, 'unmik-police')).toBe('accepted');
  });

  it('are answered by a reply that the secretary hands over, and nobody else does for another', async () => {
    const [, , third] = meetings;
    const own = reply({ ATTENDEE: await attendee('unmik-police', 'TENTATIVE') });
    for (const body of ['unmik', 'iom'])
      await expect(as(body, (tools) => taken(tools, own))).rejects.toMatchObject({
        code: body === 'iom' ? 'not_found' : 'invalid_input',
      });
    expect(await answerOf(third!, 'unmik-police')).not.toBe('tentative');
    expect(await as('kfor-hq', (tools) => taken(tools, own))).toMatchObject({ body: 'unmik-police', meeting: null });
    expect(await answerOf(third!, 'unmik-police')).toBe('tentative');
    await expect(
      as('kfor-hq', (tools) => taken(tools, reply({ ATTENDEE: ';PARTSTAT=ACCEPTED:mailto:somebody@else.example' }))),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    const events = await hub.superuser<{ actor: string }>(
      `SELECT o.slug AS actor FROM meeting_events e JOIN organisations o ON o.id = e.actor_id
       WHERE e.event = 'answered' AND e.detail ->> 'body' = 'unmik-police'`,
    );
    expect(events).toEqual([{ actor: 'kfor-hq' }]);
  });

  it('are answered by the secretary for another body in no other way: the record refuses it', async () => {
    for (const via of ['api', 'link'])
      await expect(
        as('kfor-hq', async ({ tx, directory }) =>
          tx.execute(`UPDATE meeting_answers SET via = $1 WHERE series_id = $2 AND organisation_id = $3`, [
            via,
            series,
            (await directory.idOf('unmik-police')) ?? '',
          ]),
        ),
      ).rejects.toThrow('violates row-level security policy');
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['a stranger', { ATTENDEE: ';PARTSTAT=ACCEPTED:mailto:somebody@else.example' }],
    ['no reply', { METHOD: 'REQUEST' }],
    ['another calendar’s', { UID: 'x@else.example' }],
    ['no answer', { ATTENDEE: ';PARTSTAT=NEEDS-ACTION:mailto:focal-point@unmik-police.example' }],
  ])('refuse the reply of %s', async (_, over) => {
    await expect(as('unmik-police', (tools) => taken(tools, reply(over)))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each([
    ['no calendar', 'hello'],
    ['a calendar without end', `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(3_000)}`],
    ['megabytes', 'X'.repeat(5_000_000)],
  ])('refuse %s with a sentence', async (_, text) => {
    await expect(as('unmik-police', (tools) => taken(tools, text))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('tell of a moved and a cancelled meeting alone, in their order, and of who is no longer invited', async () => {
    const [, second] = meetings;
    await as('unmik', (tools) => rescheduleMeeting(tools, second!.id, 1, { start: '2026-03-26T10:00' }));
    const first = await sendMails();
    await as('unmik', (tools) => cancelMeeting(tools, second!.id, 2, 'Holiday'));
    const moved = [...first, ...(await sendMails())].filter(
      ({ to, calendar }) => calendar && to.includes('unmik-police'),
    );
    const [, ...last] = moved.map(({ calendar }) => calendar);
    expect(last.map((calendar) => calendar?.method)).toEqual(['REQUEST', 'CANCEL']);
    expect(last[1]?.text).toContain('RECURRENCE-ID;TZID=Europe/Belgrade:20260325T100000');
    expect(last[1]?.text).toContain('SEQUENCE:2');
    expect(last[1]?.text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    await as('unmik', (tools) => changeSeries(tools, series, 1, { bodies: [] }));
    const changed = await sendMails();
    const toPolice = changed.find(({ to }) => to.includes('unmik-police'));
    expect(toPolice?.calendar?.method).toBe('CANCEL');
    const toChair = changed.find(({ calendar }) => calendar?.method === 'REQUEST');
    expect(toChair?.calendar?.text).toContain('EXDATE;TZID=Europe/Belgrade:20260325T100000');
  });

  it('can be followed by a feed, until it is revoked', async () => {
    const feed = await as('unmik', (tools) => createFeed(tools, { name: 'Wall calendar', operation: 'kosovo' }));
    const read = (token: string) =>
      readFeed(hub.api, { clock, directory: hub.directory, zones: systemZones, publicUrl }, token);
    const calendar = await read(feed.token);
    expect(calendar).toContain('METHOD:PUBLISH');
    expect(calendar).toContain(`UID:${series}@liaison-hub`);
    const other = await as('unmik-police', (tools) => createFeed(tools, { name: 'Theirs' }));
    expect(await read(other.token)).not.toContain(`UID:${series}@liaison-hub`);
    await as('unmik', (tools) => revokeFeed(tools, feed.id));
    for (const token of [feed.token, 'x', `${feed.token}x`, 'A'.repeat(43)])
      await expect(read(token)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are followed by who is held to one operation in that one only', async () => {
    const caller = { ...(await hub.caller('iom')), operations: ['afghanistan'] };
    const held = <T>(work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
      hub.api.transaction(contextOf(caller), (tx) =>
        work({ tx, clock, caller, directory: hub.directory, zones: systemZones }),
      );
    const wide = await as('iom', (tools) => createFeed(tools, { name: 'All of them' }));
    await expect(held((tools) => createFeed(tools, { name: 'All of them' }))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const elsewhere = { name: 'Elsewhere', operation: 'kosovo' };
    await expect(held((tools) => createFeed(tools, elsewhere))).rejects.toMatchObject({ code: 'not_found' });
    const own = await held((tools) => createFeed(tools, { name: 'Here', operation: 'afghanistan' }));
    expect((await held(listFeeds)).map(({ id }) => id)).toEqual([own.id]);
    await expect(held((tools) => revokeFeed(tools, wide.id))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are reminded of once, when a meeting is near', async () => {
    const worker = { database: hub.worker, clock, directory: hub.directory, zones: systemZones, publicUrl };
    await sendMails();
    const near = (await as('unmik', (tools) => listMeetings(tools, { series, state: 'scheduled', limit: 1 }))).data[0]!;
    clock.advance(near.startsAt.getTime() - 20 * 3_600_000 - clock.now().getTime());
    expect(await remindOfMeetings(worker)).toBe(1);
    expect(await remindOfMeetings(worker)).toBe(0);
    const sent = await sendMails();
    expect(sent.map(({ calendar }) => calendar)).toEqual([undefined, undefined]);
  });
});
