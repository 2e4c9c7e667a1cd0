/** What one bench found out, as it is printed: one JSON object per line. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  /** Median of the runs. */
  readonly value: number;
  readonly unit: string;
  /** What it is compared with in the same run; null for a figure that stands alone. */
  readonly baseline: string | null;
  readonly baselineValue: number | null;
  /** Median of the rounds' ratios: both sides of a ratio were measured within seconds of each other. */
  readonly ratio: number | null;
  /** What the ratio is to reach; for a cost, and for a figure that stands alone, what may not be exceeded; null: no bar. */
  readonly bar: number | null;
  readonly holds: boolean | null;
  readonly runs: number;
}

/** Measures once: how many per second, or how long. */
export type Contender = () => Promise<number>;

/** Runs every contender once per round (A B A B A B), so that a slow spell of the machine meets both sides. */
export async function interleave<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  unit = '/s',
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 1; round <= rounds; round += 1)
    for (const name of names) {
      const rate = await contenders[name]();
      measured[name].push(rate);
      process.stderr.write(`  round ${round} of ${rounds}: ${name} ${Math.round(rate)}${unit}\n`);
    }
  return measured;
}

/** The figure of one contender against another of the same rounds. */
export function compared(
  about: Pick<Figure, 'bench' | 'figure' | 'unit' | 'bar'> & { readonly baseline: string },
  values: readonly number[],
  baselineValues: readonly number[],
): Figure {
  const ratio = median(values.map((value, round) => value / (baselineValues[round] ?? Number.NaN)));
  return {
    ...about,
    value: Math.round(median(values)),
    baselineValue: Math.round(median(baselineValues)),
    ratio: Math.round(ratio * 1_000) / 1_000,
    holds: about.bar === null ? null : ratio >= about.bar,
    runs: values.length,
  };
}

/** The cost of one contender against that of another of the same rounds: the bar is what the ratio may not exceed. */
export function comparedCost(
  about: Pick<Figure, 'bench' | 'figure' | 'unit'> & { readonly baseline: string; readonly bar: number | null },
  values: readonly number[],
  baselineValues: readonly number[],
): Figure {
  const figure = compared(about, values, baselineValues);
  return { ...figure, holds: about.bar === null ? null : (figure.ratio ?? Infinity) <= about.bar };
}

/** A figure that stands alone: the bar is what it may not exceed. */
export function standingAlone(
  about: Pick<Figure, 'bench' | 'figure' | 'unit' | 'bar'>,
  values: readonly number[],
): Figure {
  const value = Math.round(median(values));
  const holds = about.bar === null ? null : value <= about.bar;
  return { ...about, value, baseline: null, baselineValue: null, ratio: null, holds, runs: values.length };
}

/** Prints figures as JSON lines, and for people as a table after them. */
export function report(figures: readonly Figure[], jsonOnly: boolean): void {
  for (const figure of figures) process.stdout.write(`${JSON.stringify(inOrder(figure))}\n`);
  if (!jsonOnly) process.stdout.write(`\n${table(figures)}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function inOrder(figure: Figure): Figure {
  const { bench, figure: name, value, unit, baseline, baselineValue, ratio, bar, holds, runs } = figure;
  return { bench, figure: name, value, unit, baseline, baselineValue, ratio, bar, holds, runs };
}

function table(figures: readonly Figure[]): string {
  const head = ['figure', 'value', 'baseline', 'its value', 'ratio', 'bar', 'holds'];
  const rows = figures.map(({ figure, value, unit, baseline, baselineValue, ratio, bar, holds }) => [
    figure,
    `${value} ${unit}`,
    baseline ?? '–',
    text(baselineValue),
    text(ratio),
    text(bar),
    holds === null ? '–' : holds ? 'yes' : 'NO',
  ]);
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  return [head, ...rows]
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}

function text(value: number | null): string {
  return value === null ? '–' : String(value);
}
