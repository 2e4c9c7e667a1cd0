import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { MessageState } from '../domain/message-lifecycle';
import type { Marks } from '../kind/marks';
import type { Distribution } from '../kind/message-kind';

export type MessageStatus = 'actual' | 'exercise' | 'test';
export type Priority = 'emergency' | 'urgent' | 'normal';

/** A message as the record keeps it: the envelope in clear, the body sealed. */
export interface MessageRow {
  readonly id: Uuid;
  readonly reference: string;
  readonly operationId: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly senderId: Uuid;
  readonly messageStatus: MessageStatus;
  readonly state: MessageState;
  readonly priority: Priority;
  readonly distribution: Distribution;
  readonly threadId: Uuid;
  readonly inReplyTo: Uuid | null;
  readonly supersedes: Uuid | null;
  /** For people who choose what to open. Holds no personal data. */
  readonly subject: string | null;
  /** ISO 3166-1 alpha-2: the target area. */
  readonly areas: string[];
  readonly expiresAt: Date | null;
  readonly addressees: string[];
  readonly keywords: string[];
  readonly language: string;
  readonly marks: Marks;
  readonly dataKey: Buffer | null;
  readonly bodySealed: Buffer | null;
  readonly ruleSetVersion: number | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly sentAt: Date | null;
}

/** The columns of a `MessageRow`. */
export const messageColumns = `id, reference, operation_id AS "operationId", kind, kind_version AS "kindVersion", sender_id AS "senderId",
  message_status AS "messageStatus", state, priority, distribution, thread_id AS "threadId",
  in_reply_to AS "inReplyTo", supersedes, subject, areas, expires_at AS "expiresAt", addressees, keywords, language, marks,
  data_key AS "dataKey", body_sealed AS "bodySealed", rule_set_version AS "ruleSetVersion", version,
  created_at AS "createdAt", updated_at AS "updatedAt", sent_at AS "sentAt"`;

/** A message that the transaction's context may see, or undefined. */
export async function findMessage(tx: Transaction, id: Uuid): Promise<MessageRow | undefined> {
  return tx.row<MessageRow>(`SELECT ${messageColumns} FROM messages WHERE id = $1`, [id], 'find-message');
}

/** The same, locked until the transaction ends: whoever changes it next waits. */
export async function lockMessage(tx: Transaction, id: Uuid): Promise<MessageRow | undefined> {
  return tx.row<MessageRow>(`SELECT ${messageColumns} FROM messages WHERE id = $1 FOR UPDATE`, [id], 'lock-message');
}

/** Several, in the order of their ids, so that two who lock some of the same wait instead of deadlocking. */
export async function lockMessages(tx: Transaction, ids: readonly Uuid[]): Promise<MessageRow[]> {
  return tx.rows<MessageRow>(
    // In a subselect the number of ids tells the planner nothing, so that it does not plan anew for each.
    `SELECT ${messageColumns} FROM messages WHERE id = ANY((SELECT $1::uuid[])::uuid[]) ORDER BY id FOR UPDATE`,
    [ids],
    'lock-messages',
  );
}

/**
 * Those of the messages that the context may see and nobody else holds, locked until the transaction ends. Waits for
 * nobody: one that is held by another transaction is left out, as one that does not exist.
 */
export async function lockFreeMessages(tx: Transaction, ids: readonly Uuid[]): Promise<Map<Uuid, MessageRow>> {
  const rows = await tx.rows<MessageRow>(
    // In a subselect the number of ids tells the planner nothing, so that it does not plan anew for each.
    `SELECT ${messageColumns} FROM messages WHERE id = ANY((SELECT $1::uuid[])::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED`,
    [ids],
    'lock-free-messages',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

export interface NewDraft {
  readonly id: Uuid;
  readonly operationId: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly senderId: Uuid;
  readonly messageStatus: MessageStatus;
  readonly priority: Priority;
  readonly addressees: readonly string[];
  readonly keywords: readonly string[];
  readonly language: string;
  readonly marks: Marks;
  readonly distribution: Distribution;
  /** Absent: it begins a thread of its own. */
  readonly threadId?: Uuid;
  readonly inReplyTo?: Uuid;
  readonly supersedes?: Uuid;
  /** The message that it refers onward, on whose consent it goes. */
  readonly onwardOf?: Uuid;
  readonly subject?: string;
  readonly areas?: readonly string[];
  readonly expiresAt?: Date;
  readonly dataKey: Buffer;
  readonly bodySealed: Buffer;
  /** Digest of what an import read: the same row imported twice is one message. */
  readonly importKey?: Buffer;
  readonly at: Date;
}

/**
 * Inserts a draft; the record gives it its reference (`AFG-2026-000123`: operation, year, a number in no order). Undefined
 * when this sender imported the same row before.
 */
export async function insertDraft(tx: Transaction, draft: NewDraft): Promise<{ reference: string } | undefined> {
  return tx.row<{ reference: string }>(
    `INSERT INTO messages (id, operation_id, kind, kind_version, sender_id, message_status, distribution, state, priority,
       thread_id, language, marks, keywords, addressees, data_key, body_sealed, import_key, in_reply_to, supersedes, subject, areas,
       expires_at, onward_of, version, created_at, updated_at)
     VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, 'draft', $8, coalesce($9::uuid, $1::uuid), $10, $11, $12, $13, $14, $15, $16, $17,
       $18, $19, $20, $21, $22, 1, $23, $23)
     ON CONFLICT (sender_id, import_key) DO NOTHING
     RETURNING reference`,
    [
      draft.id,
      draft.operationId,
      draft.kind,
      draft.kindVersion,
      draft.senderId,
      draft.messageStatus,
      draft.distribution,
      draft.priority,
      draft.threadId ?? null,
      draft.language,
      JSON.stringify(draft.marks),
      [...draft.keywords],
      [...draft.addressees],
      draft.dataKey,
      draft.bodySealed,
      draft.importKey ?? null,
      draft.inReplyTo ?? null,
      draft.supersedes ?? null,
      draft.subject ?? null,
      [...(draft.areas ?? [])],
      draft.expiresAt ?? null,
      draft.onwardOf ?? null,
      draft.at,
    ],
    'insert-draft',
  );
}

/** A locked message, the state that it moves to, and what else changes with it. */
export interface MessageMove {
  readonly message: Pick<MessageRow, 'id'>;
  readonly to: MessageState;
  readonly at: Date;
  readonly sentAt?: Date;
  readonly ruleSetVersion?: number;
}

/** Moves a locked message to a state; what else changes with it is given. */
export async function moveMessage(tx: Transaction, message: MessageRow, to: MessageState, at: Date): Promise<void> {
  await tx.execute(moveMessagesSql('$1'), [JSON.stringify([moveRow({ message, to, at })])], 'move-message');
}

/**
 * SQL that moves the messages given as a JSON array in parameter `$n`. For statements that write several tables at once. Their
 * ids are asked for as an array besides: of rows of JSON PostgreSQL expects a hundred, for which it reads a small table whole.
 */
export function moveMessagesSql(parameter: string): string {
  return `UPDATE messages m SET state = moving.state, version = m.version + 1, updated_at = moving.at,
      sent_at = coalesce(moving.sent_at, m.sent_at), rule_set_version = coalesce(moving.rule_set_version, m.rule_set_version)
    FROM jsonb_to_recordset(${parameter}::jsonb)
      AS moving (id uuid, state text, at timestamptz, sent_at timestamptz, rule_set_version integer)
    WHERE m.id = moving.id
      AND m.id = ANY (ARRAY(SELECT (each ->> 'id')::uuid FROM jsonb_array_elements(${parameter}::jsonb) AS each))`;
}

/** A move as one row of JSON for `moveMessagesSql`. */
export function moveRow(move: MessageMove): Record<string, unknown> {
  return {
    id: move.message.id,
    state: move.to,
    at: move.at.toISOString(),
    sent_at: move.sentAt?.toISOString() ?? null,
    rule_set_version: move.ruleSetVersion ?? null,
  };
}

/** What changes on a draft. A member that is left out stays. */
export interface DraftPatch {
  readonly priority?: Priority;
  readonly status?: MessageStatus;
  readonly to?: readonly string[];
  readonly keywords?: readonly string[];
  readonly language?: string;
  readonly dataKey?: Buffer;
  readonly bodySealed?: Buffer;
}

/** Changes a locked draft. */
export async function changeDraft(tx: Transaction, id: Uuid, at: Date, patch: DraftPatch): Promise<void> {
  await tx.execute(
    `UPDATE messages SET priority = coalesce($3, priority), message_status = coalesce($4, message_status),
       addressees = coalesce($5, addressees), keywords = coalesce($6, keywords), language = coalesce($7, language),
       data_key = coalesce($8, data_key), body_sealed = coalesce($9, body_sealed), version = version + 1, updated_at = $2
     WHERE id = $1`,
    [
      id,
      at,
      patch.priority ?? null,
      patch.status ?? null,
      patch.to ? [...patch.to] : null,
      patch.keywords ? [...patch.keywords] : null,
      patch.language ?? null,
      patch.dataKey ?? null,
      patch.bodySealed ?? null,
    ],
  );
}
