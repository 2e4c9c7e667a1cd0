import type { Uuid } from '#kernel';
import { dateIn, type Operation, type Purpose } from '#directory';
import type { ConsentQuestion, ReferralConsent } from '#messages';
import type { ConsentGrant, ConsentRow } from '#routing';
import type { DataKey, Vault } from '#vault';

/** What is sealed of a record: words of people, and the case that it is about. */
export interface ConsentDetails {
  /** The pseudonym that the body uses for the person. */
  readonly caseCode: string;
  /** Who gave it: the person, a guardian, a court. */
  readonly givenBy?: string;
  readonly restrictions?: string;
  /** Where the signed form or the recording is kept. */
  readonly evidence?: string;
  readonly questions?: Readonly<Partial<Record<ConsentQuestion, boolean>>>;
}

const place = (id: Uuid) => ({ table: 'consents', id, field: 'details' });

export async function sealDetails(
  vault: Vault,
  id: Uuid,
  details: ConsentDetails,
): Promise<{ readonly dataKey: DataKey; readonly sealed: Buffer }> {
  const dataKey = await vault.createDataKey();
  return { dataKey, sealed: vault.sealJson(dataKey, details, place(id)) };
}

/** Undefined when the key was destroyed. */
export async function openDetails(vault: Vault, record: ConsentRow): Promise<ConsentDetails | undefined> {
  if (!record.dataKey || !record.detailsSealed) return undefined;
  const dataKey = await vault.openDataKey(record.dataKey);
  return vault.openJson(dataKey, record.detailsSealed, place(record.id)) as ConsentDetails;
}

/** Every purpose that some part of a consent covers. */
export function purposesOf(grants: readonly ConsentGrant[]): Purpose[] {
  return [...new Set(grants.flatMap(({ purposes }) => purposes))];
}

/** Every body that a consent names; undefined when some part names none in particular. */
export function recipientsOf(grants: readonly ConsentGrant[]): string[] | undefined {
  if (grants.length === 0 || grants.some(({ recipients }) => recipients === undefined)) return undefined;
  return [...new Set(grants.flatMap(({ recipients }) => recipients ?? []))];
}

/** A record in the words of a referral's own section, as its recipients read it. */
export function sectionOf(record: ConsentRow, details: ConsentDetails | undefined): ReferralConsent {
  const recipients = recipientsOf(record.grants);
  return {
    given: record.given,
    purposes: purposesOf(record.grants),
    ...(recipients ? { recipients } : {}),
    ...(record.date === null ? {} : { date: record.date }),
    ...(record.expires === null ? {} : { expires: record.expires }),
    ...(details?.givenBy === undefined ? {} : { givenBy: details.givenBy }),
    ...(details?.restrictions === undefined ? {} : { restrictions: details.restrictions }),
    ...(details?.questions === undefined ? {} : { questions: details.questions }),
  };
}

/** The one part that a referral's own section amounts to. None when it was given for nothing. */
export function grantsOf({ purposes, recipients }: ReferralConsent): ConsentGrant[] {
  return purposes.length === 0 ? [] : [{ purposes, ...(recipients ? { recipients } : {}) }];
}

/** Whether anything may be sent on a record today. */
export function isInForce(record: ConsentRow, { timeZone }: Operation, at: Date): boolean {
  const today = dateIn(timeZone, at);
  return (
    record.state === 'active' &&
    record.given === 'yes' &&
    (record.date === null || record.date <= today) &&
    (record.expires === null || today <= record.expires)
  );
}
