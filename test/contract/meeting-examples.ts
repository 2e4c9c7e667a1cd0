import type { ApiCaller, CallOptions } from '#test/api-caller';
import { eventually } from '#test/servers';
import type { Example, Examples } from './specmatic-input';

interface Made {
  readonly id: string;
  readonly version: number;
}

const operation = 'afghanistan';
const GUEST = 'unhcr';
const day = (fromNow: number): string => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
/** Every member that these bodies can have, so that what is varied is the only thing that is not fit. */
const how = { quorum: 1, approval: 'chair', silenceDays: 3, cutOffHours: 24, reminderHours: 24 };
const template = { agenda: [{ title: 'Exercise: news', tag: 'information', minutes: 5, presenter: 'iom' }] };
const where = { timeZone: 'Asia/Kabul', place: 'Exercise room', link: 'https://meet.example/exercise' };
const once = {
  title: 'Exercise',
  bodies: [GUEST],
  ...where,
  start: `${day(9)}T09:00`,
  minutes: 60,
  ...how,
  ...template,
};
const weekly = { ...once, chair: 'iom', secretary: 'iom', rule: 'FREQ=WEEKLY' };
const moved = { start: `${day(10)}T10:00`, minutes: 45, title: 'Exercise, later', place: 'Room 2', link: where.link };
const proposal = { title: 'Exercise: shelters', tag: 'decision', minutes: 10, presenter: GUEST };
const closed = { references: ['AFG-2026-000001'], visibleTo: [GUEST] };
const dueOn = day(20);

/** Meetings that the caller chairs and whose record it keeps, each as far as its operation needs it. */
export class MeetingExamples {
  constructor(private readonly caller: ApiCaller) {}

  async all(mailbox: string): Promise<Examples> {
    const minutes = await this.withMinutes();
    const approved = await this.approved();
    const series = await this.series();
    const first = { 'If-Match': '"1"' };
    const item = await this.withItem('open');
    const at = (path: string, rest: Omit<Example, 'path'> = {}): Example => ({ path, ...rest });
    const onMeeting = async (action: string, rest: Omit<Example, 'path'> = {}): Promise<Example> => {
      const { id, version } = await this.meeting();
      return at(`/v1/meetings/${id}/${action}`, { headers: { 'If-Match': `"${version}"` }, ...rest });
    };
    const asked = await this.meeting();
    const ordered = await this.withItem();
    const changed = await this.withItem();
    return {
      listMeetingSeries: at('/v1/meeting-series', { query: { operation } }),
      createMeetingSeries: at('/v1/meeting-series', { body: { operation, ...weekly } }),
      previewNewMeetingSeries: at('/v1/meeting-series/preview', { body: { operation, ...weekly } }),
      getMeetingSeries: at(`/v1/meeting-series/${series.id}`),
      changeMeetingSeries: at(`/v1/meeting-series/${(await this.series()).id}`, { headers: first, body: weekly }),
      endMeetingSeries: at(`/v1/meeting-series/${(await this.series()).id}/end`, { headers: first }),
      listMeetingOccurrences: at(`/v1/meeting-series/${series.id}/occurrences`),
      previewMeetingSeries: at(`/v1/meeting-series/${series.id}/preview`, { body: weekly }),
      listMeetings: at('/v1/meetings', { query: { operation } }),
      createMeeting: at('/v1/meetings', { body: { operation, ...once, reason: 'Exercise.' } }),
      getMeeting: at(`/v1/meetings/${asked.id}`),
      getMeetingTimeline: at(`/v1/meetings/${asked.id}/timeline`),
      previewMeeting: at(`/v1/meetings/${asked.id}/preview`, { body: moved }),
      rescheduleMeeting: await onMeeting('reschedule', { body: moved }),
      cancelMeeting: await onMeeting('cancel', { body: { reason: 'Exercise.' } }),
      openMeeting: await onMeeting('open'),
      closeMeeting: await this.closing(),
      listMeetingAnswers: at(`/v1/meetings/${asked.id}/answers`),
      answerMeeting: at(`/v1/meetings/${asked.id}/answers`, { body: { answer: 'accepted' } }),
      takeCalendarReply: at('/v1/calendar/reply', { body: { calendar: replyTo(asked.id, mailbox) } }),
      listCalendarFeeds: at('/v1/calendar/feeds'),
      createCalendarFeed: at('/v1/calendar/feeds', { body: { name: 'Exercise', operation } }),
      revokeCalendarFeed: at(`/v1/calendar/feeds/${(await this.feed()).id}`),
      readCalendarFeed: at(`/v1/calendar/${(await this.feed()).token}.ics`),
      getMeetingAgenda: at(`/v1/meetings/${item.meeting}/agenda`),
      proposeAgendaItem: at(`/v1/meetings/${asked.id}/agenda`, { body: { ...proposal, ...closed } }),
      orderMeetingAgenda: at(`/v1/meetings/${ordered.meeting}/agenda/order`, {
        headers: { 'If-Match': `"${await this.versionOf(ordered.meeting)}"` },
        body: { items: [ordered.item] },
      }),
      changeAgendaItem: at(`/v1/meetings/${changed.meeting}/agenda/${changed.item}`, {
        headers: first,
        body: { ...proposal, state: 'deferred' },
      }),
      writeMeetingNote: at(`/v1/meetings/${item.meeting}/agenda/${item.item}/note`, {
        headers: { 'If-Match': '"0"' },
        body: { note: 'Exercise: noted.' },
      }),
      startAgendaItem: at(`/v1/meetings/${item.meeting}/agenda/${item.item}/start`),
      stopAgendaItem: at(`${await this.started()}/stop`),
      getAttendanceSheet: at(`/v1/meetings/${item.meeting}/attendance.pdf`),
      getMeetingAttendance: at(`/v1/meetings/${item.meeting}/attendance`),
      noteMeetingAttendance: at(`/v1/meetings/${item.meeting}/attendance`, {
        body: { body: GUEST, state: 'present', representedBy: 'Focal point' },
      }),
      recordMeetingDecision: at(`/v1/meetings/${item.meeting}/agenda/${item.item}/decisions`, {
        body: { decision: 'Exercise: the shelter stays open.' },
      }),
      recordMeetingAction: at(`/v1/meetings/${item.meeting}/agenda/${item.item}/actions`, {
        body: { task: 'Exercise: ask the shelter.', body: GUEST, responsible: 'Focal point', dueOn },
      }),
      listDecisions: at('/v1/decisions', { query: { operation, q: 'shelter' } }),
      listActions: at('/v1/actions', { query: { operation, q: 'shelter' } }),
      closeAction: at(`/v1/actions/${await this.assigned()}/close`, { body: { outcome: 'done' } }),
      searchMeetingRecords: at('/v1/meeting-records', { query: { q: 'shelter', operation } }),
      getMinutes: at(`/v1/meetings/${minutes}/minutes`),
      getMinutesAsPdf: at(`/v1/meetings/${minutes}/minutes.pdf`),
      getMinutesAsHtml: at(`/v1/meetings/${minutes}/minutes.html`),
      getMinutesAsText: at(`/v1/meetings/${minutes}/minutes.txt`),
      submitMinutes: at(`/v1/meetings/${await this.withMinutes()}/minutes/submit`, { headers: { 'If-Match': '"0"' } }),
      approveMinutes: at(`/v1/meetings/${await this.submitted()}/minutes/approve`, { body: { remarks: 'Exercise.' } }),
      requestChangesOfMinutes: at(`/v1/meetings/${await this.submitted()}/minutes/request-changes`, {
        body: { remarks: 'Exercise.' },
      }),
      amendMinutes: at(`/v1/meetings/${approved.meeting}/minutes/amend`, {
        body: { item: approved.item, note: 'Exercise: noted anew.', reason: 'Exercise.' },
      }),
      verifyMinutes: at(`/v1/meetings/${approved.meeting}/minutes/verify`),
      exportMeeting: at(await this.file()),
    };
  }

  private async made<T = Made>(path: string, json: object, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.call<T>('POST', path, { json, headers });
  }

  private async call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    const { status, body } = await this.caller.call<T>(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  private feed(): Promise<{ readonly id: string; readonly token: string }> {
    return this.made('/v1/calendar/feeds', { name: 'Exercise' });
  }

  private series(): Promise<Made> {
    return this.made('/v1/meeting-series', { operation, ...weekly });
  }

  private meeting(): Promise<Made> {
    return this.made('/v1/meetings', { operation, ...once, reason: 'Exercise.' });
  }

  private async versionOf(meeting: string): Promise<number> {
    return (await this.call<Made>('GET', `/v1/meetings/${meeting}`)).version;
  }

  private async step(meeting: string, action: 'open' | 'close'): Promise<void> {
    const version = await this.versionOf(meeting);
    await this.made(`/v1/meetings/${meeting}/${action}`, {}, { 'If-Match': `"${version}"` });
  }

  /** A meeting with an item, and somebody there when it is open. */
  private async withItem(state: 'scheduled' | 'open' = 'scheduled'): Promise<{ meeting: string; item: string }> {
    const { id } = await this.meeting();
    const item = await this.made(`/v1/meetings/${id}/agenda`, proposal);
    if (state === 'open') {
      await this.step(id, 'open');
      await this.made(`/v1/meetings/${id}/attendance`, { body: 'iom', state: 'present' });
    }
    return { meeting: id, item: item.id };
  }

  /** The path of an item that its meeting deals with. */
  private async started(): Promise<string> {
    const { meeting, item } = await this.withItem('open');
    const path = `/v1/meetings/${meeting}/agenda/${item}`;
    await this.made(`${path}/start`, {});
    return path;
  }

  private async closing(): Promise<Example> {
    const { meeting } = await this.withItem('open');
    const version = await this.versionOf(meeting);
    return { path: `/v1/meetings/${meeting}/close`, headers: { 'If-Match': `"${version}"` } };
  }

  private async held(): Promise<{ meeting: string; item: string }> {
    const held = await this.withItem('open');
    const note = { note: 'Exercise: noted.' };
    await this.made(`/v1/meetings/${held.meeting}/agenda/${held.item}/note`, note, { 'If-Match': '"0"' });
    await this.step(held.meeting, 'close');
    return held;
  }

  private async withMinutes(): Promise<string> {
    return (await this.held()).meeting;
  }

  private async submitted(): Promise<string> {
    const meeting = await this.withMinutes();
    await this.made(`/v1/meetings/${meeting}/minutes/submit`, {}, { 'If-Match': '"0"' });
    return meeting;
  }

  private async approved(): Promise<{ meeting: string; item: string }> {
    const held = await this.held();
    const path = `/v1/meetings/${held.meeting}/minutes`;
    await this.made(`${path}/submit`, {}, { 'If-Match': '"0"' });
    await this.made(`${path}/approve`, {});
    await eventually('the minutes are approved', async () => {
      return (await this.call<{ state: string }>('GET', path)).state === 'approved';
    });
    return held;
  }

  /** The file of a meeting of which nothing is waited for any more. */
  private async file(): Promise<string> {
    const { meeting } = await this.approved();
    await eventually('both bodies have the minutes, and all is sealed', async () => {
      const { data } = await this.call<{ data: { action: string }[] }>('GET', `/v1/evidence?subject=${meeting}`);
      const published = data.filter(({ action }) => action === 'minutes.published').length;
      return published === 2 && (await this.caller.fetch('GET', `/v1/meetings/${meeting}/file`)).ok;
    });
    return `/v1/meetings/${meeting}/file`;
  }

  /** An action of the body that keeps the record: nobody sends itself a message. */
  private async assigned(): Promise<string> {
    const { meeting, item } = await this.withItem('open');
    const { id } = await this.made(`/v1/meetings/${meeting}/agenda/${item}/actions`, {
      ...{ task: 'Exercise: ask the shelter.', body: 'iom', dueOn },
    });
    await this.step(meeting, 'close');
    await eventually('the action is assigned', async () => {
      const { data } = await this.call<{ data: { id: string; state: string }[] }>(
        'GET',
        `/v1/actions?meeting=${meeting}`,
      );
      return data.some((action) => action.id === id && action.state === 'assigned');
    });
    return id;
  }
}

function replyTo(meeting: string, mailbox: string): string {
  const event = [
    `UID:${meeting}@liaison-hub`,
    'SEQUENCE:0',
    `DTSTAMP:${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`,
    `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${mailbox}`,
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    ...event,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return [...lines, ''].join('\r\n');
}
