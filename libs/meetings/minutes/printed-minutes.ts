import { html, minuteIn } from '#kernel';
import type { MinutesState } from '../domain/approval';
import type { AttendanceView } from '../session/attendance';
import type { AmendmentView } from './minutes-use-cases';
import type { AmendmentRendition, MinutesHeader, MinutesItem, RecordedAnswer, Rendition } from './minutes-record';

/** A line of text, and whether it is read from right to left. */
export interface PrintedLine {
  readonly text: string;
  readonly rtl: boolean;
}

/** Minutes as they are set, whether as a page, as text or as HTML. */
export interface PrintedMinutes {
  readonly title: string;
  readonly digest: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly attendance: readonly (readonly [body: string, state: string, by: string])[];
  readonly items: readonly { readonly title: string; readonly lines: readonly PrintedLine[] }[];
  readonly approval: readonly PrintedLine[];
}

/** What is printed of minutes: of a draft, or of what a body has of the record. */
export interface PrintableMinutes {
  readonly state: MinutesState;
  readonly header: MinutesHeader;
  readonly items: readonly (MinutesItem | { readonly withheld: string })[];
  readonly answers: readonly RecordedAnswer[];
  readonly amendments: readonly Pick<AmendmentView, 'number' | 'by' | 'reason' | 'diff'>[];
  readonly digest: string | null;
  readonly renditionDigest: string | null;
  readonly previousDigest: string | null;
  readonly number: number | null;
}

/** What a body has of approved minutes, from what it has in its hands alone. */
export function printableOf(
  rendition: Rendition,
  renditionDigest: string,
  amendments: readonly AmendmentRendition[],
): PrintableMinutes {
  const { header, approval, digest, previous, number } = rendition;
  return {
    ...{ state: 'approved', header, digest, renditionDigest, number },
    items: rendition.items.map((one) => ('withheld' in one ? one : one.item)),
    answers: approval.answers,
    amendments: amendments.map(({ amendment, author, ...one }) => ({ ...one, number: amendment, by: author })),
    previousDigest: previous,
  };
}

/** The first letter that has a direction is of the Hebrew or Arabic script. */
const RTL = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u;

function linesOf(text: string): PrintedLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ text: line, rtl: RTL.test(line) }));
}

/** The minutes that a body may see, ready to be set. */
export function printed(minutes: PrintableMinutes): PrintedMinutes {
  const { header, items, answers, state } = minutes;
  return {
    title: `${state === 'approved' ? 'Minutes' : 'Draft minutes'} of ${header.reference}`,
    digest: minutes.digest === null ? 'not approved' : `SHA-256 ${minutes.digest}`,
    rows: [
      ['Meeting', header.title],
      ['Operation', header.operation],
      ['When', `${header.start.replace('T', ' ')} (${header.timeZone})`],
      ...lengthRow(header),
      ...(header.place === null ? [] : [['Where', header.place] as const]),
      ['Chair', header.chair],
      ['Record', header.secretary],
      ...(minutes.number === null ? [] : [['Number in the series', String(minutes.number)] as const]),
      ...(minutes.previousDigest === null ? [] : [['Record before', `SHA-256 ${minutes.previousDigest}`] as const]),
      ...(minutes.renditionDigest === null ? [] : [['This rendition', `SHA-256 ${minutes.renditionDigest}`] as const]),
    ],
    attendance: header.attendance.map((line) => [
      line.body ?? 'visitor',
      thereWords(line, header.timeZone),
      line.representedBy ?? '',
    ]),
    items: items.map((item, index) =>
      'withheld' in item
        ? { title: `${index + 1}. Not for your body`, lines: linesOf(`SHA-256 ${item.withheld}`) }
        : { title: `${index + 1}. ${item.title}`, lines: itemLines(item) },
    ),
    approval: [
      ...answers.map(({ round, body, answer, remarks }) => ({
        text: `Round ${round}, ${body}: ${answer.replace('_', ' ')}${remarks === null ? '' : `. ${remarks}`}`,
        rtl: false,
      })),
      ...minutes.amendments.flatMap(({ number, by, reason, diff }) => [
        { text: `Amendment ${number} by ${by}: ${reason}`, rtl: false },
        ...diff.map(({ sign, text }) => ({ text: `${sign} ${text}`, rtl: RTL.test(text) })),
      ]),
    ],
  };
}

/** Whether it was there, and from when to when by the clocks of the meeting. */
function thereWords({ state, arrivedAt, leftAt }: AttendanceView, timeZone: string): string {
  const clock = (at: Date | string): string => minuteIn(new Date(at), timeZone).split(' ')[1] ?? '';
  return [
    state,
    ...(arrivedAt === null ? [] : [`from ${clock(arrivedAt)}`]),
    ...(leftAt === null ? [] : [`to ${clock(leftAt)}`]),
  ].join(' ');
}

/** How long it took beside what it was to take. */
function lengthRow({ minutes, openedAt, closedAt }: MinutesHeader): [string, string][] {
  if (minutes === undefined || openedAt === null || closedAt === null) return [];
  return [['Length', spentWords((Date.parse(closedAt) - Date.parse(openedAt)) / 1000, minutes)]];
}

function spentWords(seconds: number, planned: number): string {
  const spent = Math.round(seconds / 60);
  const over = spent > planned ? `, ${spent - planned} over` : '';
  return `${spent} of ${planned} minutes${over}`;
}

function itemLines(item: MinutesItem): PrintedLine[] {
  const { secondsSpent = null } = item;
  const about = [
    item.tag,
    ...(item.presenter === null ? [] : [item.presenter]),
    ...carriedWords(item.carried),
    ...(secondsSpent === null ? [] : [spentWords(secondsSpent, item.minutes)]),
  ];
  return [
    { text: about.join(', '), rtl: false },
    ...(item.total === 0
      ? []
      : [{ text: `${item.total} open: ${item.entries.map(({ reference }) => reference).join(', ')}`, rtl: false }]),
    ...linesOf(item.note),
    ...item.decisions.flatMap(({ reference, decision, present }) => [
      { text: `Decision ${reference}, present: ${present.join(', ')}`, rtl: false },
      ...linesOf(decision),
    ]),
    ...item.actions.flatMap(({ reference, task, body, responsible, dueOn }) => [
      {
        text: `Action ${reference}: ${body}${responsible === null ? '' : ` (${responsible})`}, due ${dueOn}`,
        rtl: false,
      },
      ...linesOf(task),
    ]),
  ];
}

function carriedWords(times: number): string[] {
  if (times === 0) return [];
  return [times === 1 ? 'carried over once' : `carried over ${times} times`];
}

/** The minutes as plain text. */
export function textOf(minutes: PrintedMinutes): string {
  return [
    minutes.title,
    '',
    ...minutes.rows.map(([name, value]) => `${name}: ${value}`),
    '',
    'Attendance',
    ...minutes.attendance.map(([body, state, by]) => `- ${body}: ${state}${by === '' ? '' : ` (${by})`}`),
    ...minutes.items.flatMap(({ title, lines }) => ['', title, ...lines.map(({ text }) => text)]),
    '',
    'Approval',
    ...minutes.approval.map(({ text }) => text),
    '',
    minutes.digest,
    '',
  ].join('\n');
}

/** The minutes as HTML that needs nothing beside itself. */
export function htmlOf(minutes: PrintedMinutes): string {
  const line = ({ text, rtl }: PrintedLine): string => html`<p dir="${rtl ? 'rtl' : 'ltr'}">${text}</p>`.text;
  const head = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${minutes.title}</title>
      </head>
      <body>
        <h1>${minutes.title}</h1>
      </body>
    </html>`;
  return [
    head.text,
    '<dl>',
    ...minutes.rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`.text,
    ),
    '</dl><h2>Attendance</h2><table>',
    ...minutes.attendance.map(
      ([body, state, by]) =>
        html`<tr>
          <th scope="row">${body}</th>
          <td>${state}</td>
          <td>${by}</td>
        </tr>`.text,
    ),
    '</table>',
    ...minutes.items.flatMap(({ title, lines }) => [html`<h2>${title}</h2>`.text, ...lines.map(line)]),
    '<h2>Approval</h2>',
    ...minutes.approval.map(line),
    html`<p>${minutes.digest}</p></body></html>`.text,
    '',
  ].join('\n');
}
