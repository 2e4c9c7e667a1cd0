import { isEnded } from '#accountability';
import type { KnowingPerson, NoticeSummary, NoticeView } from '#hub-client';
import { markedReference } from '../inbox/inbox-words';
import { contentOf } from '../output/show';
import { factsOf, tableOf } from '../output/table';
import { dueInWords, localTime } from '../output/time-words';

const NONE = '–';

/** Notices that a person knows of. */
export function noticeTable(notices: readonly NoticeSummary[], next: string | null, now: Date): string {
  if (notices.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Notice', 'From', 'Nation', 'Says', 'Until'],
    notices.map((notice) => [
      `${markedReference(notice)}\n${notice.id}`,
      notice.sender,
      notice.nation ?? NONE,
      stateOf(notice),
      deadlineOf(notice, now),
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --cursor ${next}`;
}

/** One notice after a change: how it stands now. */
export function noticeLine(notice: NoticeSummary): string {
  const possible = notice.legal.length > 0 ? ` Possible now: ${notice.legal.join(', ')}.` : '';
  return `${markedReference(notice)} ${notice.id}: ${stateOf(notice)}.${possible}`;
}

/** A notice as its reader may see it. */
export function noticeInWords(notice: NoticeView, now: Date): string {
  const time = (at: string | null): string | null => at && localTime(at);
  const facts = factsOf([
    ['Notice', markedReference(notice)],
    ['Id', notice.id],
    ['Operation', notice.operation],
    ['From', notice.sender],
    ['Authority', notice.authority],
    ['State', stateOf(notice)],
    ['Sent', time(notice.sentAt)],
    ['Until', deadlineOf(notice, now)],
    ['Repatriation asked for', time(notice.repatriationRequestedAt)],
    ['Why', notice.repatriationReason],
    ['Repatriated', time(notice.repatriatedAt)],
    ['Victim’s referral', notice.victimReferral],
    ['Possible now', notice.legal.length > 0 ? notice.legal.join(', ') : null],
  ]);
  return [
    facts,
    ...(notice.people.length > 0 ? ['', peopleTable(notice.people)] : []),
    '',
    contentOf(notice.body),
    ...(notice.reporter === null ? [] : ['', 'Who reported it:', contentOf(notice.reporter)]),
  ].join('\n');
}

/** Who of one's body knows. */
export function peopleTable(people: readonly KnowingPerson[]): string {
  return tableOf(
    ['Who knows', 'Address', 'Since'],
    people.map(({ displayName, email, addedAt }) => [displayName, email, localTime(addedAt)]),
  );
}

/** What the nation says; before it said something, where the message stands. */
function stateOf({ nationStatus, state }: NoticeSummary): string {
  return nationStatus ?? state;
}

/** To take it up and, from then on, to answer; a verdict, or dismissal, answers it. */
function deadlineOf({ dueAt, answerDueAt, nationStatus, proceedings }: NoticeSummary, now: Date): string {
  if (isEnded(proceedings)) return 'answered';
  const due = nationStatus === null ? dueAt : answerDueAt;
  return due === null ? NONE : dueInWords(due, now);
}
