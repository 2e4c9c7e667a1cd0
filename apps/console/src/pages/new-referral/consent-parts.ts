import type { Schemas } from '#api-client';
import { answerOf, hub } from '../../api/client';
import { t } from '../../i18n';
import type { FormFault } from '../../ui/form';
import type { Draft } from './draft';

export type Group = NonNullable<Schemas['ConsentGrantDto']['groups']>[number];
type Given = Schemas['RecordConsentDto'];

/** What each body may have of the case, by its slug. */
export type ConsentParts = Readonly<Record<string, readonly Group[]>>;

/** The groups of a referral's fields; the hub has one more, for kinds that are about no person. */
export const groups: readonly Group[] = Object.keys({
  ...{ case: true, identity: true, demographics: true, contact: true, trafficking: true, palermo: true },
  ...{ indicators: true, request: true, consent: true, child: true },
} satisfies Record<Exclude<Group, 'information'>, true>) as Group[];

export function faultsOfParts({ body: { consent } }: Draft, parts: ConsentParts): FormFault[] {
  const empty = Object.keys(parts).filter((slug) => parts[slug]?.length === 0);
  return [
    ...(consent.purposes.length === 0 ? [{ field: 'purposes', message: t('write.needPurposes') }] : []),
    ...(Object.keys(parts).length === 0 ? [{ field: 'parts', message: t('write.needParts') }] : []),
    ...empty.map((slug) => ({ field: `groups-${slug}`, message: t('write.needGroups') })),
  ];
}

/** The record of a consent that is given body by body. */
export function recordOf({ body }: Draft, operation: string, parts: ConsentParts): Given {
  const { given, purposes, date, expires, givenBy, restrictions } = body.consent;
  const words = { date, expires, givenBy, restrictions };
  return {
    ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== '')),
    ...{ operation, given },
    caseCode: body.person.caseCode,
    grants: Object.entries(parts).map(([slug, chosen]) => ({
      recipients: [slug],
      purposes: [...purposes],
      // All of them is said by none: also of those to come.
      ...(groups.every((group) => chosen.includes(group)) ? {} : { groups: [...chosen] }),
    })),
  };
}

/** What a record says of each body that it names. */
export function partsOf(grants: Schemas['Consent']['grants']): ConsentParts {
  return Object.fromEntries(
    grants.flatMap(({ recipients = [], groups: covered }) => recipients.map((slug) => [slug, covered ?? groups])),
  );
}

export const recordConsent = (body: Given, key: string) =>
  answerOf(hub.POST('/v1/consents', { params: { header: { 'Idempotency-Key': key } }, body }));
