import type { RecipientView, ReferralView } from '#hub-client';

/** How far one recipient is; undefined where its capacity asks for no decision. */
export interface Marks {
  readonly delivered: boolean;
  readonly acknowledged: boolean;
  readonly decided: boolean | undefined;
}

export function marksOf(recipient: RecipientView): Marks {
  const asksForDecision = recipient.capacity !== 'information';
  return {
    delivered: recipient.deliveredAt !== null,
    acknowledged: recipient.acknowledgedAt !== null,
    decided: asksForDecision || recipient.decidedAt !== null ? recipient.decidedAt !== null : undefined,
  };
}

export function isComplete(recipient: RecipientView): boolean {
  const { delivered, acknowledged, decided } = marksOf(recipient);
  return delivered && acknowledged && decided !== false;
}

/** What has yet to happen to a referral, in words; empty when all of it has. */
export function missingOf({ reference, state, recipients }: ReferralView): string[] {
  if (state !== 'routed') return [`${reference} is not routed (${state})`];
  return recipients.flatMap((recipient) => {
    const { delivered, acknowledged, decided } = marksOf(recipient);
    const waits = [
      ...(delivered ? [] : ['not delivered']),
      ...(acknowledged ? [] : ['not acknowledged']),
      ...(decided === false ? ['not decided'] : []),
    ];
    return waits.length > 0 ? [`${reference} at ${recipient.organisation}: ${waits.join(', ')}`] : [];
  });
}
