import { html } from '#kernel';
import { joined, wrapped, type MailText } from './compose-mail';

/** What a mail that asks for no acknowledgement says, in its order, whoever is written to. */
export interface NoticeContent {
  readonly subject: string;
  readonly opening: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  /** What the reader can do. */
  readonly does: string;
  readonly after: string;
}

/** The same to somebody. All of it plain text without control characters. */
export interface NoticeWords extends NoticeContent {
  /** Role and name of whoever is written to. */
  readonly role: string;
  readonly body: string;
}

/** A notice as text and as HTML, which say the same. */
export function layOutNotice(plain: NoticeWords): MailText {
  const { subject, opening, rows, does, after } = plain;
  return {
    subject,
    text: [
      `To the ${plain.role} of ${plain.body}`,
      '',
      opening,
      '',
      ...rows.map(([name, value]) => `${`${name}:`.padEnd(11)}${value}`),
      '',
      does,
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
          <p>${after}</p>
        </body>
      </html> `.text,
  };
}
