import type { Uuid } from '#kernel';
import { sealedPlaces } from '#messages';
import type { ReferralTools, TimelineLine } from '#referrals';

interface HistoryRow extends Omit<TimelineLine, 'note'> {
  readonly recipientId: Uuid | null;
  readonly noteSealed: Buffer | null;
  readonly noteKey: Buffer | null;
}

/** The lines of a notice that the reader's body may see, oldest first, with the words of whoever wrote some. */
export async function readHistory({ tx, vault }: ReferralTools, id: Uuid): Promise<TimelineLine[]> {
  const lines = await tx.rows<HistoryRow>(
    `SELECT e.at, e.event, o.slug AS organisation, a.slug AS actor, e.from_state AS "from", e.to_state AS "to", e.detail,
            e.recipient_id AS "recipientId", e.note_sealed AS "noteSealed", r.data_key AS "noteKey"
     FROM message_events e LEFT JOIN organisations o ON o.id = e.organisation_id
     LEFT JOIN organisations a ON a.id = e.actor_id LEFT JOIN recipients r ON r.id = e.recipient_id
     WHERE e.message_id = $1 ORDER BY e.id`,
    [id],
  );
  return Promise.all(
    lines.map(async ({ recipientId, noteSealed, noteKey, ...line }) => ({
      ...line,
      note:
        recipientId && noteSealed && noteKey
          ? String(vault.openJson(await vault.openDataKey(noteKey), noteSealed, sealedPlaces.note(recipientId)))
          : null,
    })),
  );
}
