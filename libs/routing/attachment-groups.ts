import type { Operation } from '#directory';
import type { NewRecipient, ReleasedTo } from '#messages';

/** Recipients with the groups of fields that their profile releases: an attachment goes where its group goes. */
export function withGroups(
  operation: Operation,
  recipients: readonly Pick<NewRecipient, 'id' | 'organisationId' | 'profile'>[],
): ReleasedTo[] {
  return recipients.map(({ id, organisationId, profile }) => ({
    id,
    organisationId,
    groups: operation.profiles.find((each) => each.id === profile)?.groups ?? [],
  }));
}
