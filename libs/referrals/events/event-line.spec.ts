import { uuidv7 } from '#kernel';
import { eventTypeOf } from './event-line';
import { lowestIdAt, madeAt } from './line-time';

describe('an event by its line', () => {
  it.each([
    ['referral', 'routed', 'referral.routed'],
    ['referral', 'sent', 'referral.routed'],
    ['information-share', 'sent', 'message.routed'],
    ['referral', 'cancelled', 'referral.cancelled'],
    ['referral', 'consent_withdrawn', 'referral.recalled'],
    ['referral', 'reminder_50', 'referral.reminder'],
    ['referral', 'decision_escalation', 'referral.reminder'],
    ['referral', 'progress_reminder', 'referral.reminder'],
    ['referral', 'acknowledged', 'referral.updated'],
    ['information-request', 'answered', 'message.updated'],
    ['referral', 'something new', 'referral.updated'],
  ])('of a %s that is %s is %s', (kind, event, type) => {
    expect(eventTypeOf({ kind, event })).toBe(type);
  });

  it('has its time in its id', () => {
    const at = Date.now();
    const id = uuidv7(at);
    expect(madeAt(id)).toBeGreaterThanOrEqual(at);
    expect(lowestIdAt(madeAt(id)) < id).toBe(true);
    expect(lowestIdAt(madeAt(id) + 1) > id).toBe(true);
  });
});
