import { figures, isBounds, words, type Bounds, type ReviewSection, type ReviewTable } from './review-content';

/** How the number behind some bounds moved, as far as they tell. */
export function standing(before: Bounds, now: Bounds): 'higher' | 'lower' | 'not told apart' {
  if (now.atLeast > before.atMost) return 'higher';
  if (now.atMost < before.atLeast) return 'lower';
  return 'not told apart';
}

/** Tables whose rows are compared from report to report. */
const COMPARED = ['recipients-by-kind', 'outcomes', 'responses'];

/** What changed since the report before, from what the two say and nothing else. */
export function changesSince(
  before: { readonly number: number; readonly sections: readonly ReviewSection[] } | undefined,
  sections: readonly ReviewSection[],
): ReviewSection {
  const section = { id: 'changes', title: 'Changes since the last review' };
  if (!before) return { ...section, notes: ['There is no earlier report of these operations.'], tables: [] };
  const compared: ReviewTable = {
    ...{ id: 'changes', title: 'Figures', drawn: [] },
    columns: [
      words('Table'),
      words('Row'),
      figures('Before', 'review.possible'),
      figures('Now', 'review.possible'),
      figures('Change', 'review.standing'),
    ],
    rows: tablesOf(sections).flatMap((table) => {
      const earlier = tablesOf(before.sections).find(({ id }) => id === table.id);
      const names = [...rowsOf(earlier), ...rowsOf(table)].map(([name]) => name);
      return [...new Set(names)].sort().map((name) => {
        const [old, current] = [possible(earlier, name), possible(table, name)];
        return [table.title, name, old, current, standing(old, current)];
      });
    }),
  };
  const [old, current] = [provisionsIn(before.sections), provisionsIn(sections)];
  const provisions: ReviewTable = {
    ...{ id: 'provision-changes', title: 'Provisions', drawn: [] },
    columns: [words('Operation'), words('Provision'), words('Before'), words('Now')],
    rows: [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((key) => {
      const [was, is] = [old.get(key), current.get(key)];
      const [operation = '', provision = ''] = key.split(' ');
      return was === is ? [] : [[operation, provision, was ?? 'not there', is ?? 'no longer there']];
    }),
  };
  return { ...section, notes: [`Compared with report ${before.number}.`], tables: [compared, provisions] };
}

function tablesOf(sections: readonly ReviewSection[]): ReviewTable[] {
  return sections.flatMap(({ tables }) => tables.filter(({ id }) => COMPARED.includes(id)));
}

/** The rows of what is published apart: `operation, value` and bounds. */
function rowsOf(table: ReviewTable | undefined): [name: string, bounds: Bounds][] {
  return (table?.rows ?? []).flatMap(([operation, value, bounds]) =>
    typeof value === 'string' && isBounds(bounds) ? [[`${text(operation)}, ${value}`, bounds]] : [],
  );
}

/** How many a row can hold: what is published apart of it, and any of what is not. */
function possible(table: ReviewTable | undefined, name: string): Bounds {
  const [, own = { atLeast: 0, atMost: 0 }] = rowsOf(table).find(([each]) => each === name) ?? [];
  const operation = name.split(', ')[0];
  const rest = table?.rows.find((row) => row[0] === operation && row[1] === null)?.[2];
  return { atLeast: own.atLeast, atMost: own.atMost + (isBounds(rest) ? rest.atMost : 0) };
}

/** `operation id` → version, of the provisions that a report lists. */
function provisionsIn(sections: readonly ReviewSection[]): ReadonlyMap<string, string> {
  const table = sections.flatMap(({ tables }) => tables).find(({ id }) => id === 'provisions');
  return new Map(
    table?.rows.map(([operation, id, version]) => [`${text(operation)} ${text(id)}`, `version ${text(version)}`]),
  );
}

function text(cell: ReviewTable['rows'][number][number] | undefined): string {
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
}
