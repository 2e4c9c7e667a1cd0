import { HubError, invalidInput, type InputProblem, type Uuid } from '#kernel';
import { isTimeZone, type Operation } from '#directory';
import { occurrencesBetween, wallTimes, type Schedule } from '../calendar/expand';
import type { Zones } from '../calendar/zones';
import { readRule, type RecurrenceRule } from '../domain/recurrence-rule';
import { isWallTime, type WallTime } from '../domain/wall-time';
import type { HubTools } from '../tools';
import type { MeetingSettings, TemplateItem } from './series';

/** What a meeting has of a body's hand, whether it is one of a series or not. */
export interface MeetingGiven {
  readonly title: string;
  /** Slugs; chair and secretary are among them also when they are not named here. */
  readonly bodies: readonly string[];
  readonly chair: string;
  readonly secretary: string;
  /** IANA name. Absent: that of the operation. */
  readonly timeZone?: string;
  readonly start: WallTime;
  readonly minutes: number;
  readonly place?: string;
  readonly link?: string;
  readonly settings?: Partial<MeetingSettings>;
}

export interface SeriesGiven extends MeetingGiven {
  /** RRULE of RFC 5545. */
  readonly rule: string;
  readonly except?: readonly WallTime[];
  readonly extra?: readonly WallTime[];
}

/** A meeting that the hub can hold: known bodies, a real zone, a real time. */
export interface SoundMeeting {
  readonly title: string;
  readonly bodyIds: readonly Uuid[];
  readonly chairId: Uuid;
  readonly secretaryId: Uuid;
  readonly timeZone: string;
  readonly start: WallTime;
  readonly minutes: number;
  readonly place: string | null;
  readonly link: string | null;
  readonly settings: MeetingSettings;
}

export interface SoundSeries extends SoundMeeting {
  readonly rule: RecurrenceRule;
  readonly except: readonly WallTime[];
  readonly extra: readonly WallTime[];
}

export const usualSettings: MeetingSettings = {
  quorum: 1,
  approval: 'quorum',
  silenceDays: 3,
  cutOffHours: 24,
  reminderHours: 24,
  agenda: [],
};

/** @throws HubError `invalid_input` with every problem by its pointer. */
export async function soundMeeting(tools: HubTools, operation: Operation, given: MeetingGiven): Promise<SoundMeeting> {
  const problems: InputProblem[] = [];
  const meeting = await readMeeting(tools, operation, given, problems);
  if (problems.length > 0) throw invalidInput(problems);
  return meeting;
}

/** @throws HubError `invalid_input` with every problem by its pointer. */
export async function soundSeries(tools: HubTools, operation: Operation, given: SeriesGiven): Promise<SoundSeries> {
  const problems: InputProblem[] = [];
  const meeting = await readMeeting(tools, operation, given, problems);
  const { timeZone, start } = meeting;
  const zoneKnown = isTimeZone(timeZone);
  const read = readRule(given.rule, (at) => tools.zones.wallOf(zoneKnown ? timeZone : 'UTC', at));
  problems.push(...read.problems);
  for (const member of ['except', 'extra'] as const)
    given[member]?.forEach((wall, index) => {
      if (!isWallTime(wall)) problems.push({ pointer: `/${member}/${index}`, ...NO_WALL_TIME });
    });
  const { rule } = read;
  if (problems.length > 0 || !rule) throw invalidInput(problems);
  const series = { ...meeting, rule, except: given.except ?? [], extra: given.extra ?? [] };
  if (wallTimes(series, start, later(start, 11)).length === 0)
    throw invalidInput([
      {
        pointer: '/rule',
        code: 'never',
        message: 'finds no day in eleven years. Correct the rule, or the exceptions.',
      },
    ]);
  return series;
}

/** Starts within the next two years that the clocks of the zone skip, or show twice: who writes a series is to know. */
export function clockWarnings(schedule: Schedule, zones: Zones, from: Date): string[] {
  const to = new Date(from.getTime() + 2 * 365 * 86_400_000);
  return occurrencesBetween(schedule, zones, from, to).flatMap(({ wall, at, found }) => {
    if (found === 'exact') return [];
    const is = zones.wallOf(schedule.timeZone, at).slice(11);
    return found === 'gap'
      ? [`On ${wall.slice(0, 10)} the clocks of ${schedule.timeZone} skip ${wall.slice(11)}: it is held at ${is}.`]
      : [`On ${wall.slice(0, 10)} the clocks of ${schedule.timeZone} show ${is} twice: it is held at the first.`];
  });
}

const NO_WALL_TIME = {
  code: 'malformed',
  message: 'must be a time on the wall of the zone, on a day that exists: 2026-03-25T09:00',
} as const;

async function readMeeting(
  tools: HubTools,
  operation: Operation,
  given: MeetingGiven,
  problems: InputProblem[],
): Promise<SoundMeeting> {
  const wrong = (pointer: string, code: string, message: string): void => {
    problems.push({ pointer, code, message });
  };
  const timeZone = given.timeZone ?? operation.timeZone;
  if (!isTimeZone(timeZone)) wrong('/timeZone', 'unknown_code', 'must be an IANA name, for example Asia/Kabul');
  if (!isWallTime(given.start)) wrong('/start', NO_WALL_TIME.code, NO_WALL_TIME.message);
  if (given.link !== undefined && !isSafeLink(given.link))
    wrong('/link', 'malformed', 'must be an https address without a password in it');
  const known = operation.bodies.map(({ slug }) => slug);
  const idOf = async (slug: string, pointer: string): Promise<Uuid> => {
    const id = known.includes(slug) ? await tools.directory.idOf(slug) : undefined;
    if (id === undefined)
      wrong(pointer, 'organisation_unknown', `must be a body of operation ${operation.id}: ${known.join(', ')}`);
    return id ?? '';
  };
  const chairId = await idOf(given.chair, '/chair');
  const secretaryId = await idOf(given.secretary, '/secretary');
  const bodyIds = new Set([chairId, secretaryId]);
  for (const [index, slug] of given.bodies.entries()) bodyIds.add(await idOf(slug, `/bodies/${index}`));
  const settings = { ...usualSettings, ...given.settings };
  if (settings.quorum > bodyIds.size)
    wrong('/quorum', 'out_of_bounds', `is more than the ${bodyIds.size} bodies that are invited`);
  settings.agenda.forEach(({ presenter }: TemplateItem, index) => {
    if (presenter !== undefined && !known.includes(presenter))
      wrong(`/agenda/${index}/presenter`, 'organisation_unknown', `must be one of: ${known.join(', ')}`);
  });
  return {
    title: given.title,
    bodyIds: [...bodyIds].sort(),
    chairId,
    secretaryId,
    timeZone,
    start: given.start,
    minutes: given.minutes,
    place: given.place ?? null,
    link: given.link ?? null,
    settings,
  };
}

function isSafeLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, username, password } = new URL(link);
  return protocol === 'https:' && username === '' && password === '';
}

function later(wall: WallTime, years: number): WallTime {
  return `${Number(wall.slice(0, 4)) + years}${wall.slice(4)}`;
}

/** @throws HubError `forbidden` for who takes part, but does not run it. */
export async function requireRuns(
  tools: HubTools & { readonly caller: { readonly organisationId: Uuid } },
  { chairId, secretaryId }: { readonly chairId: Uuid; readonly secretaryId: Uuid },
): Promise<void> {
  if ([chairId, secretaryId].includes(tools.caller.organisationId)) return;
  const [chair, secretary] = [await tools.directory.slugOf(chairId), await tools.directory.slugOf(secretaryId)];
  throw new HubError('forbidden', `Only the chair (${chair}) and the secretary (${secretary}) may do this. Ask them.`);
}
