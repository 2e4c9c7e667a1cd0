import type { FieldGroup, Operation } from '#directory';
import { project, referralKind, type JsonObject, type Projection, type ReferralBody } from '#messages';

/** What a profile of an operation lets a recipient see of a referral, as far as the ground for the release covers it. */
export function releaseFor(
  operation: Operation,
  profileId: string,
  body: ReferralBody,
  covered: readonly FieldGroup[],
): Projection {
  const profile = operation.profiles.find(({ id }) => id === profileId);
  const groups: readonly FieldGroup[] = profile?.groups.filter((group) => covered.includes(group)) ?? [];
  return project(body as unknown as JsonObject, referralKind.schema, groups);
}
