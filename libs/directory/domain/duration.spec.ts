import { durationMilliseconds } from './duration';

const HOUR = 3_600_000;

describe('durationMilliseconds', () => {
  it.each([
    ['PT24H', 24 * HOUR],
    ['PT72H', 72 * HOUR],
    ['P14D', 14 * 24 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['P1DT30M', 24.5 * HOUR],
  ])('reads %s', (text, milliseconds) => {
    expect(durationMilliseconds(text)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', 'PT0H', '24H', 'P-1D', 'P1.5D', 'PT24H '])('refuses "%s"', (text) => {
    expect(durationMilliseconds(text)).toBeUndefined();
  });
});
