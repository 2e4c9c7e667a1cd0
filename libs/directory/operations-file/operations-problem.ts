/** One thing wrong with an operation file: where, what, and how to mend it. Lines and columns count from 1. */
export interface OperationsProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
  readonly fix: string;
}

/** Everything wrong with a set of operation files, in the order in which one would mend it. */
export class OperationsFileError extends Error {
  readonly problems: readonly OperationsProblem[];

  constructor(problems: readonly OperationsProblem[]) {
    const sorted = [...problems].sort(byPlace);
    const lines = sorted.map((each) => `  ${each.file}:${each.line}:${each.column} ${each.reason} Fix: ${each.fix}`);
    super([`${problems.length} problem(s) in the operation files:`, ...lines].join('\n'));
    this.name = 'OperationsFileError';
    this.problems = sorted;
  }
}

function byPlace(left: OperationsProblem, right: OperationsProblem): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
