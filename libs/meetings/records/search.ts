import type { Uuid } from '#kernel';
import type { SqlValue } from '#platform/database';
import type { MeetingTools } from '../tools';

export const recordKinds = ['item', 'decision', 'action'] as const;

/** Something that a meeting recorded and that holds the words. */
export interface FoundRecord {
  readonly kind: (typeof recordKinds)[number];
  readonly id: Uuid;
  readonly meeting: Uuid;
  readonly meetingReference: string;
  readonly operation: string;
  readonly startsAt: Date;
  /** The line in which the words are, shortened. */
  readonly text: string;
}

export interface RecordsAsked {
  readonly q: string;
  readonly operation?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly limit: number;
}

/** What meetings recorded, of what the caller's body may see, the newest first. */
export function searchRecords({ tx }: MeetingTools, asked: RecordsAsked): Promise<FoundRecord[]> {
  const values: SqlValue[] = [asked.q, asked.limit];
  const given = (value: SqlValue): string => `$${values.push(value)}`;
  const where = [
    ...(asked.operation === undefined ? [] : [`m.operation_id = ${given(asked.operation)}`]),
    ...(asked.from === undefined ? [] : [`m.starts_at >= ${given(asked.from)}`]),
    ...(asked.to === undefined ? [] : [`m.starts_at < ${given(asked.to)}`]),
  ];
  const also = where.map((condition) => ` AND ${condition}`).join('');
  const words = `plainto_tsquery('simple', $1)`;
  const from = (kind: string, table: string, text: string): string =>
    `SELECT '${kind}' AS kind, r.id, r.meeting_id, m.reference, m.operation_id, m.starts_at, ${text} AS text
     FROM ${table} r JOIN meetings m ON m.id = r.meeting_id WHERE r.words @@ ${words}${also}`;
  return tx.rows<FoundRecord>(
    `SELECT f.kind, f.id, f.meeting_id AS meeting, f.reference AS "meetingReference", f.operation_id AS operation,
       f.starts_at AS "startsAt",
       ts_headline('simple', f.text, ${words}, 'StartSel="", StopSel="", MaxWords=30, MinWords=10') AS text
     FROM (
       SELECT * FROM (
         ${from('item', 'agenda_items', `r.title || ' ' || r.note`)} AND r.state <> 'withdrawn'
         UNION ALL ${from('decision', 'meeting_decisions', `r.reference || ' ' || r.decision`)}
         UNION ALL ${from('action', 'meeting_actions', `r.reference || ' ' || r.task`)}
       ) every ORDER BY starts_at DESC, id DESC LIMIT $2
     ) f ORDER BY f.starts_at DESC, f.id DESC`,
    values,
  );
}
