/** What the number of an event says about those before it. */
export type SequenceCheck =
  | { readonly is: 'next' }
  /** It came before, or what came after it was taken already. */
  | { readonly is: 'repeat' }
  /** These are missing: the hub gave them up, or you lost them. Fetch the message: what counts is its state now. */
  | { readonly is: 'gap'; readonly missing: { readonly from: number; readonly to: number } };

/**
 * Compares the number of an event with the last one that you took in its thread at this endpoint.
 *
 * @param last undefined when it is the first of its thread: numbers begin with 1
 */
export function checkSequence(last: number | undefined, sequence: number): SequenceCheck {
  const expected = (last ?? 0) + 1;
  if (sequence === expected) return { is: 'next' };
  return sequence < expected ? { is: 'repeat' } : { is: 'gap', missing: { from: expected, to: sequence - 1 } };
}

/**
 * Remembers the last number of each thread of one endpoint. In a system that restarts keep `entries()` with what you take,
 * or keep the numbers yourself and call `checkSequence`.
 */
export class ThreadSequences {
  private readonly last: Map<string, number>;

  constructor(entries: Iterable<readonly [thread: string, sequence: number]> = []) {
    this.last = new Map(entries);
  }

  /** Takes the event of a webhook into account. */
  take({ data: { thread, sequence } }: { readonly data: { readonly thread: string; readonly sequence: number } }) {
    const check = checkSequence(this.last.get(thread), sequence);
    if (check.is !== 'repeat') this.last.set(thread, sequence);
    return check;
  }

  entries(): [thread: string, sequence: number][] {
    return [...this.last];
  }
}
