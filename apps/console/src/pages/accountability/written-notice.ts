import type { Schemas } from '#api-client';
import type { MessageKey } from '../../i18n';
import { subjectOf } from '../protection/subject';
import { countIn } from '../returns/return-codes';
import type { Conduct, Personnel } from './notice-codes';

/** An allegation as far as it is written. */
export interface WrittenNotice {
  readonly nation: string;
  readonly conduct: Conduct | '';
  readonly personnel: Personnel | '';
  readonly persons: string;
  readonly unit: string;
  readonly place: string;
  readonly from: string;
  readonly to: string;
  readonly account: string;
  readonly measures: string;
  readonly reporterName: string;
  readonly reporterContact: string;
  readonly reporterPosition: string;
  readonly victimReferral: string;
  readonly priority: NonNullable<Schemas['NewNoticeDto']['priority']>;
  readonly status: NonNullable<Schemas['NewNoticeDto']['status']>;
}

export interface NoticeFieldsProps {
  readonly written: WrittenNotice;
  readonly onChange: (change: Partial<WrittenNotice>) => void;
}

export const nothingAlleged: WrittenNotice = {
  nation: '',
  conduct: '',
  personnel: '',
  persons: '',
  unit: '',
  place: '',
  from: '',
  to: '',
  account: '',
  measures: '',
  reporterName: '',
  reporterContact: '',
  reporterPosition: '',
  victimReferral: '',
  priority: 'normal',
  status: 'actual',
};

/** What has to be written yet, or otherwise: the field where it is, and what to say there. */
export function missingOf(written: WrittenNotice): readonly { readonly field: string; readonly says: MessageKey }[] {
  const { nation, conduct, personnel, persons, account, reporterName, victimReferral } = written;
  const reporterSaid = written.reporterContact.trim() + written.reporterPosition.trim() !== '';
  const looks = [
    ['nation', nation === '', 'accountability.needNation'],
    ['conduct', conduct === '', 'accountability.needConduct'],
    ['personnel', personnel === '', 'accountability.needPersonnel'],
    ['persons', persons.trim() !== '' && !countIn(persons), 'accountability.needCount'],
    ['account', account.trim() === '', 'accountability.needAccount'],
    ['reporterName', reporterSaid && reporterName.trim() === '', 'accountability.needReporter'],
    ['victimReferral', victimReferral.trim() !== '' && subjectOf(victimReferral) === undefined, 'access.needSubject'],
  ] as const;
  return looks.flatMap(([field, isMissing, says]) => (isMissing ? [{ field, says }] : []));
}

/** One of which everything that must be said is said. */
type WholeNotice = WrittenNotice & { readonly conduct: Conduct; readonly personnel: Personnel };

/** The body of the notice as the hub takes it; what was left empty is left out. */
export function noticeOf(written: WholeNotice): Schemas['AccountabilityNoticeBody'] {
  const { nation, conduct, personnel, account, unit, place, from, to, measures } = written;
  const { reporterName: name, reporterContact: contact, reporterPosition: position } = written;
  const persons = countIn(written.persons);
  const victimReferral = subjectOf(written.victimReferral);
  return {
    ...{ nation, conduct, personnel, account: account.trim() },
    ...filled({ unit, place, from, to, measures }),
    ...(persons === undefined ? {} : { persons }),
    ...(name.trim() === '' ? {} : { reporter: { name: name.trim(), ...filled({ contact, position }) } }),
    ...(victimReferral === undefined ? {} : { victimReferral }),
  };
}

function filled<Name extends string>(texts: Readonly<Record<Name, string>>): Readonly<Partial<Record<Name, string>>> {
  const said = (Object.entries(texts) as [Name, string][]).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(said.map(([name, text]) => [name, text.trim()])) as Partial<Record<Name, string>>;
}

/** The field that a pointer of the hub's answer is about. */
export function fieldAt(pointer: string): string | undefined {
  const [, first = '', second = '', third = ''] = pointer.split('/');
  if (first !== 'body') return first === '' ? undefined : first;
  if (second !== 'reporter') return second === '' ? undefined : second;
  return { contact: 'reporterContact', position: 'reporterPosition' }[third] ?? 'reporterName';
}
