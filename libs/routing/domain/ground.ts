import { isSecurityKind, type Purpose } from '#directory';
import { coversGroup, coversPurpose, isGiven, isUnexpired, leavesRoomFor, names, partsOf } from './consent';
import type { Ground, ReleaseCase } from './release-case';
import { carriesCase, type ConsentFacts, type ConsentGrant } from './routing-input';

export const helping: readonly Purpose[] = ['assistance', 'protection'];
const investigating: readonly Purpose[] = ['investigation'];

/** Looked up once per body and message: nearly every release rule asks for it. */
export function groundOf(release: Omit<ReleaseCase, 'ground'>): Ground {
  const { input, body, today, chosen } = release;
  const consent = isGiven(input.consent, today) ? input.consent : undefined;
  const parts = consent === undefined ? [] : coveringParts(consent, release);
  const exceptions = (input.exceptions ?? []).filter(
    ({ body: named, expiresAt }) => named === body.slug && input.at < expiresAt,
  );
  const shown = chosen?.groups ?? [];
  const consented = carriesCase(input)
    ? shown.filter((group) => parts.some((part) => coversGroup(part, group)))
    : shown;
  const groups = shown.filter(
    (group) => consented.includes(group) || exceptions.some((exception) => exception.groups.includes(group)),
  );
  return { consent, parts, exceptions, groups, restsOnException: groups.length > consented.length };
}

function coveringParts(consent: ConsentFacts, { body, today }: Omit<ReleaseCase, 'ground'>): ConsentGrant[] {
  if (!isUnexpired(consent, today)) return [];
  const covers = isSecurityKind(body.kind)
    ? (part: ConsentGrant) => coversPurpose(part, investigating) && names(part, body.slug)
    : (part: ConsentGrant) => coversPurpose(part, helping) && leavesRoomFor(part, body.slug);
  return partsOf(consent).filter((part) => covers(part) && isUnexpired(part, today));
}
