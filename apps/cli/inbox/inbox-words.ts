import type { InboxItem, InboxMessage } from '#hub-client';
import { printable } from '../output/printable';
import { contentOf } from '../output/show';
import { factsOf, tableOf } from '../output/table';
import { dueInWords, localTime } from '../output/time-words';

/** A reference, with what keeps an exercise from being taken for the real thing. */
export function markedReference({
  reference,
  status,
}: {
  readonly reference: string;
  readonly status?: string;
}): string {
  return status === undefined || status === 'actual' ? reference : `${reference} [${status.toUpperCase()}]`;
}

/** The deadline, for as long as it matters. */
function acknowledgeBy({ acknowledgedAt, dueAt }: InboxItem, now: Date, between: string): string {
  if (acknowledgedAt !== null) return `acknowledged${between}${localTime(acknowledgedAt)}`;
  return dueAt === null ? 'no deadline' : `${dueInWords(dueAt, now)}${between}${localTime(dueAt)}`;
}

/** A body's inbox. */
export function inboxTable(items: readonly InboxItem[], next: string | null, now: Date): string {
  if (items.length === 0) return 'Nothing there.';
  const rows = items.map((item) => [
    `${markedReference(item)}\n${item.messageId}`,
    `${item.capacity ?? '–'}\n${item.priority}`,
    item.state,
    acknowledgeBy(item, now, '\n'),
  ]);
  const table = tableOf(['Message', 'As', 'State', 'Acknowledge by'], rows);
  return next === null ? table : `${table}\nWhat comes after: --after ${next}`;
}

/** One line for whoever follows an inbox. */
export function inboxLine(item: InboxItem, now: Date): string {
  return printable(
    [
      ...(item.sequence === undefined ? [] : [String(item.sequence)]),
      markedReference(item),
      item.messageId,
      item.capacity ?? item.kind,
      item.priority,
      item.state,
      acknowledgeBy(item, now, ' '),
    ].join('  '),
  );
}

/** A message with its content. */
export function messageInWords(message: InboxMessage, now: Date): string {
  const facts = factsOf([
    ['Message', markedReference(message)],
    ['Id', message.messageId],
    ['From', message.sender],
    ['Operation', message.operation],
    ['As', message.capacity],
    ['Priority', message.priority],
    ['State', message.state],
    ['Acknowledge', acknowledgeBy(message, now, ', ')],
    ['Decision', message.decision],
    ['Possible now', message.legal?.join(', ')],
  ]);
  return `${facts}\n\n${contentOf(message.body)}`;
}
