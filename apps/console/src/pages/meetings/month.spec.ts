import { daysOf, isMonth, monthFrom } from './month';

describe('a month', () => {
  it('is shown by whole weeks that begin on a Monday', () => {
    const days = daysOf('2026-03');
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-02-23', '2026-04-05', 42]);
    expect(daysOf('2027-02')).toEqual(
      Array.from({ length: 28 }, (_, day) => `2027-02-${String(day + 1).padStart(2, '0')}`),
    );
  });

  it('has others before and after it', () => {
    expect([monthFrom('2026-12', 1), monthFrom('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });

  it.each(['2026-13', '2026-3', '', 7])('%j is none', (text) => {
    expect(isMonth(text)).toBe(false);
  });
});
