import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** A process, with those that it started where they count as well (PostgreSQL's backends). */
interface Counted {
  readonly pid: number;
  readonly andChildren?: true;
}

/**
 * Begins to count the processor time of processes, which hardly depends on what else the machine does.
 *
 * @returns what each has taken since then, milliseconds; not a number where the system does not tell (Linux does). Of a
 * child that ended meanwhile nothing is counted.
 */
export function countProcessorTime(counted: readonly Counted[]): () => number[] {
  const tells = existsSync('/proc/self/schedstat');
  const before = new Map(counted.flatMap(processesOf).map((pid) => [pid, timeOf(pid)]));
  return () =>
    counted.map((one) =>
      tells ? processesOf(one).reduce((total, pid) => total + timeOf(pid) - (before.get(pid) ?? 0), 0) : Number.NaN,
    );
}

function processesOf({ pid, andChildren }: Counted): number[] {
  return [pid, ...(andChildren ? childrenOf(pid) : [])];
}

function timeOf(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return listed(tasks).reduce((total, task) => {
    const [nanoseconds = '0'] = read(`${tasks}/${task}/schedstat`).split(' ');
    return total + Number(nanoseconds) / 1_000_000;
  }, 0);
}

function childrenOf(parent: number): number[] {
  return listed('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

/** The name, which may hold anything, stands in brackets before it. */
function parentOf(pid: number): number | undefined {
  const [, parent] = /\) \S (\d+) [^)]*$/.exec(read(`/proc/${pid}/stat`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

/** A process may end while it is looked at. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
