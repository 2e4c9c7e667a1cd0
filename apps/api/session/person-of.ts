import { personOf as signedInPerson, type Caller, type SignedInPerson } from '#identity';

/** Whose session it is. @throws HubError `forbidden` to a key: it has none */
export function personOf(caller: Caller): SignedInPerson {
  return signedInPerson(caller, 'This is for people who signed in. A key is revoked by who issued it.');
}
