import { Html, html, minuteIn, minuteInUtc } from '#kernel';
import type { MailKind } from './leave-mails';

/** All that a mail knows of a message. Nothing of its content, nobody's name. */
export interface MailFacts {
  readonly kind: MailKind;
  readonly reference: string;
  readonly messageKind: string;
  /** Title of the operation. */
  readonly operation: string;
  readonly timeZone: string;
  /** Name of the body that is written to. */
  readonly body: string;
  /** Name of the body that is, or is not, late. The same one where the recipient itself is written to. */
  readonly late: string;
  /** Role of whoever reads the mailbox. */
  readonly role: string;
  readonly priority: string;
  /** actual, exercise or test. */
  readonly messageStatus: string;
  /** The deadline that runs: to acknowledge or, once acknowledged, to decide. */
  readonly dueAt: Date;
  /** The acknowledgement link, absolute; only in a mail that asks to acknowledge. */
  readonly link?: string;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The words of a mail: what waits, until when, and what to do. */
export function composeMail(facts: MailFacts): MailText {
  const plain = cleaned(facts);
  const due = minuteInUtc(plain.dueAt);
  const mark = plain.messageStatus === 'actual' ? undefined : plain.messageStatus.toUpperCase();
  const { opening, subject, does } = wordsOf(plain, due);
  const rows: [string, string][] = [
    ...(mark === undefined ? [] : [['Status', `${mark}: not a real case`] satisfies [string, string]]),
    ['Reference', plain.reference],
    ['Operation', plain.operation],
    ['Priority', plain.priority],
    ...(plain.kind === 'progress_reminder'
      ? []
      : [['Due', `${due} (${minuteIn(plain.dueAt, plain.timeZone)})`] satisfies [string, string]]),
  ];
  const after = `${plain.link === undefined ? '' : 'Anybody who has this link can acknowledge for your body: do not forward it outside. '}This mail says nothing about a person; the case itself is read in the hub. It was sent by a machine, and answers are read by nobody.`;
  return {
    subject: `${mark === undefined ? '' : `[${mark}] `}[Liaison Hub] ${plain.reference}: ${subject}`,
    text: [
      `To the ${plain.role} of ${plain.body}`,
      '',
      opening,
      '',
      ...rows.map(([name, value]) => `${`${name}:`.padEnd(11)}${value}`),
      '',
      does,
      '',
      ...(plain.link === undefined ? [] : [plain.link, '']),
      after,
      '',
    ]
      .map(wrapped)
      .join('\n'),
    html: html`<!doctype html>
      <html lang="en">
        <body>
          <p>To the ${plain.role} of ${plain.body}</p>
          <p>${opening}</p>
          <table>
            ${joined(
              rows.map(
                ([name, value]) =>
                  html`<tr>
                    <th align="left">${name}</th>
                    <td>${value}</td>
                  </tr> `,
              ),
            )}
          </table>
          <p>${does}</p>
          ${plain.link === undefined ? '' : html`<p><a href="${plain.link}">Acknowledge ${plain.reference}</a></p>`}
          <p>${after}</p>
        </body>
      </html> `.text,
  };
}

/** What the mail says first, what its subject says, and what is to be done. */
function wordsOf(
  { kind, messageKind, body, late, link }: MailFacts,
  due: string,
): { readonly opening: string; readonly subject: string; readonly does: string } {
  const press =
    link === undefined
      ? 'Sign in to the hub and take it up there. Only people whose role is for it see it.'
      : 'Open the link and press the button. That tells the sender that your body has taken it up. It needs no account and shows no case.';
  const what = messageKind === 'referral' ? 'referral' : `message (${messageKind})`;
  const agenda = 'After a quarter of that time more it is requested for the next meeting, by its reference.';
  switch (kind) {
    case 'routed':
      return {
        opening: `A ${what} was sent to ${body}.`,
        subject: `acknowledgement needed by ${due}`,
        does: press,
      };
    case 'reminder':
      return {
        opening: `A ${what} still waits for ${body} to acknowledge it.`,
        subject: `acknowledgement needed by ${due}`,
        does: press,
      };
    case 'decision_reminder':
      return {
        opening: `A ${what} that ${body} acknowledged still waits for its decision.`,
        subject: `decision needed by ${due}`,
        does: 'Accept it, decline it with a reason, or refer it onward, in the hub.',
      };
    case 'progress_reminder':
      return {
        opening: `Nothing was heard for long of a ${what} that ${body} accepted.`,
        subject: 'news needed',
        does: 'Tell the sender how it goes, in the hub. A case that has to wait is put on hold there: then nobody is reminded.',
      };
    case 'unacknowledged':
      return {
        opening: `${late} has not acknowledged a ${what}, and its deadline has passed.`,
        subject: `not acknowledged by ${late}`,
        does: `Ask ${late}'s focal point or back-up. ${agenda}`,
      };
    case 'undecided':
      return {
        opening: `${late} acknowledged a ${what} and has not decided, and the time for it has passed.`,
        subject: `not decided by ${late}`,
        does: `Ask ${late}'s focal point or back-up. ${agenda}`,
      };
  }
}

/** At most 72 signs a line, as long as a word allows it: a link is one word. */
export function wrapped(paragraph: string): string {
  return paragraph.replace(/(?=.{73}).{1,72}(?: +|$)/g, (line) => `${line.trimEnd()}\n`);
}

export function joined(parts: readonly Html[]): Html {
  return new Html(parts.map(({ text }) => text).join(''));
}

/** A line break or another control character in a value would begin a header or a line of its own. */
export function cleaned<Facts extends object>(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim() : value,
    ]),
  ) as unknown as Facts;
}
