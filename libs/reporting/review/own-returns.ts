import { dateIn, type Operation } from '#directory';
import type { Period } from '../domain/period';
import { figures, words, type ReviewCell, type ReviewSection, type ReviewTable } from '../domain/review/review-content';
import type { GroupCoverage } from '../domain/training/coverage';
import type { TrainingFigure } from '../domain/training/training-definitions';
import { listCampaigns, type ReturnCampaign, type ReturnState } from '../returns/return-campaigns';
import { readTrainingCoverage } from '../training/training-coverage';
import type { ReviewTools } from './reviewed-operations';

const OF_COURSES = [
  ...(['beforeDeployment', 'inDeployment', 'counting', 'expired', 'expiring', 'gap', 'coverage'] as const),
] as const satisfies readonly TrainingFigure[];
const STATES = [
  'due',
  'in_part',
  'overdue',
  'received',
  'declined',
  'taken_back',
] as const satisfies readonly ReturnState[];

/** How far the contingents of an operation are trained at the end of a period, as far as the caller's body may see it. */
export async function trainingSection(
  tools: ReviewTools,
  operation: Operation,
  { to }: Period,
): Promise<ReviewSection> {
  const { nations, total } = await readTrainingCoverage(tools, { operation: operation.id, on: to });
  const all: Named[] = [
    ...nations.map(({ organisation, groups }): Named => [organisation, groups]),
    ...(nations.length > 1 ? ([['all', total]] satisfies Named[]) : []),
  ];
  const missing = nations.filter((nation) => nation.return === null).map(({ organisation }) => organisation);
  return {
    ...{ id: 'own-training', title: `Training of contingents, ${operation.id}` },
    notes: [
      `From the last return of each nation of a time up to ${to}.`,
      ...(missing.length === 0 ? [] : [`Nothing was returned by: ${missing.join(', ')}.`]),
    ],
    tables: [groupsTable(all), coursesTable(all)],
  };
}

type Named = readonly [nation: string, groups: readonly GroupCoverage[]];

function groupsTable(all: readonly Named[]): ReviewTable {
  return {
    ...{ id: 'own-training-groups', title: 'Trained in one course at least', drawn: [3] },
    columns: [
      ...[words('Nation'), words('Rank group'), figures('Strength', 'training.strength')],
      ...[figures('Trained, at least', 'training.atLeast'), figures('Trained, at most', 'training.atMost')],
    ],
    rows: all.flatMap(([nation, groups]) =>
      groups.map(({ rankGroup, strength, anyCourse }) => [
        ...[nation, rankGroup, strength],
        ...[anyCourse.atLeast, anyCourse.atMost],
      ]),
    ),
  };
}

function coursesTable(all: readonly Named[]): ReviewTable {
  return {
    ...{ id: 'own-training-courses', title: 'Training by course', drawn: [] },
    columns: [
      ...['Nation', 'Rank group', 'Course'].map(words),
      ...OF_COURSES.map((name) => figures(titleOf(name), `training.${name}`)),
    ],
    rows: all.flatMap(([nation, groups]) =>
      groups.flatMap(({ rankGroup, courses }) =>
        courses.map((course): ReviewCell[] => [
          ...[nation, rankGroup, course.course],
          ...OF_COURSES.map((name) => course[name]),
        ]),
      ),
    ),
  };
}

/** How the returns stand that the caller's body asked for by a day of the period. */
export async function returnsSection(tools: ReviewTools, operation: Operation, period: Period): Promise<ReviewSection> {
  const campaigns = (await allCampaigns(tools, operation.id)).filter(({ dueAt, status }) => {
    // What is due by the end of a day is due a moment before the next.
    const day = dueAt === null ? '' : dateIn(operation.timeZone, new Date(dueAt.getTime() - 1));
    return status === 'actual' && day >= period.from && day <= period.to;
  });
  const kinds = [...new Set(campaigns.map(({ kind }) => kind))].sort();
  const nationsOf = (kind: string) => campaigns.filter((one) => one.kind === kind).flatMap(({ nations }) => nations);
  return {
    ...{ id: 'own-returns', title: `Returns of nations, ${operation.id}` },
    notes: ['Those that your body asked for by a day of the period, as they stand when this report is made.'],
    tables: [
      {
        ...{ id: 'own-returns', title: 'Returns', drawn: [] },
        columns: [
          ...[words('Asked by'), figures('Asked', 'returns.asked')],
          ...STATES.map((state) => figures(titleOf(state), `returns.${state}`)),
        ],
        rows: kinds.map((kind) => [
          ...[kind, nationsOf(kind).length],
          ...STATES.map((state) => nationsOf(kind).filter((nation) => nation.state === state).length),
        ]),
      },
      {
        ...{ id: 'own-returns-nations', title: 'Returns by nation', drawn: [] },
        columns: [...['Request', 'Asked by', 'Nation', 'State'].map(words), figures('Answers', 'returns.versions')],
        rows: campaigns.flatMap(({ reference, kind, nations }) =>
          nations.map(({ organisation, state, versions }) => [reference, kind, organisation, state, versions]),
        ),
      },
    ],
  };
}

const AT_ONCE = 100;

async function allCampaigns(tools: ReviewTools, operation: string): Promise<ReturnCampaign[]> {
  const found: ReturnCampaign[] = [];
  for (let before: string | undefined; ;) {
    const page = { operation, limit: AT_ONCE, ...(before === undefined ? {} : { before }) };
    const { data, next } = await listCampaigns(tools, page);
    found.push(...data);
    if (next === null) return found;
    before = next;
  }
}

/** The name of a figure as a title: `beforeDeployment` is Before deployment. */
export function titleOf(name: string): string {
  const title = name.replaceAll('_', ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
