import type { Uuid } from '#kernel';
import { messageColumns, messageLifecycle, type MessageRow, type MessageState } from '#messages';
import type { SqlValue, Transaction } from '#platform/database';

export interface ReferralFilter {
  readonly kind?: string;
  readonly operation?: string;
  readonly state?: string;
  readonly priority?: string;
  /** Slug of a body that it went to. */
  readonly recipient?: string;
  /** Whether one of its recipients has let its deadline pass. */
  readonly overdue?: boolean;
  /** Only what is older than this one: the last of the page before. */
  readonly before?: Uuid;
  readonly limit: number;
}

/** Only what was routed once has recipients; a list of others through them would be searched in vain to its end. */
const ROUTED_ONCE: ReadonlySet<string> = statesAfter('routed');

/**
 * A sender's messages by filter, newest first (ids are in the order of creation).
 *
 * The statement holds only the conditions that were asked for, and is planned for its values each time: a plan for all
 * filters at once reads everything that the sender ever sent. Each page comes out of an index that ends in the list's order,
 * of one operation; where none is named, of each operation, merged.
 */
export async function listMessages(
  tx: Transaction,
  senderId: Uuid,
  filter: ReferralFilter,
  now: Date,
): Promise<MessageRow[]> {
  const throughRecipients = filter.recipient !== undefined || filter.overdue === true;
  if (throughRecipients && filter.state !== undefined && !ROUTED_ONCE.has(filter.state)) return [];
  const values: SqlValue[] = [];
  const given: Given = (value) => `$${values.push(value)}`;
  const asked = { ...filter, sender: given(senderId), now, limit: given(filter.limit) };
  const pageIn = (operation: string): string => {
    if (filter.overdue === true) return pageOfLate(asked, operation, given);
    return filter.recipient === undefined ? page(asked, operation, given) : pageOfRecipient(asked, operation, given);
  };
  const ids =
    filter.operation === undefined
      ? `SELECT p.id FROM operations o CROSS JOIN LATERAL (${pageIn('o.id')}) p ORDER BY p.id DESC LIMIT ${asked.limit}`
      : pageIn(given(filter.operation));
  // A bitmap has no order: with one, PostgreSQL gathers all that fits wherever it expects little to, for a single page.
  tx.later(`SET LOCAL enable_bitmapscan = off`);
  const rows = tx.rows<MessageRow>(
    `SELECT ${messageColumns} FROM messages WHERE id = ANY(ARRAY(${ids})) AND sender_id = ${asked.sender} ORDER BY id DESC`,
    values,
  );
  tx.later(`SET LOCAL enable_bitmapscan TO DEFAULT`);
  return rows;
}

/** Adds a value; gives the word for it in the statement. */
type Given = (value: SqlValue) => string;

/** The filter with its words for the statement. */
type Asked = Omit<ReferralFilter, 'limit'> & { readonly sender: string; readonly now: Date; readonly limit: string };

function page(asked: Asked, operation: string, given: Given): string {
  return `SELECT m.id FROM messages m WHERE ${conditions(asked, operation, given)}
          ORDER BY m.id DESC LIMIT ${asked.limit}`;
}

/** A message goes to a body once, so nothing comes twice. */
function pageOfRecipient(asked: Asked, operation: string, given: Given): string {
  return `SELECT m.id FROM recipients r JOIN messages m ON m.id = r.message_id
          WHERE r.sender_id = ${asked.sender} AND r.operation_id = ${operation} AND ${recipientIs(asked, given)}
            ${olderThan('r.message_id', asked, given)} AND ${conditions(asked, operation, given)}
          ORDER BY r.message_id DESC LIMIT ${asked.limit}`;
}

/**
 * Several recipients of one message may be late; it is listed once. The inner limit takes nothing away: it has the messages
 * looked up one by one in the order of the list, where PostgreSQL, which expects few to be late, would gather all of them.
 */
function pageOfLate(asked: Asked, operation: string, given: Given): string {
  const sentTo = (and: string): string =>
    `EXISTS (SELECT FROM recipients r WHERE ${recipientIs(asked, given)} AND r.sender_id = ${asked.sender} AND ${and})`;
  // Asked once before the search: it would be in vain where that body never got anything.
  const ever = asked.recipient === undefined ? '' : `WHERE (SELECT ${sentTo(`r.operation_id = ${operation}`)})`;
  const recipient = asked.recipient === undefined ? '' : `AND ${sentTo('r.message_id = m.id')}`;
  return `SELECT p.id FROM (
            SELECT DISTINCT r.message_id FROM recipients r
            WHERE r.sender_id = ${asked.sender} AND r.operation_id = ${operation} AND ${late(asked, given)}
              ${olderThan('r.message_id', asked, given)}
            ORDER BY r.message_id DESC
          ) l CROSS JOIN LATERAL (
            SELECT m.id FROM messages m WHERE m.id = l.message_id AND ${conditions(asked, operation, given)} ${recipient}
            LIMIT 1
          ) p ${ever} ORDER BY l.message_id DESC LIMIT ${asked.limit}`;
}

function conditions(asked: Asked, operation: string, given: Given): string {
  const parts = [`m.sender_id = ${asked.sender}`, `m.operation_id = ${operation}`];
  if (asked.kind !== undefined) parts.push(`m.kind = ${given(asked.kind)}`);
  if (asked.state !== undefined)
    parts.push(`m.state = ${given(asked.state)} AND m.listed_as = ${given(listedAs(asked.state))}`);
  if (asked.priority !== undefined) parts.push(`m.priority = ${given(asked.priority)}`);
  if (asked.before !== undefined) parts.push(`m.id < ${given(asked.before)}`);
  if (asked.overdue === false)
    parts.push(`NOT EXISTS (SELECT FROM recipients r WHERE r.message_id = m.id AND r.sender_id = ${asked.sender}
                  AND r.operation_id = ${operation} AND ${late(asked, given)})`);
  return parts.join(' AND ');
}

/** As the column of that name has it: the index has drafts and what waits for routing in one list. */
function listedAs(state: string): string {
  return state === 'draft' || state === 'submitted' ? 'unrouted' : state;
}

function recipientIs(asked: Asked, given: Given): string {
  return `r.organisation_id = (SELECT id FROM organisations WHERE slug = ${given(asked.recipient ?? null)})`;
}

function olderThan(column: string, asked: Asked, given: Given): string {
  return asked.before === undefined ? '' : ` AND ${column} < ${given(asked.before)}`;
}

/** As `isOverdue` says it. The first condition is that of the index. */
function late({ now }: Asked, given: Given): string {
  const at = given(now);
  return `r.state IN ('pending', 'acknowledged')
          AND (r.state = 'pending' AND r.due_at < ${at} OR r.state = 'acknowledged' AND r.decision_due_at < ${at})`;
}

/** A state and all that a message may come to from there. */
function statesAfter(state: MessageState, found = new Set<MessageState>()): Set<MessageState> {
  if (found.has(state)) return found;
  found.add(state);
  for (const next of Object.values(messageLifecycle[state])) statesAfter(next, found);
  return found;
}
