import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Prints JSON lines only. */
  readonly json: boolean;
  readonly rounds: number;
}

/** `--json` and `--rounds <n>` (3 unless given: a median needs three). */
export function readBenchOptions(): BenchOptions {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a whole number from 1 up.');
  return { json: values.json, rounds };
}

/** Runs a bench to its end; a fault ends the process with code 1. */
export function runBench(main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
