import { acknowledgeBy, stateOf } from './acknowledgement-state';

const since = new Date('2026-03-02T08:00:00Z');
const dueAt = acknowledgeBy(since, 10);

describe('how a unit stands to a provision', () => {
  it('is due for so many days, and a month where nothing is said', () => {
    expect(dueAt).toEqual(new Date('2026-03-12T08:00:00Z'));
    expect(acknowledgeBy(since)).toEqual(new Date('2026-04-01T08:00:00Z'));
  });

  it.each([
    [null, '2026-03-12T07:59:59Z', 'due'],
    [null, '2026-03-12T08:00:00Z', 'overdue'],
    [new Date('2026-03-20T08:00:00Z'), '2026-03-21T08:00:00Z', 'acknowledged'],
  ] as const)('acknowledged at %s, at %s, is %s', (acknowledgedAt, now, state) => {
    expect(stateOf(acknowledgedAt, dueAt, new Date(now))).toBe(state);
  });
});
