import type { Uuid } from '#kernel';
import { slugsOf, type HubTools } from '../tools';
import type { MeetingSettings } from '../series/series';
import { without } from '../without';
import type { MeetingRow } from './meeting';

/** A meeting as it is shown. */
export interface MeetingView extends MeetingSettings {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly series: Uuid | null;
  readonly title: string;
  readonly bodies: readonly string[];
  readonly chair: string;
  readonly secretary: string;
  readonly timeZone: string;
  readonly start: string;
  readonly originalStart: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly minutes: number;
  readonly place: string | null;
  readonly link: string | null;
  readonly state: string;
  readonly moved: boolean;
  readonly reason: string | null;
  readonly sequence: number;
  readonly version: number;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function meetingView(tools: Pick<HubTools, 'directory'>, row: MeetingRow): Promise<MeetingView> {
  const { operationId, seriesId, bodyIds, chairId, secretaryId, settings, ...shown } = without(row, 'zonesVersion');
  return {
    ...shown,
    operation: operationId,
    series: seriesId,
    bodies: await slugsOf(tools, bodyIds),
    chair: await tools.directory.slugOf(chairId),
    secretary: await tools.directory.slugOf(secretaryId),
    endsAt: new Date(row.startsAt.getTime() + row.minutes * 60_000),
    ...settings,
  };
}
