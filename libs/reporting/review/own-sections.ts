import type { Operation } from '#directory';
import type { AcknowledgementFigures } from '../domain/acknowledgement-figures';
import type { AcknowledgementFigure } from '../domain/acknowledgement-definitions';
import type { MeetingFigure } from '../domain/meeting-definitions';
import type { Period } from '../domain/period';
import type { Spread } from '../domain/rounded';
import {
  figures,
  words,
  type ReviewCell,
  type ReviewColumn,
  type ReviewSection,
  type ReviewTable,
} from '../domain/review/review-content';
import { readAcknowledgement, type GroupFigures } from '../read-acknowledgement';
import { readMeetingFigures } from '../read-meetings';
import { countOutcomes } from './outcomes.store';
import type { ReviewTools } from './reviewed-operations';

const ANSWERED: readonly AcknowledgementFigure[] = [
  ...(['recipients', 'acknowledged', 'decided', 'takenBack', 'overdue', 'noResponse', 'noResponseRate'] as const),
  ...([
    'acknowledgedWithoutDecision',
    'acknowledgedWithoutDecisionRate',
    'hoursToAcknowledge',
    'hoursToDecide',
  ] as const),
];
const MET = ['meetings', 'overran', 'approved', 'daysToApproval'] as const satisfies readonly MeetingFigure[];
const OF_BODIES = [
  ...(['invited', 'attended', 'attendanceRate', 'actions', 'done', 'declined', 'open', 'overdue'] as const),
  ...(['closureRate', 'daysToClose', 'daysOpen'] as const),
] as const satisfies readonly MeetingFigure[];

/** The exact figures of one operation that the caller's body may see: what it sent, received and takes part in. */
export async function ownSections(tools: ReviewTools, operation: Operation, period: Period): Promise<ReviewSection[]> {
  const asked = { operation: operation.id, ...period };
  const byKind = await readAcknowledgement(tools, { ...asked, by: ['kind'] });
  const byBody = await readAcknowledgement(tools, { ...asked, by: ['organisation'] });
  const outcomes = await countOutcomes(tools.tx, {
    bodyId: tools.caller.organisationId,
    operationId: operation.id,
    timeZone: operation.timeZone,
    period,
  });
  const { bodies, ...held } = await readMeetingFigures(tools, asked);
  return [
    {
      ...{ id: 'own-referrals', title: `Referrals and their outcomes, ${operation.id}` },
      notes: [
        `Exact figures of what your body sent and received from ${period.from} to ${period.to}, not for publication.`,
      ],
      tables: [
        {
          ...{ id: 'own-outcomes', title: 'Referrals by outcome', drawn: [1] },
          columns: [words('Outcome'), figures('Recipients', 'referrals.recipients')],
          rows: outcomes.map(({ outcome, recipients }) => [outcome, recipients]),
        },
        answered('own-kinds', 'Responses by kind of message', 'Kind', [
          ...byKind.groups.map((group): Named => [group.kind, group]),
          ['all', byKind.total],
        ]),
      ],
    },
    {
      ...{ id: 'own-responses', title: `How bodies answered, ${operation.id}`, notes: [] },
      tables: [answered('own-bodies', 'Responses by body', 'Body', byBody.groups.map(ofBody))],
    },
    {
      ...{ id: 'own-meetings', title: `Meetings and their actions, ${operation.id}`, notes: [] },
      tables: [
        {
          ...{ id: 'own-meetings', title: 'Meetings', drawn: [] },
          columns: MET.flatMap(metColumns),
          rows: [MET.flatMap((name) => cellsOf(held[name]))],
        },
        {
          ...{ id: 'own-actions', title: 'Meetings and actions by body', drawn: [5, 7] },
          columns: [words('Body'), ...OF_BODIES.flatMap(metColumns)],
          rows: bodies.map((body) => [body.organisation, ...OF_BODIES.flatMap((name) => cellsOf(body[name]))]),
        },
      ],
    },
  ];
}

type Named = readonly [name: string | null, figures: AcknowledgementFigures];
const ofBody = (group: GroupFigures): Named => [group.organisation, group];

function answered(id: string, title: string, of: string, groups: readonly Named[]): ReviewTable {
  return {
    ...{ id, title, drawn: [1, 6] },
    columns: [words(of), ...ANSWERED.flatMap((name) => columnsOf(name, `acknowledgement.${name}`))],
    rows: groups.map(([name, group]) => [name, ...ANSWERED.flatMap((figure) => cellsOf(group[figure]))]),
  };
}

const metColumns = (name: MeetingFigure): ReviewColumn[] => columnsOf(name, `meetings.${name}`);

/** A spread takes two columns: its median and its ninetieth percentile. */
function columnsOf(name: string, definition: string): ReviewColumn[] {
  const title = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const named = title.charAt(0).toUpperCase() + title.slice(1);
  if (!/^(?:hours|days)/.test(name)) return [figures(named, definition)];
  return [figures(`${named}, median`, definition), figures(`${named}, 9 in 10`, definition)];
}

function cellsOf(figure: number | Spread | null | readonly [number, number]): ReviewCell[] {
  if (typeof figure === 'number') return [figure];
  return figure === null ? [null] : 'median' in figure ? [figure.median, figure.p90] : [...figure];
}
