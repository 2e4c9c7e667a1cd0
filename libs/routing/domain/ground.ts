import { isSecurityKind, type FieldGroup, type Purpose } from '#directory';
import { coversGroup, coversPurpose, isGiven, isUnexpired, leavesRoomFor, names, partsOf } from './consent';
import type { ReleaseCase } from './release-case';
import { carriesCase, type ConsentFacts, type ConsentGrant, type RiskToLifeException } from './routing-input';

/** The ground on which a body has a case: parts of the consent that cover it, and exceptions made for it. */

export const helping: readonly Purpose[] = ['assistance', 'protection'];
const investigating: readonly Purpose[] = ['investigation'];

/** The consent, if it was given. */
export function givenConsent({ input: { consent }, today }: ReleaseCase): ConsentFacts | undefined {
  return isGiven(consent, today) ? consent : undefined;
}

/** The unexpired parts of the consent that let this very body have the case. None: it needs an exception. */
export function coveringParts(release: ReleaseCase): ConsentGrant[] {
  const { body, today } = release;
  const consent = givenConsent(release);
  if (consent === undefined || !isUnexpired(consent, today)) return [];
  const covers = isSecurityKind(body.kind)
    ? (part: ConsentGrant) => coversPurpose(part, investigating) && names(part, body.slug)
    : (part: ConsentGrant) => coversPurpose(part, helping) && leavesRoomFor(part, body.slug);
  return partsOf(consent).filter((part) => covers(part) && isUnexpired(part, today));
}

/** The exceptions for this body that hold at the time of the message. At the instant at which one ends it is over. */
export function exceptionsFor({ input: { exceptions, at }, body }: ReleaseCase): RiskToLifeException[] {
  return (exceptions ?? []).filter(({ body: named, expiresAt }) => named === body.slug && at < expiresAt);
}

/** The groups of fields that the body may see: of its profile, those that its ground covers. */
export function releasedGroups(release: ReleaseCase): readonly FieldGroup[] {
  const exceptions = exceptionsFor(release);
  const consented = consentedGroups(release);
  return shownGroups(release).filter(
    (group) => consented.includes(group) || exceptions.some(({ groups }) => groups.includes(group)),
  );
}

/** Whether the body gets more than the consent alone would give it. */
export function restsOnException(release: ReleaseCase): boolean {
  return releasedGroups(release).length > consentedGroups(release).length;
}

function consentedGroups(release: ReleaseCase): readonly FieldGroup[] {
  const shown = shownGroups(release);
  if (!carriesCase(release.input)) return shown;
  const parts = coveringParts(release);
  return shown.filter((group) => parts.some((part) => coversGroup(part, group)));
}

function shownGroups({ chosen }: ReleaseCase): readonly FieldGroup[] {
  return chosen?.groups ?? [];
}
