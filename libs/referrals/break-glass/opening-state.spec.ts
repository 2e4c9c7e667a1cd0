import { legalFor, stateOf } from './opening-state';

const requestedAt = new Date('2026-03-02T08:00:00Z');
const expiresAt = new Date('2026-03-02T09:30:00Z');
const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);

describe('where an opening stands', () => {
  it.each([
    ['requested', null, '08:59:59', 'requested', ['approve', 'refuse']],
    ['requested', null, '09:00:00', 'expired', []],
    ['approved', expiresAt, '09:29:59', 'approved', ['end']],
    ['approved', expiresAt, '09:30:00', 'expired', []],
    ['refused', null, '08:10:00', 'refused', []],
    ['ended', expiresAt, '08:10:00', 'ended', []],
  ] as const)('%s, at %s %s, is %s', (state, until, now, expected, legal) => {
    const found = stateOf({ state, requestedAt, expiresAt: until }, at(now));
    expect([found, legalFor(found)]).toEqual([expected, legal]);
  });
});
