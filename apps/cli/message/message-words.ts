import type { MessageKindView, MessageSummary, MessageView, ThreadMessage } from '#hub-client';
import { markedReference } from '../inbox/inbox-words';
import { contentOf } from '../output/show';
import { factsOf, tableOf } from '../output/table';
import { localTime } from '../output/time-words';
import { recipientLine, recipientTable } from '../referral/referral-words';
import { whyOf } from '../routing/explanation-words';

const NONE = '–';

/** Messages of a sender. */
export function messageTable(messages: readonly MessageSummary[], next: string | null, now: Date): string {
  if (messages.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Message', 'Kind', 'State', 'Bodies'],
    messages.map((message) => [
      `${markedReference(message)}\n${message.id}`,
      message.kind,
      message.state,
      message.recipients.map((recipient) => recipientLine(recipient, now)).join('\n') || NONE,
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --cursor ${next}`;
}

/** A message with its content, as its sender sees it. */
export function sentMessageInWords(message: MessageView, now: Date): string {
  const facts = factsOf([
    ['Message', markedReference(message)],
    ['Id', message.id],
    ['Kind', message.kind],
    ['Subject', message.subject],
    ['Operation', message.operation],
    ['Priority', message.priority],
    ['State', message.state],
    ['Thread', message.thread],
    ['Reply to', message.inReplyTo],
    ['Addressed to', message.to?.length ? message.to.join(', ') : null],
    ['Written', message.createdAt && localTime(message.createdAt)],
    ['Submitted', message.submittedAt && localTime(message.submittedAt)],
  ]);
  const refused = message.refused.map(({ organisation, reasons }) => [organisation, whyOf(reasons)]);
  return [
    facts,
    ...(message.recipients.length > 0 ? [recipientTable(message.recipients, now)] : []),
    ...(refused.length > 0 ? [tableOf(['Refused', 'Why'], refused)] : []),
    '',
    contentOf(message.body),
  ].join('\n');
}

/** What was written in a thread, oldest first. */
export function threadTable(messages: readonly ThreadMessage[]): string {
  return tableOf(
    ['At', 'Message', 'From', 'State'],
    messages.map((message) => [
      localTime(message.at),
      [markedReference(message), message.messageId, ...(message.subject === null ? [] : [message.subject])].join('\n'),
      `${message.direction === 'sent' ? `${message.sender} (you)` : message.sender}\n${message.kind}`,
      message.state,
    ]),
  );
}

/** What can be sent. */
export function kindTable(kinds: readonly MessageKindView[]): string {
  return tableOf(
    ['Kind', 'Asks for', 'What it is for'],
    kinds.map(({ name, asks, summary }) => [name, asks, summary]),
  );
}

/** A kind with the schema of its body. */
export function kindInWords(kind: MessageKindView): string {
  const facts = factsOf([
    ['Kind', `${kind.name}, version ${kind.version}`],
    ['Title', kind.title],
    ['For', kind.summary],
    ['Asks for', kind.asks],
    ['Replies to', kind.repliesTo?.join(', ')],
    ['Only as a reply', kind.mustReply ? 'yes' : 'no'],
  ]);
  return `${facts}\n\n${contentOf(kind.schema)}`;
}
