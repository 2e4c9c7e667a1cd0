import Table from 'cli-table3';
import { printable } from './printable';

/** Wide enough for what is told, narrow enough for every terminal. */
const MOST_COLUMNS = 100;
const PADDING = 2;
const LEAST = 8;
/** An id is there to be copied: it stays in one piece. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/m;

/**
 * A table without colour that fits 100 columns: the widest columns are wrapped until it does.
 *
 * @param rows cells by row; a cell may have several lines. What others wrote in them is made safe here.
 */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const safe = rows.map((cells) => cells.map(printable));
  const widths = fittingWidths([head, ...safe]);
  const table = new Table({
    head: [...head],
    colWidths: widths.map((width) => width + PADDING),
    style: { head: [], border: [], compact: true },
  });
  for (const cells of safe) table.push(cells.map((cell, column) => wrapped(cell, widths[column] ?? LEAST)));
  return table.toString();
}

/** Names with their values, one below the other. */
export function factsOf(facts: readonly (readonly [string, string | null | undefined])[]): string {
  const told = facts.filter((fact): fact is readonly [string, string] => fact[1] !== null && fact[1] !== undefined);
  const width = Math.max(0, ...told.map(([name]) => name.length));
  return told.map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}`).join('\n');
}

function fittingWidths(rows: readonly (readonly string[])[]): number[] {
  const lengths = (cell: string): number[] => cell.split('\n').map((line) => line.length);
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(1, ...rows.flatMap((cells) => lengths(cells[column] ?? ''))),
  );
  const room = MOST_COLUMNS - (widths.length + 1) - PADDING * widths.length;
  const whole = widths.map((_, column) => rows.some((cells) => ID.test(cells[column] ?? '')));
  for (let total = sum(widths); total > room; total -= 1) {
    const soft = widths.map((width, column) => (whole[column] ? 0 : width));
    const widest = soft.indexOf(Math.max(...soft));
    if ((soft[widest] ?? 0) <= LEAST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** Breaks at blanks, and within a word only where it is longer than the line: nothing is ever cut off. */
function wrapped(cell: string, width: number): string {
  return cell
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      let rest = line;
      while (rest.length > width) {
        const blank = rest.lastIndexOf(' ', width);
        lines.push(rest.slice(0, blank > 0 ? blank : width));
        rest = rest.slice(blank > 0 ? blank + 1 : width);
      }
      return [...lines, rest];
    })
    .join('\n');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
