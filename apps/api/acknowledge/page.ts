import { Html, html, minuteIn, minuteInUtc, type Uuid } from '#kernel';

/** What an acknowledgement page shows of a message: nothing of its content. */
export interface PageFacts {
  readonly reference: string;
  readonly body: string;
  readonly operation: string;
  readonly timeZone: string;
  readonly kind: string;
  readonly priority: string;
  /** actual, exercise or test. */
  readonly messageStatus: string;
  readonly dueAt: Date;
}

/** A role to turn to, never a person. */
export interface Contact {
  readonly body: string;
  readonly role: string;
  readonly mailbox: string;
}

/** A page, and the status that it is answered with. */
export interface Page {
  readonly status: number;
  readonly html: string;
}

/** What waits, and the one button. */
export function askPage(facts: PageFacts): Page {
  return page(
    200,
    `Acknowledge ${facts.reference}`,
    html`${factsList(facts)}
      <form method="post">
        <button type="submit">Acknowledge for ${facts.body}</button>
      </form>
      <p>
        The button tells the sender that ${facts.body} has taken this up. It decides nothing, and this page shows no
        case: the case is read in the hub.
      </p>`,
    facts,
  );
}

/** The receipt: the same whenever it is asked for. */
export function receiptPage(
  facts: PageFacts,
  receipt: { readonly receiptId: Uuid; readonly acknowledgedAt: Date },
): Page {
  return page(
    200,
    `Acknowledged: ${facts.reference}`,
    html`<p class="done" role="status">
        ${facts.body} acknowledged this on ${minuteInUtc(receipt.acknowledgedAt)}. The sender is told.
      </p>
      <dl>
        <dt>Receipt</dt>
        <dd><code>${receipt.receiptId}</code></dd>
      </dl>
      ${factsList(facts)}
      <p>Keep the receipt's number. Nothing more is to be done on this page; you can close it.</p>`,
    facts,
  );
}

/** The link is over. */
export function expiredPage(facts: PageFacts, contact: Contact): Page {
  return page(
    410,
    `Link expired: ${facts.reference}`,
    html`<p role="status">This link was open until 14 days after the due time and has expired.</p>
      ${factsList(facts)}${turnTo(contact)}`,
    facts,
  );
}

/** The sender called it off, or the person withdrew consent. */
export function calledOffPage(facts: PageFacts, recalled: boolean, contact: Contact): Page {
  return page(
    409,
    `${recalled ? 'Recalled' : 'Called off'}: ${facts.reference}`,
    html`<p role="status">
        ${
          recalled
            ? 'This was recalled. Nobody may work with it any more; what you hold of it is to be given back or destroyed.'
            : 'The sender called this off. There is nothing left to acknowledge.'
        }
      </p>
      ${factsList(facts)}${turnTo(contact)}`,
    facts,
  );
}

/** Unknown and malformed alike. */
export function unknownPage(): Page {
  return page(
    404,
    'No such link',
    html`<p role="status">There is nothing behind this link. Perhaps it was cut off when it was copied.</p>
      <p>
        Open the link in the mail itself, or copy all of it. If it still leads here, turn to the body that wrote to you,
        or to your operation's coordinator.
      </p>`,
  );
}

/** The record cannot be reached. */
export function unavailablePage(): Page {
  return page(
    503,
    'Not just now',
    html`<p role="status">
      The hub cannot reach its record just now. Nothing was changed. Open the link again in some minutes.
    </p>`,
  );
}

function factsList(facts: PageFacts): Html {
  return html`<dl>
    <dt>Reference</dt>
    <dd>${facts.reference}</dd>
    <dt>For</dt>
    <dd>${facts.body}</dd>
    <dt>Operation</dt>
    <dd>${facts.operation}</dd>
    <dt>Kind</dt>
    <dd>${facts.kind}</dd>
    <dt>Priority</dt>
    <dd>${facts.priority}</dd>
    <dt>Due</dt>
    <dd>${minuteInUtc(facts.dueAt)}<br />${minuteIn(facts.dueAt, facts.timeZone)}</dd>
  </dl>`;
}

export function turnTo({ body, role, mailbox }: Contact): Html {
  return html`<p>Questions: ${role}, ${body}, <a href="mailto:${mailbox}">${mailbox}</a>.</p>`;
}

function page(status: number, title: string, content: Html, facts?: PageFacts): Page {
  const mark =
    facts === undefined || facts.messageStatus === 'actual'
      ? html``
      : html`<p class="mark"><strong>${facts.messageStatus.toUpperCase()}</strong>: this is not a real case.</p>`;
  return framedPage(
    status,
    title,
    html`${mark}
      <h1>${title}</h1>
      ${content}`,
  );
}

/** A page of the hub that a link in a mail opens: plain HTML, whose style stands beside it. */
export function framedPage(status: number, title: string, content: Html): Page {
  return {
    status,
    html: html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex, nofollow" />
          <meta name="color-scheme" content="light dark" />
          <title>${title} – Liaison Hub</title>
          <link rel="stylesheet" href="style.css" />
        </head>
        <body>
          <header>Liaison Hub</header>
          <main>${content}</main>
        </body>
      </html> `.text,
  };
}

/** Served beside the pages: they hold no style of their own. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #ffffff;
  --text: #1a1d21;
  --soft: #4d555e;
  --line: #c9ced4;
  --strong: #0b4a8f;
  --on-strong: #ffffff;
  --mark-ground: #fff1c2;
  --mark-text: #4a3500;
  --done: #14602f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a;
    --text: #eceff2;
    --soft: #b3bbc4;
    --line: #454c54;
    --strong: #8fc1ff;
    --on-strong: #0a1a2c;
    --mark-ground: #4a3a00;
    --mark-text: #ffe9a3;
    --done: #8fdca8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 1.0625rem/1.55 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
header { padding: 0.75rem 1.25rem; border-bottom: 1px solid var(--line); color: var(--soft); font-weight: 600; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
.mark { background: var(--mark-ground); color: var(--mark-text); padding: 0.75rem 1rem; border-radius: 0.375rem; margin: 0 0 1.5rem; }
.done { color: var(--done); font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.375rem 1.25rem; margin: 0 0 1.5rem; }
dt { color: var(--soft); }
dd { margin: 0; }
code { font: 0.9375rem/1.5 ui-monospace, monospace; }
a { color: var(--strong); }
button {
  font: inherit;
  font-weight: 600;
  min-height: 3rem;
  padding: 0.625rem 1.5rem;
  border: 2px solid var(--strong);
  border-radius: 0.375rem;
  background: var(--strong);
  color: var(--on-strong);
  cursor: pointer;
}
textarea {
  font: inherit;
  width: 100%;
  padding: 0.5rem 0.75rem;
  border: 2px solid var(--line);
  border-radius: 0.375rem;
  background: var(--ground);
  color: var(--text);
}
form button { margin: 0 0.5rem 0.75rem 0; }
button:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin: 0 0 0.625rem; }
  button { width: 100%; }
}
`;
