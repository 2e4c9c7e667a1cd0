import type { GroupCoverage, ReturnImport, TrainingCoverage } from '#hub-client';
import { tableOf } from '../output/table';

/** The draft, or one line for each thing to correct. */
export function importedInWords({ created, existing, problems }: ReturnImport): string {
  if (created) return `${created.reference} ${created.id}: draft made`;
  if (existing) return `${existing.reference} ${existing.id}: was there`;
  const table = tableOf(
    ['Line', 'Column', 'What is wrong'],
    problems.map(({ row, column, message }) => [String(row), column ?? '–', message]),
  );
  return `${table}\n${problems.length} things to correct, no draft made.`;
}

/** One line for each nation, rank group and course, with who lacks it; all nations last. */
export function coverageInWords({ operation, on, nations, total }: TrainingCoverage): string {
  const rows = [
    ...nations.flatMap(({ organisation, groups }) => groups.flatMap((group) => linesOf(organisation, group))),
    ...(nations.length > 1 ? total.flatMap((group) => linesOf('all', group)) : []),
  ];
  const silent = nations.filter((nation) => nation.return === null).map(({ organisation }) => organisation);
  return [
    `Training of contingents, ${operation}, on ${on}.`,
    ...(rows.length === 0 ? [] : [tableOf(HEAD, rows)]),
    ...(silent.length === 0 ? [] : [`Nothing returned by: ${silent.join(', ')}.`]),
    ...(nations.length === 0 ? ['No contingent whose returns your body receives.'] : []),
  ].join('\n');
}

const HEAD = ['Nation', 'Rank group', 'Strength', 'Course', 'Counting', 'Expiring', 'Expired', 'Gap', 'Coverage'];

function linesOf(nation: string, { rankGroup, strength, courses }: GroupCoverage): string[][] {
  const group = [nation, rankGroup, String(strength)];
  if (courses.length === 0) return [[...group, '–', '0', '0', '0', String(strength), strength === 0 ? '–' : '0 %']];
  return courses.map(({ course, counting, expiring, expired, gap, coverage }) => [
    ...group,
    course,
    ...[counting, expiring, expired, gap].map(String),
    coverage === null ? '–' : `${Math.floor(coverage * 100)} %`,
  ]);
}
