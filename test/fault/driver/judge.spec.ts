import type { AccountedMessage } from './hub-account';
import { judge } from './judge';
import type { Happening, LedgerEntry } from './ledger';
import { longestWay, resumptions } from './resumption';

/** One message to two bodies, as it goes when every promise is kept. */
const happenings: readonly Happening[] = [
  { event: 'asked', key: 'k', sender: 'isaf-hq', to: ['iom', 'unhcr'] },
  { event: 'accepted', key: 'k', messageId: 'm', reference: 'AFG-1' },
  { event: 'flushed', target: 'redis' },
  { event: 'received', body: 'iom', webhookId: 'w1', messageId: 'm', type: 'referral.routed' },
  { event: 'acknowledged', body: 'iom', messageId: 'm', receiptId: 'r1' },
  { event: 'acknowledged', body: 'iom', messageId: 'm', receiptId: 'r1' },
  { event: 'received', body: 'unhcr', webhookId: 'w2', messageId: 'm', type: 'referral.routed' },
  { event: 'repeated', body: 'unhcr', webhookId: 'w2', answered: true },
  { event: 'acknowledged', body: 'unhcr', messageId: 'm', receiptId: 'r2' },
  { event: 'received', body: 'isaf-hq', webhookId: 'w3', messageId: 'm', type: 'referral.updated' },
  { event: 'received', body: 'isaf-hq', webhookId: 'w4', messageId: 'm', type: 'referral.updated' },
];
const once = { timeline: 1, evidence: 1 };
const message: AccountedMessage = {
  id: 'm',
  reference: 'AFG-1',
  state: 'routed',
  recipients: { iom: once, unhcr: once },
};

/** A second after a second. */
const timed = (list: readonly Happening[]): LedgerEntry[] =>
  list.map((entry, index) => ({ ...entry, at: index * 1_000 }));
/** What is wrong; lost, second effects, acknowledgements and broken promises that are found; and the two sides. */
type Case = [string, readonly number[], readonly Happening[], readonly AccountedMessage[]];

const without = (index: number): Happening[] => happenings.filter((_, place) => place !== index);
const withToo = (more: Happening): Happening[] => [...happenings, more];
const verdict = (list: readonly Happening[], account: readonly AccountedMessage[] = [message]) => {
  const { lost, secondEffects, acknowledgements, broken } = judge(timed(list), account);
  return [lost, secondEffects, acknowledgements, broken.length];
};

describe('the judge of the fault driver', () => {
  it('finds nothing where every promise was kept', () => {
    expect(judge(timed(happenings), [message])).toEqual({
      ...{ accepted: 1, lost: 0, secondEffects: 0, acknowledgements: 2, broken: [] },
    });
  });

  it.each<Case>([
    ['an accepted message that the hub does not have', [1, 0, 0, 3], happenings, []],
    ['one that was never routed', [1, 0, 2, 1], happenings, [{ ...message, state: 'submitted' }]],
    ['one that a body never received', [1, 0, 2, 1], without(6), [message]],
    ['one that the hub did not send to a body', [1, 0, 1, 2], happenings, [{ ...message, recipients: { iom: once } }]],
    [
      'one that came as two webhooks',
      [0, 1, 2, 1],
      withToo({ event: 'received', body: 'iom', webhookId: 'w9', messageId: 'm', type: 'referral.routed' }),
      [message],
    ],
    [
      'a webhook that took effect twice',
      [0, 2, 2, 2],
      withToo({ event: 'received', body: 'isaf-hq', webhookId: 'w3', messageId: 'm', type: 'referral.updated' }),
      [message],
    ],
    [
      'one that went to a body that it was not for',
      [0, 1, 2, 1],
      happenings,
      [{ ...message, recipients: { ...message.recipients, aihrc: once } }],
    ],
    [
      'a second message for one submission',
      [0, 1, 2, 1],
      happenings,
      [message, { ...message, id: 'm2', reference: 'AFG-2' }],
    ],
    [
      'a second acknowledgement in the timeline',
      [0, 1, 1, 1],
      happenings,
      [{ ...message, recipients: { iom: once, unhcr: { timeline: 2, evidence: 1 } } }],
    ],
    [
      'an acknowledgement without evidence',
      [0, 0, 1, 1],
      happenings,
      [{ ...message, recipients: { iom: once, unhcr: { timeline: 1, evidence: 0 } } }],
    ],
    [
      'two receipts for one acknowledgement',
      [0, 1, 1, 1],
      withToo({ event: 'acknowledged', body: 'iom', messageId: 'm', receiptId: 'r9' }),
      [message],
    ],
    ['a sender that was not told', [0, 0, 2, 1], without(10), [message]],
    [
      'a submission without an answer',
      [0, 0, 2, 1],
      withToo({ event: 'asked', key: 'k2', sender: 'isaf-hq', to: [] }),
      [message],
    ],
    [
      'a forged webhook',
      [0, 0, 2, 1],
      withToo({ event: 'unsound', body: 'iom', webhookId: 'w8', code: 'signature' }),
      [message],
    ],
  ])('finds %s', (_, expected, list, account) => {
    expect(verdict(list, account)).toEqual(expected);
  });

  it('measures how long what waited went on waiting when Redis was emptied', () => {
    expect(resumptions(timed(happenings))).toEqual([4]);
    expect(resumptions(timed(without(6)))).toEqual([Infinity]);
    expect(longestWay(timed(happenings))).toBe(5);
  });
});
