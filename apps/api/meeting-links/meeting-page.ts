import { Html, html, minuteIn } from '#kernel';
import { printed, type MeetingView, type MinutesView } from '#meetings';
import { framedPage, turnTo, type Contact, type Page } from '../acknowledge/page';

/** What a page about a meeting shows of it. */
export interface LinkFacts {
  readonly meeting: MeetingView;
  /** Name of the body that the link is for. */
  readonly body: string;
  readonly operation: string;
  readonly until: Date;
  readonly contact: Contact;
}

const WORDS: Readonly<Record<string, string>> = {
  accepted: 'comes',
  declined: 'does not come',
  tentative: 'may come',
  approved: 'approves the minutes',
  changes_requested: 'asks for changes of the minutes',
  silent: 'said nothing until the deadline, which approves the minutes',
};

/** What is called, and three buttons. */
export function invitationPage(facts: LinkFacts): Page {
  const button = (answer: string, says: string): Html =>
    html`<button type="submit" name="answer" value="${answer}">${says}</button>`;
  return titled(
    `Does ${facts.body} come to ${facts.meeting.reference}?`,
    html`${factsList(facts)}
      <form method="post">
        ${button('accepted', 'Comes')} ${button('tentative', 'May come')} ${button('declined', 'Does not come')}
      </form>
      <p>The first answer on this page stands. Another is given in the hub, or by your calendar program.</p>`,
  );
}

/**
 * The minutes, as far as everybody who takes part has them, and two buttons. What is for some bodies only is read in the hub:
 * whoever holds the mail holds the link.
 */
export function approvalPage(facts: LinkFacts, minutes: MinutesView): Page {
  const items = minutes.items.filter((item) => 'title' in item && item.visibleTo === null);
  const withheld = minutes.items.length - items.length;
  const { title, items: shown } = printed({ ...minutes, items });
  const parts = shown.map(
    (item) =>
      html`<h2>${item.title}</h2>
        ${joined(item.lines.map(({ text, rtl }) => html`<p dir="${rtl ? 'rtl' : 'ltr'}">${text}</p>`))}`,
  );
  return titled(
    title,
    html`${factsList(facts)}${joined(parts)}
      ${withheld === 0 ? html`` : html`<p>Items for some bodies only, which are read in the hub: ${String(withheld)}.</p>`}
      <form method="post">
        <p><label for="remarks">Remarks; for changes, what is to be changed</label></p>
        <p><textarea id="remarks" name="remarks" rows="5" maxlength="4000"></textarea></p>
        <button type="submit" name="answer" value="approved">Approve for ${facts.body}</button>
        <button type="submit" name="answer" value="changes_requested">Ask for changes</button>
      </form>
      <p>The first answer stands. Silence until ${minuteIn(facts.until, facts.meeting.timeZone)} approves.</p>`,
  );
}

/** What the body answered: the same whenever it is asked for. */
export function answeredPage(facts: LinkFacts, answer: string): Page {
  return titled(
    `Answered: ${facts.meeting.reference}`,
    html`<p class="done" role="status">It is on record that ${facts.body} ${WORDS[answer] ?? answer}.</p>
      ${factsList(facts)}
      <p>Nothing more is to be done on this page; you can close it.</p>`,
  );
}

/** The meeting began or was called off, another round runs, or what was sent is not an answer. */
export function overPage(facts: LinkFacts, problem?: string): Page {
  const title = problem === undefined ? 'Nothing is asked any more' : 'Not answered yet';
  const said =
    problem === undefined
      ? html`<p role="status">What this link was for is over. Nothing was changed.</p>`
      : html`<p role="alert">Go back, and ${problem}. Nothing was changed.</p>`;
  return titled(
    `${title}: ${facts.meeting.reference}`,
    html`${said}${factsList(facts)}${turnTo(facts.contact)}`,
    problem === undefined ? 410 : 422,
  );
}

function titled(title: string, content: Html, status = 200): Page {
  return framedPage(
    status,
    title,
    html`<h1>${title}</h1>
      ${content}`,
  );
}

function factsList({ meeting, body, operation }: LinkFacts): Html {
  return html`<dl>
    <dt>Meeting</dt>
    <dd>${meeting.title}</dd>
    <dt>For</dt>
    <dd>${body}</dd>
    <dt>Operation</dt>
    <dd>${operation}</dd>
    <dt>When</dt>
    <dd>${meeting.start.replace('T', ' ')} (${meeting.timeZone})</dd>
  </dl>`;
}

function joined(parts: readonly Html[]): Html {
  return new Html(parts.map(({ text }) => text).join(''));
}
