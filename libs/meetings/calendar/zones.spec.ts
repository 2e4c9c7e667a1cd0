import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { systemZones } from './zones';

const ZONES = ['Asia/Kabul', 'Europe/Belgrade', 'Africa/El_Aaiun', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];

describe('a wall time', () => {
  it('is found at the same moment as by the calendar itself, near a change of the clocks and far from it', () => {
    const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    const near = fc
      .tuple(fc.integer({ min: 2020, max: 2039 }), fc.constantFrom(2, 3, 9, 10), fc.integer({ min: 0, max: 44_640 }))
      .map(([year, month, into]) => Date.UTC(year, month) / 60_000 + into);
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.oneof(minute, near), (zone, at) => {
        const wall = new Date(at * 60_000).toISOString().slice(0, 16);
        const expected = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' });
        expect(systemZones.instantOf(zone, wall).at.getTime()).toBe(expected.epochMilliseconds);
      }),
      { numRuns: 3_000 },
    );
  });
});
