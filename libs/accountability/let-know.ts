import { invalidInput, type Uuid } from '#kernel';
import { witness } from '#evidence';
import { addressOf, grants, type HeldRole } from '#identity';
import { readerOf, type ReferralTools } from '#referrals';
import { knownCase, dealingPerson } from './known-case';
import { findColleague, insertKnowing, knowingPeople, type KnowingPerson } from './store/people.store';

/**
 * Somebody who knows of a notice lets a colleague know, who holds a role for it in the operation: for good, what somebody read
 * they know. A repeat changes nothing.
 *
 * @throws HubError `not_found`; `forbidden` to the authority, which is let know as a whole; `invalid_input` for an address of
 *   nobody who may know
 */
export async function letKnow(tools: ReferralTools, id: Uuid, email: string): Promise<readonly KnowingPerson[]> {
  const { tx, clock, caller } = tools;
  const person = dealingPerson(caller);
  const found = await knownCase(tools, id, 'sender', 'lock');
  const at = clock.now();
  const colleague = await findColleague(tx, addressOf(email), at);
  if (!colleague || !mayKnow(colleague.roles, found.operationId)) throw notEntitled();
  const known = await knowingPeople(tx, id);
  if (known.some((one) => one.id === colleague.id)) return known;
  await insertKnowing(tx, {
    messageId: id,
    organisationId: caller.organisationId,
    personId: colleague.id,
    addedBy: person.id,
    at,
  });
  await witness(tx, [
    {
      action: 'accountability.people_named',
      at,
      actorId: caller.organisationId,
      subjectType: 'message',
      subjectId: id,
      senderId: caller.organisationId,
      detail: { named: colleague.id, ...readerOf(caller) },
    },
  ]);
  return knowingPeople(tx, id);
}

function mayKnow(roles: readonly HeldRole[], operationId: string): boolean {
  return roles.some(
    ({ role, operation }) =>
      (operation === null || operation === operationId) && grants[role].includes('accountability:read'),
  );
}

function notEntitled() {
  const message =
    'is the address of nobody at your body who holds a role for allegations in this operation (accountability-officer, senior-commander)';
  return invalidInput([{ pointer: '/email', code: 'not_entitled', message }]);
}
