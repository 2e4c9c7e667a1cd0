/** The 95th percentile of times, rounded: the smallest that at least 95 of 100 do not exceed. */
export function percentile95(times: readonly number[]): number {
  return percentile(times, 0.95);
}

/** The smallest time that at least this share of the times (0 to 1) does not exceed, rounded. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN);
}
