import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { itemsOf } from '../agenda/agenda-item';
import type { AgendaEntry } from '../domain/agenda-plan';
import type { MinutesAnswer } from '../domain/approval';
import type { DiffLine } from '../domain/line-diff';
import type { MeetingRow } from '../meetings/meeting';
import { readAttendance, type AttendanceView } from '../session/attendance';
import { slugsOf, type HubTools } from '../tools';
import { without } from '../without';

/** An item of the minutes, as it stands in them. */
export interface MinutesItem {
  readonly id: Uuid;
  readonly number: number;
  readonly title: string;
  readonly tag: string;
  readonly minutes: number;
  /** What it took, seconds; null: it was not timed. Records from before it was noted have none. */
  readonly secondsSpent?: number | null;
  readonly presenter: string | null;
  readonly state: string;
  readonly carried: number;
  readonly entries: readonly Pick<AgendaEntry, 'reference' | 'since' | 'carried'>[];
  readonly total: number;
  readonly note: string;
  readonly decisions: readonly {
    readonly reference: string;
    readonly decision: string;
    readonly present: readonly string[];
  }[];
  readonly actions: readonly {
    readonly reference: string;
    readonly task: string;
    readonly body: string;
    readonly responsible: string | null;
    readonly dueOn: string;
  }[];
  /** Bodies that see it; null: all that take part. */
  readonly visibleTo: readonly string[] | null;
}

export interface MinutesHeader {
  readonly meeting: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly title: string;
  readonly timeZone: string;
  readonly start: string;
  readonly startsAt: string;
  /** How long it was to last. Records from before it was noted have none. */
  readonly minutes?: number;
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly place: string | null;
  readonly chair: string;
  readonly secretary: string;
  readonly bodies: readonly string[];
  readonly attendance: readonly AttendanceView[];
}

/** An item with what hides it from who may not see it: without its salt nobody finds it by trying. */
export interface SaltedItem {
  readonly salt: string;
  readonly item: MinutesItem;
}

/** How the bodies approved, as it stands in the record: every answer of every round. */
export interface MinutesApproval {
  readonly approvedAt: string;
  readonly rule: string;
  readonly answers: readonly RecordedAnswer[];
}

export interface RecordedAnswer {
  readonly round: number;
  readonly body: string;
  readonly answer: MinutesAnswer;
  readonly remarks: string | null;
  /** Where it was read from its text, a text. */
  readonly answeredAt: Date | string;
}

/** The whole record of a meeting. */
export interface MinutesRecord {
  readonly header: MinutesHeader;
  readonly approval: MinutesApproval;
  readonly items: readonly SaltedItem[];
  readonly number: number;
  readonly previous: string | null;
}

/** What one body has of a record: items that it may not see are there by their digest only, so that all of them bind it. */
export interface Rendition {
  readonly header: MinutesHeader;
  readonly approval: MinutesApproval;
  readonly items: readonly (SaltedItem | { readonly withheld: string })[];
  readonly number: number;
  readonly previous: string | null;
  /** Of the whole record. */
  readonly digest: string;
}

/** An amendment on the chain: as a body has it, with its digest over all else. */
export interface AmendmentRendition {
  /** Id of the meeting whose minutes it amends. */
  readonly amends: Uuid;
  readonly amendment: number;
  readonly item: Uuid;
  readonly reason: string;
  readonly author: string;
  readonly number: number;
  readonly previous: string | null;
  readonly diff: readonly DiffLine[];
  readonly amendedAt: string;
  readonly digest: string;
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The digest of a record; a rendition of it has the same, since it holds each item or the item's digest. */
export function recordDigest({
  header,
  approval,
  items,
  number,
  previous,
}: MinutesRecord | Omit<Rendition, 'digest'>): string {
  return digestOf({
    ...{ header, approval, number, previous },
    items: items.map((item) => ('withheld' in item ? item.withheld : digestOf(item))),
  });
}

/** What a body may see of a record. */
export function renditionFor(record: MinutesRecord, body: string): Rendition {
  const { header, approval, number, previous } = record;
  return {
    ...{ header, approval, number, previous },
    items: record.items.map((salted) =>
      salted.item.visibleTo === null || salted.item.visibleTo.includes(body) ? salted : { withheld: digestOf(salted) },
    ),
    digest: recordDigest(record),
  };
}

/** Whether a rendition is bound to the record that it names. */
export function isBound(rendition: Rendition): boolean {
  return recordDigest(rendition) === rendition.digest;
}

/** Whether an amendment is the one that its digest is of. */
export function isWhole(amendment: AmendmentRendition): boolean {
  return digestOf(without(amendment, 'digest')) === amendment.digest;
}

/** The record as far as the transaction sees it: of a body its own part, of the hub the whole. */
export async function minutesContent(
  tools: Pick<HubTools, 'directory'>,
  tx: Transaction,
  meeting: MeetingRow,
): Promise<{ readonly header: MinutesHeader; readonly items: readonly MinutesItem[] }> {
  const { directory } = tools;
  const decisions = await tx.rows<{ itemId: Uuid; reference: string; decision: string; presentIds: Uuid[] }>(
    `SELECT item_id AS "itemId", reference, decision, present_ids AS "presentIds" FROM meeting_decisions
     WHERE meeting_id = $1 ORDER BY id`,
    [meeting.id],
  );
  const actions = await tx.rows<MinutesItem['actions'][number] & { itemId: Uuid }>(
    `SELECT a.item_id AS "itemId", a.reference, a.task, o.slug AS body, a.responsible, to_char(a.due_on, 'YYYY-MM-DD') AS "dueOn"
     FROM meeting_actions a JOIN organisations o ON o.id = a.organisation_id WHERE a.meeting_id = $1 ORDER BY a.id`,
    [meeting.id],
  );
  const items: MinutesItem[] = [];
  for (const row of await itemsOf(tx, meeting.id)) {
    const { id, title, tag, minutes, state, carried, total, note } = row;
    items.push({
      ...{ id, number: row.position, title, tag, minutes, state, carried, total, note },
      secondsSpent: row.startedAt === null ? null : row.secondsSpent,
      presenter: row.presenterId === null ? null : await directory.slugOf(row.presenterId),
      entries: row.entries.map(({ reference, since, carried: times }) => ({ reference, since, carried: times })),
      decisions: await Promise.all(
        decisions
          .filter(({ itemId }) => itemId === id)
          .map(async ({ reference, decision, presentIds }) => ({
            ...{ reference, decision },
            present: await slugsOf(tools, presentIds),
          })),
      ),
      actions: actions
        .filter(({ itemId }) => itemId === id)
        .map(({ reference, task, body, responsible, dueOn }) => ({ reference, task, body, responsible, dueOn })),
      visibleTo: row.visibleTo === null ? null : await slugsOf(tools, row.visibleTo),
    });
  }
  return {
    header: {
      meeting: meeting.id,
      reference: meeting.reference,
      operation: meeting.operationId,
      ...{ title: meeting.title, timeZone: meeting.timeZone, start: meeting.start, place: meeting.place },
      startsAt: meeting.startsAt.toISOString(),
      minutes: meeting.minutes,
      openedAt: meeting.openedAt?.toISOString() ?? null,
      closedAt: meeting.closedAt?.toISOString() ?? null,
      chair: await directory.slugOf(meeting.chairId),
      secretary: await directory.slugOf(meeting.secretaryId),
      bodies: await slugsOf(tools, meeting.bodyIds),
      attendance: await readAttendance({ tx }, meeting.id),
    },
    items,
  };
}

export function salted(items: readonly MinutesItem[]): SaltedItem[] {
  return items.map((item) => ({ salt: randomBytes(16).toString('hex'), item }));
}
