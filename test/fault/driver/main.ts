import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runFaults, type FaultOptions, type FaultReport } from './run-faults';

/** Of the broken promises so many are told one by one. */
const TOLD = 30;

function readOptions(): FaultOptions & { readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '25' },
      submissions: { type: 'string', default: '400' },
      flushes: { type: 'string', default: '0' },
      every: { type: 'string', default: '600' },
      seed: { type: 'string', default: String(randomInt(2 ** 31)) },
      json: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'kills' | 'submissions' | 'flushes' | 'every' | 'seed'): number => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} is a whole number from 0 up.`);
    return number;
  };
  return {
    ...{ kills: whole('kills'), submissions: whole('submissions'), flushes: whole('flushes') },
    ...{ everyMs: whole('every'), seed: whole('seed'), json: values.json },
  };
}

async function main(): Promise<number> {
  const { json, ...options } = readOptions();
  const report = await runFaults(options, (line) => {
    if (!json) process.stderr.write(`${line}\n`);
  });
  process.stdout.write(`${JSON.stringify({ ...report, broken: report.broken.length }, null, json ? 0 : 2)}\n`);
  tell(report, options);
  return report.broken.length === 0 ? 0 : 1;
}

function tell({ broken, ledger }: FaultReport, { seed, kills, submissions, flushes, everyMs }: FaultOptions): void {
  if (broken.length === 0) return;
  const more = broken.length > TOLD ? [`… and ${broken.length - TOLD} more`] : [];
  const again = `npm run fault -- --seed ${seed} --kills ${kills} --submissions ${submissions} --flushes ${flushes} --every ${everyMs}`;
  const lines = [...broken.slice(0, TOLD), ...more, `The ledger is kept: ${ledger ?? ''}`, `Again: ${again}`];
  process.stderr.write(`Broken promises:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
