import { agendaTags, approvalRules, meetingStates } from '#meetings';
import { exampleIds } from './example-ids';
import { answer, count, flag, listOf, oneOf, orNull, ref, slug, text, time, uuid, type Schemas } from './schema';

const wall = (description: string) => ({
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$',
  description: `${description} Wall clock of the zone.`,
});
const settings: Schemas = {
  quorum: count('Bodies that must be present for a decision.', 1),
  approval: oneOf(approvalRules, 'Who must approve minutes: every body, as many as the quorum, or the chair.'),
  silenceDays: count('Days after which silence approves minutes.', 1),
  cutOffHours: count('Hours before the start at which the agenda is frozen.'),
  reminderHours: count('Hours before the start at which bodies are reminded.'),
  agenda: listOf(ref('AgendaTemplateItem'), 'Items that every meeting has.'),
};
const common: Schemas = {
  operation: slug('The operation.'),
  title: text('What is met about. No personal data.'),
  bodies: listOf(slug('A body.'), 'Who is invited.'),
  chair: slug('The body that chairs.'),
  secretary: slug('The body that keeps the record.'),
  timeZone: text('IANA name of the zone whose clocks it follows.'),
  start: wall('When it begins.'),
  minutes: count('How long it lasts, minutes.', 5),
  place: orNull(text('Where.')),
  link: orNull(text('Where to join from elsewhere.')),
  sequence: count('Rises when its time changes: the SEQUENCE of its invitation.'),
  version: count('Version for If-Match.', 1),
  createdAt: time('When it was made.'),
  updatedAt: time('When it was last changed.'),
};
const exampleSettings = {
  ...{ quorum: 4, approval: 'quorum', silenceDays: 3, cutOffHours: 24, reminderHours: 24 },
  agenda: [{ title: 'Capacity of the shelters', tag: 'information', minutes: 10, presenter: 'unhcr' }],
};
const exampleCommon = {
  operation: 'afghanistan',
  title: 'Weekly coordination meeting',
  bodies: ['iom', 'isaf-hq', 'unhcr', 'unicef'],
  ...{ chair: 'iom', secretary: 'isaf-hq', timeZone: 'Asia/Kabul', start: '2026-03-25T09:00', minutes: 60 },
  ...{ place: 'Liaison office', link: null, sequence: 0, version: 1 },
  ...{ createdAt: '2026-03-01T08:00:00.000Z', updatedAt: '2026-03-01T08:00:00.000Z' },
};

export const meetingSchemas: Schemas = {
  AgendaTemplateItem: answer(
    'An item that every meeting of a series has.',
    {
      title: text('What it is about. No personal data.'),
      tag: oneOf(agendaTags, 'What is wanted of it.'),
      minutes: count('How long it may take, minutes.', 1),
      presenter: slug('The body that presents it.'),
    },
    { optional: ['presenter'] },
  ),
  MeetingSeries: answer(
    'A series of meetings.',
    {
      id: uuid('Id of the series.'),
      ...common,
      follows: orNull(uuid('The series that this one goes on with.')),
      rule: text('RRULE (RFC 5545); its end is in UTC.'),
      except: listOf(wall('An original start.'), 'Starts that do not take place.'),
      extra: listOf(wall('A start.'), 'Further starts.'),
      ...settings,
      state: oneOf(['active', 'ended'], 'Whether it goes on.'),
    },
    {
      examples: [
        {
          ...exampleCommon,
          ...exampleSettings,
          ...{ id: exampleIds.series, follows: null, rule: 'FREQ=WEEKLY;BYDAY=WE', except: [], extra: [] },
          state: 'active',
        },
      ],
    },
  ),
  MeetingSeriesPreview: answer('What a series, or a change of one, would do. Nobody is told of it yet.', {
    occurrences: listOf(
      answer('A meeting.', { start: wall('When it begins.'), startsAt: time('The same moment.') }),
      'The meetings of the next ten weeks.',
    ),
    warnings: listOf(text('A sentence.'), 'Times that the clocks skip or show twice, within two years.'),
    told: listOf(slug('A body.'), 'Who is told.'),
    answersReset: flag("Whether the bodies' answers count no more."),
  }),
  MeetingPreview: answer('What a change of one meeting would do. Nobody is told of it yet.', {
    startsAt: time('When it would begin.'),
    told: listOf(slug('A body.'), 'Who is told.'),
    answersReset: flag("Whether the bodies' answers count no more."),
    warnings: listOf(text('A sentence.'), 'That the clocks skip this time, or show it twice.'),
  }),
  Meeting: answer(
    'A meeting.',
    {
      id: uuid('Id of the meeting.'),
      reference: text('Readable name of the meeting: operation, year, number.'),
      ...common,
      series: orNull(uuid('The series that it is one of; null for an extraordinary one.')),
      originalStart: wall('Its start as its series has it.'),
      startsAt: time('When it begins.'),
      endsAt: time('When it ends.'),
      ...settings,
      state: oneOf(meetingStates, 'How far it is.'),
      moved: flag('Whether it was changed or cancelled by itself, apart from its series.'),
      reason: orNull(text('Why it is extraordinary, or does not take place.')),
      openedAt: orNull(time('When it was opened.')),
      closedAt: orNull(time('When it was closed.')),
    },
    {
      examples: [
        {
          ...exampleCommon,
          ...exampleSettings,
          ...{ id: exampleIds.meeting, reference: 'AFG-M-2026-000012', series: exampleIds.series },
          originalStart: '2026-03-25T09:00',
          ...{ startsAt: '2026-03-25T04:30:00.000Z', endsAt: '2026-03-25T05:30:00.000Z' },
          ...{ state: 'scheduled', moved: false, reason: null, openedAt: null, closedAt: null },
        },
      ],
    },
  ),
  MeetingEvent: answer('Something that happened to a meeting.', {
    event: text('What happened.'),
    by: orNull(slug('The body that acted; null when the hub did.')),
    detail: { type: 'object', description: 'Ids, codes and times.', additionalProperties: true },
    at: time('When.'),
  }),
};
