import { quartersBefore } from './quarters';

it('offers the quarters that are over, the newest first', () => {
  expect(quartersBefore(new Date('2026-02-03T00:00Z'), 5)).toEqual([
    '2025-Q4',
    '2025-Q3',
    '2025-Q2',
    '2025-Q1',
    '2024-Q4',
  ]);
});
