import { dueInWords, localTime, spanInWords } from './time-words';

const now = new Date('2026-03-02T08:00:00Z');
const later = (ms: number): string => new Date(now.getTime() + ms).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a deadline in words', () => {
  it.each([
    [51 * HOUR, 'in 2 d 3 h'],
    [48 * HOUR, 'in 2 d'],
    [48 * HOUR + 5 * MINUTE, 'in 2 d'],
    [3 * HOUR + 5 * MINUTE, 'in 3 h 5 min'],
    [10_000, 'in less than 1 min'],
    [0, 'in less than 1 min'],
    [-10_000, 'overdue by less than 1 min'],
    [-25 * HOUR, 'overdue by 1 d 1 h'],
  ])('%i ms from now: %s', (ms, words) => {
    expect(dueInWords(later(ms), now)).toBe(words);
  });

  it('gives a span in two units at most', () => {
    expect(spanInWords(24 * HOUR + 2 * HOUR + 3 * MINUTE)).toBe('1 d 2 h');
  });
});

describe('a local time', () => {
  it('is the same moment, with its offset', () => {
    const told = localTime('2026-03-02T08:05:59Z');
    expect(told).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2} [+-]\d{2}:\d{2}$/);
    expect(new Date(told.replace(' ', 'T').replace(' ', '')).toISOString()).toBe('2026-03-02T08:05:00.000Z');
  });
});
