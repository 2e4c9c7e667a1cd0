import type { Schemas } from '#api-client';
import { t } from '../../i18n';
import type { FormFault } from '../../ui/form';
import { rhythmOf, ruleOf, type Rhythm } from './rhythm';

export type Series = Schemas['MeetingSeries'];
export type TemplateItem = Schemas['AgendaTemplateItem'];
export type NewSeries = Schemas['CreateSeriesDto'];
export type NewMeeting = Schemas['CreateMeetingDto'];
export type SeriesChange = Schemas['ChangeSeriesDto'];

/** What the forms of a series and of one meeting ask for, as it is typed. */
export interface MeetingDraft {
  readonly operation: string;
  readonly title: string;
  readonly chair: string;
  readonly secretary: string;
  readonly bodies: readonly string[];
  readonly timeZone: string;
  readonly start: string;
  readonly minutes: string;
  readonly place: string;
  readonly link: string;
  readonly quorum: string;
  readonly approval: Series['approval'];
  readonly silenceDays: string;
  readonly cutOffHours: string;
  readonly reminderHours: string;
}

export interface SeriesDraft extends MeetingDraft {
  readonly rhythm: Rhythm;
  readonly rule: string;
  /** One start in a line. */
  readonly except: string;
  readonly extra: string;
  readonly agenda: readonly TemplateItem[];
}

/** A blank form, with what the hub would take by itself. */
export function blankMeeting(organisation: string): MeetingDraft {
  return {
    ...{ operation: '', title: '', chair: organisation, secretary: organisation, bodies: [] },
    ...{ timeZone: '', start: '', minutes: '60', place: '', link: '' },
    ...{ quorum: '1', approval: 'quorum', silenceDays: '3', cutOffHours: '24', reminderHours: '24' },
  };
}

export function blankSeries(organisation: string): SeriesDraft {
  return { ...blankMeeting(organisation), rhythm: 'weekly', rule: '', except: '', extra: '', agenda: [] };
}

export function draftOf(series: Series): SeriesDraft {
  const { operation, title, chair, secretary, bodies, timeZone, start, approval, agenda, rule } = series;
  return {
    ...{ operation, title, chair, secretary, bodies, timeZone, start, approval, agenda, rule },
    minutes: String(series.minutes),
    place: series.place ?? '',
    link: series.link ?? '',
    quorum: String(series.quorum),
    silenceDays: String(series.silenceDays),
    cutOffHours: String(series.cutOffHours),
    reminderHours: String(series.reminderHours),
    rhythm: rhythmOf(rule, start),
    except: series.except.join('\n'),
    extra: series.extra.join('\n'),
  };
}

const numbers = ['minutes', 'quorum', 'silenceDays', 'cutOffHours', 'reminderHours'] as const;

/** What the form itself can tell; all else the hub says of the preview. */
export function faultsOfMeeting(draft: MeetingDraft): FormFault[] {
  return [
    ...(draft.operation === '' ? [{ field: 'operation', message: t('series.needOperation') }] : []),
    ...(draft.title.trim() === '' ? [{ field: 'title', message: t('series.needTitle') }] : []),
    ...(draft.start === '' ? [{ field: 'start', message: t('series.needStart') }] : []),
    ...numbers
      .filter((name) => !/^\d{1,3}$/.test(draft[name].trim()))
      .map((name) => ({ field: name, message: t('series.needNumber', { label: t(`series.${name}`) }) })),
  ];
}

export function faultsOfSeries(draft: SeriesDraft): FormFault[] {
  const nameless = draft.agenda.some(({ title, minutes }) => title.trim() === '' || !(minutes > 0));
  return [
    ...faultsOfMeeting(draft),
    ...(draft.rhythm === 'other' && draft.rule.trim() === '' ? [{ field: 'rule', message: t('series.needRule') }] : []),
    ...(nameless ? [{ field: 'agenda', message: t('series.needItems') }] : []),
  ];
}

/** What is common to a series and to one meeting, as the hub takes it. */
export function meetingGiven(draft: MeetingDraft): Omit<NewMeeting, 'reason'> {
  const { operation, chair, secretary, start, approval, timeZone, place, link } = draft;
  return {
    ...{ operation, chair, secretary, start, approval },
    title: draft.title.trim(),
    bodies: [...draft.bodies],
    minutes: Number(draft.minutes),
    quorum: Number(draft.quorum),
    silenceDays: Number(draft.silenceDays),
    cutOffHours: Number(draft.cutOffHours),
    reminderHours: Number(draft.reminderHours),
    ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }),
    ...(place.trim() === '' ? {} : { place: place.trim() }),
    ...(link.trim() === '' ? {} : { link: link.trim() }),
  };
}

export function seriesGiven(draft: SeriesDraft): NewSeries {
  const { chair, secretary, ...rest } = meetingGiven(draft);
  return {
    ...rest,
    chair: chair ?? draft.chair,
    secretary: secretary ?? draft.secretary,
    rule: ruleOf(draft.rhythm, draft.start) ?? draft.rule.trim(),
    except: linesOf(draft.except),
    extra: linesOf(draft.extra),
    agenda: draft.agenda.map((item) => ({ ...item, title: item.title.trim() })),
  };
}

/** Only what is otherwise than it was: what somebody else changes meanwhile is not put back. */
export function changesOf(before: SeriesDraft, after: SeriesDraft): SeriesChange {
  const old: Readonly<Record<string, unknown>> = { ...seriesGiven(before) };
  return Object.fromEntries(
    Object.entries(seriesGiven(after)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name])),
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
