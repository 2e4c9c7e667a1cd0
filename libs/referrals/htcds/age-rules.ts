import { ageAt, ageGroupOf, isMinorAgeGroup, type AgeGroup, type MinorState } from '#messages';
import type { Draft } from './draft';
import type { HtcdsProblem } from './reading';
import { placeOf, type RowValues } from './row-values';

/**
 * Derives what a row leaves out of birth date, age group and minority. A birth date decides them as of the incoming
 * referral, else today. With no age at all the person is presumed a minor, which calls for the child procedure until
 * the draft's author says otherwise; that assumption is a warning.
 */
export function addAge(
  draft: Draft,
  read: RowValues,
  today: string,
): { readonly problems: HtcdsProblem[]; readonly warnings: HtcdsProblem[] } {
  const person = draft['person'] as { ageGroup?: AgeGroup; isMinor?: MinorState };
  const birth = read.values.get('prs_Birthdate');
  if (typeof birth === 'string') {
    const registered = read.values.get('cas_IncomingReferralDate');
    const years = ageAt(birth, typeof registered === 'string' && registered < today ? registered : today);
    const problem = birthProblem(years, birth > today);
    if (problem) return { problems: [{ row: read.row, ...placeAt(read, 'prs_Birthdate'), ...problem }], warnings: [] };
    person.ageGroup ??= ageGroupOf(years);
    person.isMinor ??= years < 18 ? 'yes' : 'no';
  }
  if (person.isMinor !== undefined) return { problems: [], warnings: [] };
  person.ageGroup ??= 'unknown';
  const minor = isMinorAgeGroup(person.ageGroup);
  person.isMinor = minor === undefined ? 'presumed' : minor ? 'yes' : 'no';
  return { problems: [], warnings: minor === undefined ? [presumed(read)] : [] };
}

function birthProblem(years: number, future: boolean): { code: string; message: string } | undefined {
  if (future) return { code: 'date_in_future', message: 'The birth date lies in the future. Correct it.' };
  if (years < 0) {
    return {
      code: 'contradiction',
      message: 'The birth date lies after the incoming referral. Correct one of the two.',
    };
  }
  if (years > 120)
    return { code: 'date_unlikely', message: 'The birth date makes the person older than 120. Correct it.' };
  return undefined;
}

function presumed(read: RowValues): HtcdsProblem {
  return {
    row: read.row,
    ...placeAt(read, 'prs_Birthdate'),
    code: 'age_unknown',
    message: 'Neither birth date nor age group: the person is presumed a minor. Correct the draft if that is wrong.',
  };
}

function placeAt(read: RowValues, name: string): Partial<ReturnType<typeof placeOf>> {
  const column = read.columns.find(({ field }) => field.name === name);
  return column ? placeOf(column) : {};
}
