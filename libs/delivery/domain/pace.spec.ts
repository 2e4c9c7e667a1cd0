import fc from 'fast-check';
import { Pace } from './pace';

/** The moments at which a pace lets events go that all want to go as soon as they may. */
function goes(pace: Pace, from: number, count: number): number[] {
  const times: number[] = [];
  let now = from;
  for (let event = 0; event < count; event += 1) {
    now += pace.reserve(now);
    times.push(now);
  }
  return times;
}

describe('the pace of an endpoint', () => {
  it('lets everything go at once without a limit', () => {
    expect(new Pace(null).reserve(1_000)).toBe(0);
    expect(new Pace(null).isLimited).toBe(false);
  });

  it('spreads events evenly at a small rate', () => {
    expect(goes(new Pace(2), 10_000, 4)).toEqual([10_000, 10_500, 11_000, 11_500]);
  });

  it('never lets more go in any second than its rate and a tenth', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 3_000 }), (rate, count) => {
        const times = goes(new Pace(rate), 5_000, count);
        const most = rate + Math.max(1, Math.floor(rate / 10));
        times.forEach((time, index) => {
          const later = times[index + most];
          if (later !== undefined) expect(later - time).toBeGreaterThanOrEqual(1_000 - 1e-6);
        });
      }),
    );
  });

  it('reaches its rate over time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (rate) => {
        const times = goes(new Pace(rate), 0, 10 * rate + 1);
        expect(times.at(-1)).toBeLessThanOrEqual(10_000 + 1e-6);
      }),
    );
  });

  it('goes on in another process where it was', () => {
    const first = new Pace(4);
    goes(first, 0, 8);
    expect(new Pace(4, first.usedUntil).reserve(1_750)).toBe(250);
  });
});
