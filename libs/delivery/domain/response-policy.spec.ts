import fc from 'fast-check';
import { judge, parseRetryAfter } from './response-policy';
import { RETRY_WAITS, breakerRest, nextWait } from './retry-schedule';

const now = new Date('2026-01-01T00:00:00Z');
const answer = (status: number, headers = {}) => judge({ kind: 'response', status, headers }, now);

describe('response policy', () => {
  it('takes exactly the 2xx answers for delivered', () => {
    for (let status = 100; status < 600; status += 1)
      expect(answer(status).outcome === 'delivered').toBe(status >= 200 && status < 300);
  });

  it.each([
    [410, {}, 'disable'],
    [200, { 'webhook-delivery': ' Disable ' }, 'disable'],
    [301, { location: 'http://169.254.169.254/' }, 'retry'],
    [500, {}, 'retry'],
  ])('%i %j → %s', (status, headers, outcome) => {
    expect(answer(status, headers).outcome).toBe(outcome);
  });

  it.each([429, 502, 503, 504])('%i slows the endpoint', (status) => {
    expect(answer(status)).toEqual({ outcome: 'retry', throttle: true });
  });

  it('takes a fault of the own proxy for no attempt, and a missing token for the endpoint’s', () => {
    const fault = (kind: string) => judge({ kind: 'fault', fault: kind }, now);
    expect(fault('proxy')).toEqual({ outcome: 'postpone' });
    expect(fault('authorization')).toEqual({ outcome: 'retry', throttle: true });
    expect(fault('connect')).toEqual({ outcome: 'retry', throttle: false });
  });

  it('clamps Retry-After, whatever it says', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('9999999999', now)).toBe(3_600_000);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = parseRetryAfter(text, now);
        expect(wait === undefined || (wait >= 0 && wait <= 3_600_000)).toBe(true);
      }),
    );
  });
});

describe('retry schedule', () => {
  it('waits within each step and ends after the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const wait = nextWait(attempts, random);
        const step = RETRY_WAITS[attempts - 1];
        if (step === undefined) expect(wait).toBeUndefined();
        else expect(wait).toBeGreaterThanOrEqual(Math.floor(step / 10));
        if (step !== undefined) expect(wait).toBeLessThanOrEqual(step);
      }),
    );
    expect(RETRY_WAITS.reduce((sum, wait) => sum + wait, 0) / 3_600_000).toBeCloseTo(75.6, 1);
  });

  it('rests longer with every failure, at most five minutes', () => {
    expect(breakerRest(4)).toBe(0);
    expect(breakerRest(5)).toBe(5_000);
    expect(breakerRest(1_000)).toBe(300_000);
  });
});
