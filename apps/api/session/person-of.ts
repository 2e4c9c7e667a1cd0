import type { Caller, SignedInPerson } from '#identity';
import { HubError } from '#kernel';

/** The person who is signed in. @throws HubError `forbidden` for a key: it is nobody */
export function personOf({ person }: Caller): SignedInPerson {
  if (!person) throw new HubError('forbidden', 'This is for people who signed in. A key is revoked by who issued it.');
  return person;
}
