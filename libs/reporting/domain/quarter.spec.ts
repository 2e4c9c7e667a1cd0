import { daysOf, quartersFrom } from './quarter';

describe('a quarter', () => {
  it.each([
    ['2026-Q1', '2026-01-01', '2026-03-31'],
    ['2024-Q1', '2024-01-01', '2024-03-31'],
    ['2026-Q2', '2026-04-01', '2026-06-30'],
    ['2026-Q4', '2026-10-01', '2026-12-31'],
    ['0099-Q4', '0099-10-01', '0099-12-31'],
  ])('%s has the days from %s to %s', (quarter, from, to) => {
    expect(daysOf(quarter)).toEqual({ from, to });
  });

  it('follows another, over the end of a year', () => {
    expect(quartersFrom('2025-Q3', '2026-Q2')).toEqual(['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']);
    expect(quartersFrom('2026-Q2', '2026-Q2')).toEqual(['2026-Q2']);
  });

  it.each([
    ['2026-Q2', '2026-Q1'],
    ['2000-Q1', '2026-Q1'],
  ])('is no beginning at %s of a span to %s', (from, to) => {
    expect(() => quartersFrom(from, to)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/from' })] }) as Error,
    );
  });
});
