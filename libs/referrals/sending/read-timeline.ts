import type { Uuid } from '#kernel';
import { sealedPlaces } from '#messages';
import { witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { ownMessage, type AskedFor } from './own-message';
import { timelineOf } from './sender.store';

export interface TimelineLine {
  readonly at: Date;
  readonly event: string;
  readonly organisation: string | null;
  readonly actor: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly detail: Record<string, unknown>;
  readonly note: string | null;
}

/** Everything that happened to a message of the caller's, oldest first. @throws HubError `not_found` */
export async function readTimeline(
  tools: ReferralTools,
  id: Uuid,
  what: AskedFor = 'referral',
): Promise<TimelineLine[]> {
  await ownMessage(tools, id, what);
  return openTimeline(tools, id, () => witnessOwnRead(tools, id, 'notes'));
}

/**
 * The lines of a message that the caller may see, oldest first, with the words of whoever wrote some.
 *
 * @param witnessNotes keeps as evidence that words were read; not asked where there are none
 */
export async function openTimeline(
  { tx, vault }: ReferralTools,
  id: Uuid,
  witnessNotes: () => Promise<void>,
): Promise<TimelineLine[]> {
  const lines = await timelineOf(tx, id);
  if (lines.some(({ noteSealed, noteKey }) => noteSealed && noteKey)) await witnessNotes();
  return Promise.all(
    lines.map(async ({ noteSealed, noteKey, recipientId, ...line }) => ({
      ...line,
      note:
        noteSealed && noteKey && recipientId
          ? String(vault.openJson(await vault.openDataKey(noteKey), noteSealed, sealedPlaces.note(recipientId)))
          : null,
    })),
  );
}
