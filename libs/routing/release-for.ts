import type { FieldGroup, Operation } from '#directory';
import { project, referralKind, type JsonObject, type Projection, type ReferralBody } from '#messages';

/** What a profile of an operation lets a recipient see of a referral. */
export function releaseFor(operation: Operation, profileId: string, body: ReferralBody): Projection {
  const profile = operation.profiles.find(({ id }) => id === profileId);
  const groups: readonly FieldGroup[] = profile?.groups ?? [];
  return project(body as unknown as JsonObject, referralKind.schema, groups);
}
