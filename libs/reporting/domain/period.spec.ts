import { periodOf } from './period';

/** Half past one in the morning of 2 March in Kabul. */
const now = new Date('2026-03-01T21:00:00Z');
const period = (asked: { from?: string; to?: string } = {}) => periodOf('Asia/Kabul', now, asked);

describe('the period of figures', () => {
  it("ends today in the operation's time zone, and begins so that it has 90 days", () => {
    expect(period()).toEqual({ from: '2025-12-03', to: '2026-03-02' });
  });

  it('is what was asked for, one day included', () => {
    expect(period({ from: '2026-02-28', to: '2026-02-28' })).toEqual({ from: '2026-02-28', to: '2026-02-28' });
    expect(period({ to: '2026-02-28' }).from).toBe('2025-12-01');
  });

  it.each([
    ['/from', { from: '2026-02-29' }],
    ['/to', { to: '2026-13-01' }],
    ['/from', { from: '2026-03-02', to: '2026-03-01' }],
  ])('is refused at %s when it cannot be', (pointer, asked) => {
    expect(() => period(asked)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }) as Error,
    );
  });
});
