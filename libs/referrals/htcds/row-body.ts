import { validateReferralBody, type Priority, type ReferralBody, type Risk } from '#messages';
import type { InputProblem } from '#kernel';
import { addAge } from './age-rules';
import { newCaseCode } from './case-code';
import { part, type Draft } from './draft';
import type { Column } from './header';
import { countryList } from './lookup';
import type { HtcdsOptions, HtcdsProblem } from './reading';
import { placeOf, type RowValues } from './row-values';

/** The body that a row's values make, or the problems that keep it from being one. */
export function bodyOf(
  read: RowValues,
  options: HtcdsOptions,
  today: string,
): { readonly body?: ReferralBody; readonly problems: HtcdsProblem[]; readonly warnings: HtcdsProblem[] } {
  const draft = draftOf(read);
  addDefaults(draft, read, options);
  const age = addAge(draft, read, today);
  if (age.problems.length > 0) return { problems: age.problems, warnings: [] };
  const problems = validateReferralBody(draft).map((problem) => rowProblem(problem, read));
  if (problems.length > 0) return { problems, warnings: [] };
  return { body: draft as unknown as ReferralBody, problems: [], warnings: age.warnings };
}

function draftOf({ values, columns }: RowValues): Draft {
  const draft: Draft = {};
  for (const { field } of columns) {
    const value = values.get(field.name);
    if (value === undefined || field.pointer === undefined) continue;
    put(draft, field.pointer.split('/').slice(1), field.pointer === '/person/languages' ? [value] : value);
  }
  return draft;
}

function put(draft: Draft, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) {
    draft[name] ??= {};
    put(draft[name] as Draft, rest, value);
  } else {
    const old = draft[name];
    draft[name] =
      Array.isArray(old) && Array.isArray(value)
        ? [...new Set<unknown>([...(old as unknown[]), ...(value as unknown[])])]
        : value;
  }
}

/** What the workbook has no column for, or left open. */
function addDefaults(draft: Draft, { values }: RowValues, options: HtcdsOptions): void {
  const person = part(draft, 'person');
  person['caseCode'] ??= newCaseCode();
  const request = part(draft, 'request');
  request['services'] ??= options.defaultServices ?? ['protection'];
  request['reason'] ??= values.get('cas_ReasonForIncomingReferral') ?? 'Other';
  request['risk'] ??= options.defaultRisk ?? 'medium';
  const consent = part(draft, 'consent');
  const given = values.get('con_Consent');
  // An empty cell is no answer; only the draft's author can say whether the person was asked.
  consent['given'] = given === undefined ? 'pending' : given === true ? 'yes' : 'no';
  consent['purposes'] ??= given === true ? (options.defaultConsentPurposes ?? ['assistance']) : [];
}

function rowProblem(problem: InputProblem, { row, columns }: RowValues): HtcdsProblem {
  const pointer = problem.pointer.replace(/^\/body/, '');
  const column = columns.find(({ field }) => field.pointer !== undefined && within(pointer, field.pointer));
  return { row, ...(column ? placeOf(column) : {}), code: problem.code, message: problem.message };
}

const within = (pointer: string, field: string): boolean => pointer === field || pointer.startsWith(`${field}/`);

const PRIORITY_OF_RISK: Readonly<Record<Risk, Priority>> = { high: 'emergency', medium: 'urgent', low: 'normal' };

/** A row's priority: its own column, else that of its risk column, else the default. */
export function priorityOf({ values }: RowValues, options: HtcdsOptions): Priority {
  const priority = values.get('hub_Priority') as Priority | undefined;
  const risk = values.get('hub_Risk') as Risk | undefined;
  return priority ?? (risk === undefined ? (options.defaultPriority ?? 'normal') : PRIORITY_OF_RISK[risk]);
}

/** A row's operation by the country where the person is; undefined when neither that nor the default names one. */
export function operationOf({ values }: RowValues, options: HtcdsOptions): string | undefined {
  const country = values.get('prs_MailingCountry');
  const operation = typeof country === 'string' ? operationsByCode(options).get(country) : undefined;
  return operation ?? options.defaultOperation;
}

function operationsByCode(options: HtcdsOptions): Map<string, string> {
  const entries = Object.entries(options.operationByCountry ?? {});
  return new Map(entries.map(([country, operation]) => [countryList.find(country) ?? country, operation]));
}

/** The problem of a row whose operation is unknown, at its country column if the sheet has one. */
export function operationProblem({ row, columns }: RowValues): HtcdsProblem {
  const column: Column | undefined = columns.find(({ field }) => field.name === 'prs_MailingCountry');
  return {
    row,
    ...(column ? placeOf(column) : {}),
    code: 'operation_unknown',
    message: 'No operation follows from the country. Fill in Mailing Country, or choose an operation for the import.',
  };
}
