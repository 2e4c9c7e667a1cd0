import fc from 'fast-check';
import { addedUp, histogramOf, percentiles, type Histogram } from './histogram';

/** From nothing to three years, also where two are nearly equal. */
const hour = fc.oneof(
  fc.double({ min: 0, max: 26_280, noNaN: true }),
  fc.double({ min: 0, max: 0.05, noNaN: true }),
  fc.integer({ min: 0, max: 48 }),
);
const someHours = fc.array(hour, { minLength: 1, maxLength: 200 });
const together = (...all: Histogram[]): Histogram => Uint8Array.from(all.flatMap((one) => [...one]));

/** As `percentile_cont` of PostgreSQL has it. */
function exact(hours: readonly number[], share: number): number {
  const sorted = [...hours].sort((left, right) => left - right);
  const place = share * (sorted.length - 1);
  const [lower = NaN, upper = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return lower + (upper - lower) * (place - Math.floor(place));
}

describe('a histogram of hours', () => {
  it('gives a percentile within a hundredth of the exact one, or within 18 seconds', () => {
    fc.assert(
      fc.property(someHours, fc.constantFrom(0.5, 0.9, 0, 1), (hours, share) => {
        const [found = NaN] = percentiles([histogramOf(hours)], [share]) ?? [];
        const wanted = exact(hours, share);
        expect(Math.abs(found - wanted)).toBeLessThanOrEqual(Math.max(wanted * 0.01, 0.005) + 1e-9);
      }),
      { examples: [[[0, 3, 0, 0], 0.9]] },
    );
  });

  it('is the same added up in any order and any parts, and counted at once', () => {
    fc.assert(
      fc.property(someHours, someHours, someHours, (first, second, third) => {
        const [a, b, c] = [histogramOf(first), histogramOf(second), histogramOf(third)];
        const once = histogramOf([...first, ...second, ...third]);
        expect(addedUp(together(a, b, c))).toEqual(once);
        expect(addedUp(together(addedUp(together(c, a)), b))).toEqual(once);
        expect(addedUp(together(a, addedUp(together(b, c))))).toEqual(once);
        expect(percentiles([a, together(b, c)], [0.5, 0.9])).toEqual(percentiles([once], [0.5, 0.9]));
      }),
    );
  });

  it('adds nothing when nothing is added', () => {
    const one = histogramOf([1, 2, 3]);
    expect(addedUp(one)).toEqual(one);
    expect(addedUp(together(one, histogramOf([])))).toEqual(one);
  });

  it('has no median where nobody is in it', () => {
    expect(percentiles([], [0.5])).toBeNull();
    expect(percentiles([histogramOf([])], [0.5])).toBeNull();
  });

  it('counts more than a byte holds, and keeps a year of one band in a few bytes', () => {
    const many = histogramOf(Array.from({ length: 100_000 }, () => 12));
    expect(many).toHaveLength(5);
    expect(percentiles([many, many], [0.5])?.[0]).toBeCloseTo(12, 0);
  });

  it('says that it was cut off instead of counting what is left', () => {
    const whole = histogramOf([12]);
    expect(() => percentiles([whole.subarray(0, whole.length - 1)], [0.5])).toThrow('ends within a number');
  });
});
