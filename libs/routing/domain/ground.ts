import { isSecurityKind, type FieldGroup, type Purpose } from '#directory';
import { coversGroup, coversPurpose, isGiven, isUnexpired, leavesRoomFor, names, partsOf } from './consent';
import type { ReleaseCase } from './release-case';
import { carriesCase, type ConsentFacts, type ConsentGrant, type RiskToLifeException } from './routing-input';

export const helping: readonly Purpose[] = ['assistance', 'protection'];
const investigating: readonly Purpose[] = ['investigation'];

/** The ground on which a body has a case: parts of the consent that cover it, and exceptions made for it. */
export interface Ground {
  /** The consent, if it was given. */
  readonly consent: ConsentFacts | undefined;
  /** The unexpired parts of it that let this very body have the case. None: it needs an exception. */
  readonly parts: readonly ConsentGrant[];
  /** The exceptions for this body that hold at the time of the message. At the instant at which one ends it is over. */
  readonly exceptions: readonly RiskToLifeException[];
  /** The groups of fields that the body may see: of its profile, those that its ground covers. */
  readonly groups: readonly FieldGroup[];
  /** Whether the body gets more than the consent alone would give it. */
  readonly restsOnException: boolean;
}

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
