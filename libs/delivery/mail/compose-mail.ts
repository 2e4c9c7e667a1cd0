import { Html, html, minuteIn, minuteInUtc } from '#kernel';

/** All that a mail knows of a message. Nothing of its content, nobody's name. */
export interface MailFacts {
  readonly kind: 'routed' | 'reminder';
  readonly reference: string;
  readonly messageKind: string;
  /** Title of the operation. */
  readonly operation: string;
  readonly timeZone: string;
  /** Name of the body that is written to. */
  readonly body: string;
  /** Role of whoever reads the mailbox. */
  readonly role: string;
  readonly priority: string;
  /** actual, exercise or test. */
  readonly messageStatus: string;
  readonly dueAt: Date;
  /** The acknowledgement link, absolute. */
  readonly link: string;
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
  const opening =
    plain.kind === 'reminder'
      ? `A ${plain.messageKind} still waits for ${plain.body} to acknowledge it.`
      : `A ${plain.messageKind} was sent to ${plain.body}.`;
  const rows: [string, string][] = [
    ...(mark === undefined ? [] : [['Status', `${mark}: not a real case`] satisfies [string, string]]),
    ['Reference', plain.reference],
    ['Operation', plain.operation],
    ['Priority', plain.priority],
    ['Due', `${due} (${minuteIn(plain.dueAt, plain.timeZone)})`],
  ];
  const does =
    'Open the link and press the button. That tells the sender that your body has taken it up. It needs no account and shows no case.';
  const after =
    'Anybody who has this link can acknowledge for your body: do not forward it outside. This mail says nothing about a person; the case itself is read in the hub. It was sent by a machine, and answers are read by nobody.';
  return {
    subject: `${mark === undefined ? '' : `[${mark}] `}[Liaison Hub] ${plain.reference}: acknowledgement needed by ${due}`,
    text: [
      `To the ${plain.role} of ${plain.body}`,
      '',
      opening,
      '',
      ...rows.map(([name, value]) => `${`${name}:`.padEnd(11)}${value}`),
      '',
      does,
      '',
      plain.link,
      '',
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
          <p><a href="${plain.link}">Acknowledge ${plain.reference}</a></p>
          <p>${after}</p>
        </body>
      </html> `.text,
  };
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
