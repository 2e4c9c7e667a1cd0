/** A series and when its meetings begin: a moment in UTC each, to the minute. */
export interface MeetingVector {
  readonly name: string;
  readonly timeZone: string;
  /** Wall clock of the first. */
  readonly start: string;
  readonly rule: string;
  readonly except?: readonly string[];
  readonly extra?: readonly string[];
  /** The first of them; all, where the rule has no more. */
  readonly starts: readonly string[];
}

const weekly = (timeZone: string, start: string, day: string, starts: readonly string[]): MeetingVector => ({
  ...{ name: `${timeZone}, weekly from ${start}`, timeZone, start, rule: `FREQ=WEEKLY;BYDAY=${day};COUNT=8`, starts },
});
const fortnightly = (weekStart: string, days: readonly string[]): MeetingVector => ({
  name: `every second week, weeks from ${weekStart}`,
  timeZone: 'America/New_York',
  start: '1997-08-05T09:00',
  rule: `FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=${weekStart}`,
  starts: days.map((day) => `1997-08-${day}T13:00`),
});

/** Series across changes of the clocks, and such that change them by themselves. */
export const zoneVectors: readonly MeetingVector[] = [
  weekly('Europe/Belgrade', '2026-03-18T10:00', 'WE', ['2026-03-18T09:00', '2026-03-25T09:00', '2026-04-01T08:00']),
  weekly('Europe/Belgrade', '2026-10-21T10:00', 'WE', ['2026-10-21T08:00', '2026-10-28T09:00', '2026-11-04T09:00']),
  weekly('Asia/Kabul', '2026-03-25T09:00', 'WE', ['2026-03-25T04:30', '2026-04-01T04:30', '2026-04-08T04:30']),
  // The day of the rule is that of the place.
  weekly('Asia/Kabul', '2026-03-25T01:00', 'WE', ['2026-03-24T20:30', '2026-03-31T20:30']),
  // Its clocks go back for Ramadan, which follows no yearly rule.
  weekly('Africa/El_Aaiun', '2026-02-10T10:00', 'TU', [
    ...['2026-02-10T09:00', '2026-02-17T10:00', '2026-02-24T10:00', '2026-03-03T10:00'],
    ...['2026-03-10T10:00', '2026-03-17T10:00', '2026-03-24T09:00'],
  ]),
];

/** A start that the clocks skip, and one that they show twice. */
export const edgeVectors: readonly MeetingVector[] = [
  weekly('Europe/Belgrade', '2026-03-22T02:30', 'SU', ['2026-03-22T01:30', '2026-03-29T01:30', '2026-04-05T00:30']),
  weekly('Europe/Belgrade', '2026-10-18T02:30', 'SU', ['2026-10-18T00:30', '2026-10-25T00:30', '2026-11-01T01:30']),
];

/** Rules that are easily expanded to other days. */
export const ruleVectors: readonly MeetingVector[] = [
  {
    name: 'exceptions and further dates',
    ...{ timeZone: 'Asia/Kabul', start: '2026-04-01T09:00', rule: 'FREQ=DAILY;COUNT=3' },
    ...{ extra: ['2026-04-05T09:00'], except: ['2026-04-02T09:00'] },
    starts: ['2026-04-01T04:30', '2026-04-03T04:30', '2026-04-05T04:30'],
  },
  {
    name: 'a date that does not exist is left out',
    ...{ timeZone: 'Asia/Kabul', start: '2024-01-31T09:00', rule: 'FREQ=MONTHLY;COUNT=3' },
    starts: ['2024-01-31T04:30', '2024-03-31T04:30', '2024-05-31T04:30'],
  },
  fortnightly('MO', ['05', '10', '19', '24']),
  fortnightly('SU', ['05', '17', '19', '31']),
  {
    name: 'until a moment in UTC, which is a wall time of the zone',
    ...{ timeZone: 'Asia/Kabul', start: '2026-03-25T09:00', rule: 'FREQ=WEEKLY;UNTIL=20260408T043000Z' },
    starts: ['2026-03-25T04:30', '2026-04-01T04:30', '2026-04-08T04:30'],
  },
  {
    name: 'until one minute sooner than the last',
    ...{ timeZone: 'Asia/Kabul', start: '2026-03-25T09:00', rule: 'FREQ=WEEKLY;UNTIL=20260408T042900Z' },
    starts: ['2026-03-25T04:30', '2026-04-01T04:30'],
  },
];

export const meetingVectors: readonly MeetingVector[] = [...zoneVectors, ...edgeVectors, ...ruleVectors];
