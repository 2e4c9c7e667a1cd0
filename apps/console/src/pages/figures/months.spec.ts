import { monthsUpTo } from './months';

describe('the months up to a day', () => {
  it('are whole, but for the last', () => {
    expect(monthsUpTo('2026-03-15', 3)).toEqual([
      { from: '2026-01-01', to: '2026-01-31' },
      { from: '2026-02-01', to: '2026-02-28' },
      { from: '2026-03-01', to: '2026-03-15' },
    ]);
  });

  it('go back over the turn of a year, and know a leap day', () => {
    expect(monthsUpTo('2028-03-01', 2)[0]).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(monthsUpTo('2027-01-31', 2)[0]).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  });
});
