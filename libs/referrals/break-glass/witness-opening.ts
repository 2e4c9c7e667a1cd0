import type { Uuid } from '#kernel';
import type { EvidenceAction } from '#evidence';
import { record } from '#messages';
import type { Transaction } from '#platform/database';
import type { OpeningRow } from './opening.store';

/** Which body did something about an opening, and by whom, in the words of an entry's detail. */
export interface OpeningActor {
  readonly organisationId: Uuid;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Leaves what was done about an opening as evidence of those whom it concerns, and has them written to when it is asked for
 * and when it is approved.
 */
export async function witnessOpening(
  { tx, at }: { readonly tx: Transaction; readonly at: Date },
  actor: OpeningActor,
  opening: Pick<OpeningRow, 'id' | 'messageId' | 'senderId' | 'organisationId' | 'guardianId' | 'minutes'>,
  action: Extract<EvidenceAction, `break_glass.${string}`>,
  expiresAt?: Date,
): Promise<void> {
  const { id, messageId, senderId, minutes } = opening;
  const other = actor.organisationId === opening.organisationId ? opening.guardianId : opening.organisationId;
  await record(tx, {
    timeline: [],
    evidence: [
      {
        action,
        at,
        actorId: actor.organisationId,
        subjectType: 'break_glass',
        subjectId: id,
        senderId,
        ...(other === null ? {} : { organisationId: other }),
        detail: { message: messageId, minutes, ...(expiresAt ? { expiresAt } : {}), ...actor.detail },
      },
    ],
    events:
      action === 'break_glass.requested' || action === 'break_glass.approved'
        ? [
            {
              topic: action,
              threadId: messageId,
              messageId,
              organisationId: actor.organisationId,
              detail: { opening: id },
            },
          ]
        : [],
  });
}
