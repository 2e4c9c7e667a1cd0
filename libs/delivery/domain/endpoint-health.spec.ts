import { healthAfter } from './endpoint-health';
import type { Verdict } from './response-policy';

const HOUR = 3_600_000;
const now = new Date('2026-03-06T00:00:00Z');
const failed: Verdict = { outcome: 'retry', throttle: false };
const after = (hours: number, verdict: Verdict = failed, scale = 1) =>
  healthAfter({ failures: 1, failingSince: new Date(now.getTime() - hours * HOUR) }, [verdict], now, scale);

describe('an endpoint that only fails', () => {
  it.each([
    [24, false, false],
    [25, true, false],
    [120, true, false],
    [121, false, true],
  ])('after %i hours: people are warned %s, it is disabled %s', (hours, warn, disabled) => {
    const health = after(hours);
    expect([health.warn, health.disable !== undefined]).toEqual([warn, disabled]);
  });

  it('is not warned of when it just succeeded, or said itself that it wants no more', () => {
    expect(after(25, { outcome: 'delivered' }).warn).toBe(false);
    expect(after(25, { outcome: 'disable', reason: 'x' })).toMatchObject({ warn: false, disable: 'x' });
  });

  it('is warned of sooner where all waits are shortened', () => {
    expect(after(3, failed, 0.1).warn).toBe(true);
  });
});
