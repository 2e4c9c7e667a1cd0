import { HubError, notFound, type Uuid } from '#kernel';
import { personOf, type Caller, type SignedInPerson } from '#identity';
import type { ReferralTools } from '#referrals';
import { findCase, lockCase, type CaseRow } from './store/case.store';

/** On which side of a notice somebody is. */
export type Side = 'sender' | 'authority';

export function sideOf({ senderId }: CaseRow, { organisationId }: Caller): Side {
  return senderId === organisationId ? 'sender' : 'authority';
}

/** Who acts: allegations are dealt with by people. @throws HubError `forbidden` to a key. */
export function dealingPerson(caller: Caller): SignedInPerson {
  return personOf(caller, 'Allegations are dealt with by people who signed in, not by keys.');
}

/**
 * A notice that the caller knows of, on the side that may do what is asked.
 *
 * @throws HubError `not_found`, also to whoever was not let know; `forbidden` on the other side.
 */
export async function knownCase({ tx, caller }: ReferralTools, id: Uuid, side?: Side, lock?: 'lock'): Promise<CaseRow> {
  const found = lock ? await lockCase(tx, id) : await findCase(tx, id);
  if (!found) throw notFound('notice');
  if (side !== undefined && sideOf(found, caller) !== side)
    throw new HubError(
      'forbidden',
      side === 'sender'
        ? 'That is for the body that brought the allegation.'
        : 'How it stands at the nation is for the authority to say that the nation designated.',
    );
  return found;
}
