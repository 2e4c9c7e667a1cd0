import type { EvidenceAction } from '#evidence';
import type { RecipientEvent } from '#messages';
import type { Topic } from '#platform/outbox';

/** What a sender may do to the recipients of a routed referral: each is an event of the recipient's lifecycle. */
export const senderMoves = ['cancel', 'close', 'reopen', 'withdraw_consent'] as const;
export type SenderMove = (typeof senderMoves)[number];

interface Move {
  readonly event: RecipientEvent;
  readonly topic: Topic;
  readonly evidence: EvidenceAction;
  /** The line in the timeline. */
  readonly line: string;
}

export const moves: Readonly<Record<SenderMove, Move>> = {
  cancel: { event: 'cancel', topic: 'recipient.cancelled', evidence: 'recipient.cancelled', line: 'cancelled' },
  close: { event: 'close', topic: 'recipient.closed', evidence: 'recipient.closed', line: 'closed' },
  reopen: { event: 'reopen', topic: 'recipient.reopened', evidence: 'recipient.reopened', line: 'reopened' },
  withdraw_consent: {
    event: 'withdraw_consent',
    topic: 'recipient.recalled',
    evidence: 'recipient.recalled',
    line: 'consent_withdrawn',
  },
};
