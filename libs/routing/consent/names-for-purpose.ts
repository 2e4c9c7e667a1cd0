import type { Purpose, Slug } from '#directory';
import { coversPurpose, isGiven, isUnexpired, names, partsOf } from '../domain/consent';
import { factsOfRecord } from './consent-facts';
import type { ConsentRow } from './consent.store';

/** Whether a record of consent, in force on a day (`YYYY-MM-DD`), names exactly this body for a purpose. */
export function namesForPurpose(
  record: Pick<ConsentRow, 'state' | 'given' | 'date' | 'expires' | 'grants'>,
  { body, purpose, today }: { readonly body: Slug; readonly purpose: Purpose; readonly today: string },
): boolean {
  const consent = factsOfRecord(record);
  if (!isGiven(consent, today) || !isUnexpired(consent, today)) return false;
  return partsOf(consent).some(
    (part) => isUnexpired(part, today) && coversPurpose(part, [purpose]) && names(part, body),
  );
}
