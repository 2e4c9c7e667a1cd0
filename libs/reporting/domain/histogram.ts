/**
 * How long it took, so that it can be added up: how many recipients lie in which band of hours. A band's upper end is a
 * fiftieth above its lower one, and whoever lies in it is taken to have needed what lies in its middle, so that a median or a
 * ninetieth percentile is within one part in a hundred of what the rows would give, or within 18 seconds where that is more.
 *
 * Kept as pairs of a band and how many lie in it, each a number of as few bytes as it needs (LEB128). Two of them, one
 * behind the other, are their sum: PostgreSQL adds up what it does not understand.
 */
export type Histogram = Uint8Array;

/** Hours below this lie in band 0: so few that a percentile between somebody of that band and another is as near as any. */
const LEAST = 0.000_05;
const RATIO = 1.02;
const LOG_RATIO = Math.log(RATIO);

export function histogramOf(hours: readonly number[]): Histogram {
  const counts: number[] = [];
  for (const each of hours) counts[bandOf(each)] = (counts[bandOf(each)] ?? 0) + 1;
  return written(counts);
}

/** The sum of histograms that stand one behind the other, each band once: what is equal has equal bytes. */
export function addedUp(together: Histogram): Histogram {
  return written(countsOf([together]));
}

/**
 * The hours below which such shares of all lie, interpolated between two recipients as `percentile_cont` of PostgreSQL
 * does; null where nobody lies in any band.
 */
export function percentiles(histograms: readonly Histogram[], shares: readonly number[]): number[] | null {
  const counts = countsOf(histograms);
  let all = 0;
  for (const count of counts) all += count;
  if (all === 0) return null;
  return shares.map((share) => {
    const place = share * (all - 1);
    const below = Math.floor(place);
    const [lower, upper] = [valueAt(counts, below), valueAt(counts, Math.ceil(place))];
    return lower + (upper - lower) * (place - below);
  });
}

function bandOf(hours: number): number {
  return hours < LEAST ? 0 : 1 + Math.floor(Math.log(hours / LEAST) / LOG_RATIO);
}

function middleOf(band: number): number {
  return band === 0 ? LEAST / 2 : LEAST * RATIO ** (band - 0.5);
}

/** The hours of the recipient at a place, counted from 0 by how long it took. */
function valueAt(counts: readonly number[], place: number): number {
  let passed = 0;
  for (const [band, count] of counts.entries()) {
    passed += count;
    if (passed > place) return middleOf(band);
  }
  throw new Error('no recipient has a place behind the last one');
}

/** How many lie in each band, from the first one on. */
function countsOf(histograms: readonly Histogram[]): number[] {
  const counts: number[] = [];
  for (const bytes of histograms) {
    let at = 0;
    const next = (): number => {
      let value = 0;
      for (let factor = 1; ; factor *= 128) {
        const byte = bytes[at];
        if (byte === undefined) throw new Error('a histogram ends within a number');
        at += 1;
        value += (byte & 127) * factor;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const band = next();
      while (counts.length <= band) counts.push(0);
      counts[band] = (counts[band] ?? 0) + next();
    }
  }
  return counts;
}

function written(counts: readonly number[]): Histogram {
  const bytes: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    bytes.push(rest);
  };
  counts.forEach((count, band) => {
    if (count === 0) return;
    write(band);
    write(count);
  });
  return Uint8Array.from(bytes);
}
