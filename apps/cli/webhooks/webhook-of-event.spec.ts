import type { EventData } from '#hub-client';
import { uuidv7 } from '#kernel';
import { earlier } from './follow-deliveries';
import { webhookOfEvent } from './webhook-of-event';

const data = (over: Partial<EventData>): EventData => ({
  ...{ messageId: 'm', reference: 'AFG-2026-000001', kind: 'referral', operation: 'afghanistan', status: 'exercise' },
  ...{ event: 'sent', organisation: 'iom', state: 'pending', at: '2026-11-24T00:00:00.000Z', thread: 't' },
  ...{ dueAt: '2026-11-27T00:00:00.000Z', overdue: false, href: 'https://hub.example/v1/inbox/m', ...over },
});
const sent = { href: 'https://hub.example/v1/referrals/m' };
const made = (type: string, over: Partial<EventData> = {}) =>
  webhookOfEvent({ is: 'event', id: 'line', type, data: data(over) }, () => 7);

describe('a webhook made of an event of the stream', () => {
  it('has the shape of the hub’s own', () => {
    const { id, type, body } = made('referral.routed')!;
    expect([id, type]).toEqual(['line', 'referral.routed']);
    expect(JSON.parse(body)).toEqual({
      type: 'referral.routed',
      timestamp: '2026-11-24T00:00:00.000Z',
      data: {
        ...{ messageId: 'm', reference: 'AFG-2026-000001', kind: 'referral', operation: 'afghanistan' },
        ...{ sequence: 7, thread: 't', status: 'exercise', dueAt: '2026-11-27T00:00:00.000Z', overdue: false },
        href: 'https://hub.example/v1/inbox/m',
      },
    });
  });

  it('says which reminder it is, and to others than that body of whom', () => {
    const dataOf = (over: Partial<EventData>): unknown =>
      (JSON.parse(made('referral.reminder', { event: 'reminder_80', ...over })!.body) as { data: unknown }).data;
    expect(dataOf({})).toMatchObject({ step: 'reminder_80' });
    expect(dataOf({})).not.toHaveProperty('organisation');
    expect(dataOf(sent)).toMatchObject({ step: 'reminder_80', organisation: 'iom' });
  });

  it.each([
    ['what was received', 'referral.routed', {}, true],
    ['what was cancelled at the recipient', 'referral.cancelled', { event: 'cancelled' }, true],
    ['what the recipient did itself', 'referral.updated', { event: 'acknowledged' }, false],
    ['what the sender closed', 'referral.updated', { event: 'closed' }, true],
    ['a recipient that moved on', 'referral.updated', { event: 'accepted', ...sent }, true],
    ['what the sender sent', 'referral.routed', { event: 'sent', ...sent }, false],
    ['what the sender cancelled', 'referral.cancelled', { event: 'cancelled', ...sent }, false],
    ['what is about the whole', 'referral.updated', { event: 'drafted', organisation: null, ...sent }, false],
  ])('is there, or not, of %s', (_, type, over, told) => {
    expect(made(type, over) !== undefined).toBe(told);
  });
});

describe('a minute before a delivery', () => {
  it('is lower than every id of that minute', () => {
    const now = Date.now();
    const place = earlier(uuidv7(now));
    expect(place < uuidv7(now)).toBe(true);
    expect(Number.parseInt(place.replace('-', '').slice(0, 12), 16)).toBeGreaterThanOrEqual(now - 60_000);
    expect(place).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7000-8000-0{12}$/);
  });
});
