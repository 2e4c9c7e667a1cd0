import type { Uuid } from '#kernel';
import { witness } from '#evidence';
import type { Caller } from '#identity';
import type { ReferralTools } from '../tools';

/** In which way the caller came to see content. */
export type ReadingWay = 'view' | 'preview' | 'notes' | 'exchange' | 'export';

/** By whom a body read, in the words of an entry's detail: a key, or a person in a session. */
export function readerOf({ keyId, person }: Caller): { readonly key: Uuid; readonly person?: Uuid } {
  return { key: keyId, ...(person ? { person: person.id } : {}) };
}

/** A body read what it sent, or what it keeps beside that. Its recipients are not shown that. */
export async function witnessOwnRead(
  tools: ReferralTools,
  id: Uuid,
  way: ReadingWay,
  subjectType: 'message' | 'consent' | 'exception' = 'message',
): Promise<void> {
  await witness(tools.tx, [
    {
      action: 'content.read',
      at: tools.clock.now(),
      actorId: tools.caller.organisationId,
      subjectType,
      subjectId: id,
      senderId: tools.caller.organisationId,
      detail: { own: true, way, ...readerOf(tools.caller) },
    },
  ]);
}
