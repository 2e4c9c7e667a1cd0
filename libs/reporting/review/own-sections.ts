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
import { readMeetingFigures, type BodyFigures } from '../read-meetings';
import { countOutcomes } from './outcomes.store';
import { provisionsSection } from './own-provisions';
import { returnsSection, titleOf, trainingSection } from './own-returns';
import type { ReviewTools } from './reviewed-operations';

const ANSWERED = ['recipients', 'acknowledged', 'decided', 'takenBack', 'overdue'] as const;
const LEFT_OPEN = [
  'noResponse',
  'noResponseRate',
  'acknowledgedWithoutDecision',
  'acknowledgedWithoutDecisionRate',
] as const;
const TOOK = ['hoursToAcknowledge', 'hoursToDecide'] as const;
const MET = ['meetings', 'overran', 'approved', 'daysToApproval'] as const satisfies readonly MeetingFigure[];
const ATTENDED = ['invited', 'attended', 'attendanceRate'] as const satisfies readonly MeetingFigure[];
const ACTED = [
  'actions',
  'done',
  'declined',
  'open',
  'overdue',
  'closureRate',
] as const satisfies readonly MeetingFigure[];
const LASTED = ['daysToClose', 'daysOpen'] as const satisfies readonly MeetingFigure[];

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
  const hasNations = operation.bodies.some(({ roles }) => roles.includes('contingent'));
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
        ...answered('own-kinds', 'Responses by kind of message', 'Kind', [
          ...byKind.groups.map((group): Named => [group.kind, group]),
          ['all', byKind.total],
        ]),
      ],
    },
    {
      ...{ id: 'own-responses', title: `How bodies answered, ${operation.id}`, notes: [] },
      tables: answered('own-bodies', 'Responses by body', 'Body', byBody.groups.map(ofBody)),
    },
    {
      ...{ id: 'own-meetings', title: `Meetings and their actions, ${operation.id}`, notes: [] },
      tables: [
        {
          ...{ id: 'own-meetings', title: 'Meetings', drawn: [] },
          columns: MET.flatMap(metColumns),
          rows: [MET.flatMap((name) => cellsOf(name, held[name]))],
        },
        met('own-attendance', 'Attendance by body', bodies, ATTENDED, [2]),
        met('own-actions', 'Actions by body', bodies, ACTED, [2, 4]),
        met('own-actions-time', 'How long actions take, by body', bodies, LASTED),
      ],
    },
    ...((operation.units ?? []).length > 0 ? [await provisionsSection(tools, operation)] : []),
    ...(hasNations
      ? [await trainingSection(tools, operation, period), await returnsSection(tools, operation, period)]
      : []),
  ];
}

type Named = readonly [name: string | null, figures: AcknowledgementFigures];
const ofBody = (group: GroupFigures): Named => [group.organisation, group];

/** Three tables that fit on a page: what was answered, what was left open, and how long it took. */
function answered(id: string, title: string, of: string, groups: readonly Named[]): ReviewTable[] {
  const table = (part: string, about: string, names: readonly AcknowledgementFigure[], drawn: readonly number[]) => ({
    ...{ id: `${id}${part}`, title: `${title}${about}`, drawn },
    columns: [words(of), ...names.flatMap((name) => columnsOf(name, `acknowledgement.${name}`))],
    rows: groups.map(([name, group]) => [name, ...names.flatMap((figure) => cellsOf(figure, group[figure]))]),
  });
  return [
    table('', '', ANSWERED, [1]),
    table('-open', ': left open', LEFT_OPEN, [2, 4]),
    table('-time', ': how long it took', TOOK, []),
  ];
}

function met(
  id: string,
  title: string,
  bodies: readonly BodyFigures[],
  names: readonly Exclude<keyof BodyFigures, 'organisation'>[],
  drawn: readonly number[] = [],
): ReviewTable {
  return {
    ...{ id, title, drawn },
    columns: [words('Body'), ...names.flatMap(metColumns)],
    rows: bodies.map((body) => [body.organisation, ...names.flatMap((name) => cellsOf(name, body[name]))]),
  };
}

const metColumns = (name: MeetingFigure): ReviewColumn[] => columnsOf(name, `meetings.${name}`);

/** A spread takes two columns: its median and its ninetieth percentile. */
function columnsOf(name: string, definition: string): ReviewColumn[] {
  const named = titleOf(name);
  if (!/^(?:hours|days)/.test(name)) return [figures(named, definition)];
  return [figures(`${named}, median`, definition), figures(`${named}, 9 in 10`, definition)];
}

/** As many cells as the figure has columns, also where there is nothing to tell. */
function cellsOf(name: string, figure: number | Spread | null): ReviewCell[] {
  if (typeof figure === 'number') return [figure];
  if (figure !== null) return [figure.median, figure.p90];
  return columnsOf(name, '').map(() => null);
}
