/** Half were no more than the median, nine in ten no more than `p90`; to the hundredth. */
export interface Spread {
  readonly median: number;
  readonly p90: number;
}

/** A share of nothing is no share: null, never zero. Otherwise 0 to 1, to four places. */
export function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

export function spread(measured: readonly [median: number, ninetieth: number] | null): Spread | null {
  return measured && { median: hundredth(measured[0]), p90: hundredth(measured[1]) };
}

function hundredth(measured: number): number {
  return Math.round(measured * 100) / 100;
}
