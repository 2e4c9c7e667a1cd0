import { isEnded, legalStatuses, nationStatuses, requireLegal, statusAfter, type Proceedings } from './nation-status';

const at = new Date('2026-03-02T08:00:00Z');

describe('how an allegation may stand at its nation', () => {
  it('reaches every status from its receipt', () => {
    const seen = new Set<string>(statusAfter.none);
    for (const status of seen)
      if (status !== 'repatriated') for (const next of statusAfter[status as Proceedings]) seen.add(next);
    expect([...seen].sort()).toEqual([...nationStatuses].sort());
  });

  it.each([
    [null, null, ['received']],
    ['under_investigation', null, ['charged', 'dismissed', 'repatriated']],
    ['under_investigation', at, ['charged', 'dismissed']],
    ['convicted', null, ['repatriated']],
    ['convicted', at, []],
    ['acquitted', null, []],
  ] as const)('%s, repatriated %s, may become %j', (proceedings, repatriatedAt, legal) => {
    expect(legalStatuses({ proceedings, repatriatedAt })).toEqual(legal);
  });

  it('is refused otherwise, with what is legal', () => {
    const standing = { proceedings: 'received', repatriatedAt: null } as const;
    expect(() => {
      requireLegal(standing, 'convicted');
    }).toThrow('What is possible now: under_investigation, dismissed, repatriated.');
    expect(() => {
      requireLegal(standing, 'repatriated');
    }).not.toThrow();
  });

  it('has ended when nothing but repatriation may follow', () => {
    for (const [proceedings, next] of Object.entries(statusAfter))
      expect(isEnded(proceedings === 'none' ? null : (proceedings as Proceedings))).toBe(
        next.every((status) => status === 'repatriated'),
      );
  });
});
