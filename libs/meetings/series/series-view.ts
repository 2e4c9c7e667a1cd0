import type { Uuid } from '#kernel';
import { ruleText } from '../domain/recurrence-rule';
import { toBasic } from '../domain/wall-time';
import { slugsOf, type HubTools } from '../tools';
import type { MeetingSettings, SeriesRow } from './series';

/** A series as it is shown. */
export interface SeriesView extends MeetingSettings {
  readonly id: Uuid;
  readonly operation: string;
  /** The series that this one goes on with. */
  readonly follows: Uuid | null;
  readonly title: string;
  readonly bodies: readonly string[];
  readonly chair: string;
  readonly secretary: string;
  readonly timeZone: string;
  readonly start: string;
  readonly minutes: number;
  readonly rule: string;
  readonly except: readonly string[];
  readonly extra: readonly string[];
  readonly place: string | null;
  readonly link: string | null;
  readonly state: string;
  readonly sequence: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function seriesView(tools: Pick<HubTools, 'directory' | 'zones'>, row: SeriesRow): Promise<SeriesView> {
  const { id, operationId, followsId, title, timeZone, start, minutes, except, extra, place, link, settings } = row;
  const { state, sequence, version, createdAt, updatedAt } = row;
  return {
    id,
    operation: operationId,
    follows: followsId,
    title,
    bodies: await slugsOf(tools, row.bodyIds),
    chair: await tools.directory.slugOf(row.chairId),
    secretary: await tools.directory.slugOf(row.secretaryId),
    timeZone,
    start,
    minutes,
    rule: ruleInUtc(tools, row),
    except,
    extra,
    place,
    link,
    ...settings,
    ...{ state, sequence, version, createdAt, updatedAt },
  };
}

/** The rule with its end in UTC, as RFC 5545 has it where the start has a zone. */
export function ruleInUtc({ zones }: Pick<HubTools, 'zones'>, { rule, timeZone }: SeriesRow): string {
  return ruleText(rule, (wall) => {
    const { at } = zones.instantOf(timeZone, wall);
    return `${toBasic(at.toISOString().slice(0, 16))}Z`;
  });
}
