import type { InputProblem } from '#kernel';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020';
import { isMinorAgeGroup } from './age';
import type { ReferralBody } from './referral-body';
import { referralSchema } from './schema';
import { isCalendarDate, isEmailAddress } from './formats';

const ajv = new Ajv2020({ allErrors: true, strict: true, verbose: true, ownProperties: true });
ajv.addKeyword({ keyword: 'x-sensitivity', schemaType: 'string' });
ajv.addKeyword({ keyword: 'x-group', schemaType: 'string' });
ajv.addFormat('date', isCalendarDate);
ajv.addFormat('email', isEmailAddress);
const matchesSchema = ajv.compile<ReferralBody>(referralSchema);

/**
 * Everything that is wrong with a referral body: its shape, its codes, and what contradicts itself. Pointers start at
 * `/body`. Messages never repeat a value, nor the name of an unknown property: either may be personal data.
 */
export function validateReferralBody(value: unknown): InputProblem[] {
  if (!matchesSchema(value)) return (matchesSchema.errors ?? []).map(problemOf);
  return contradictionsOf(value);
}

function problemOf(error: ErrorObject): InputProblem {
  return { pointer: pointerOf(error), code: codeOf(error.keyword), message: messageOf(error) };
}

function pointerOf(error: ErrorObject): string {
  const at = `/body${error.instancePath}`;
  return error.keyword === 'required' ? `${at}/${String(error.params['missingProperty'])}` : at;
}

function codeOf(keyword: string): string {
  switch (keyword) {
    case 'required':
      return 'missing';
    case 'additionalProperties':
      return 'unknown_property';
    case 'enum':
      return 'unknown_code';
    case 'type':
      return 'wrong_type';
    case 'format':
    case 'pattern':
      return 'wrong_format';
    default:
      return 'out_of_bounds';
  }
}

function messageOf(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return 'This field is required; add it.';
    case 'additionalProperties':
      return `An object has a property that the schema does not know. Known here: ${known(error)}. Remove it or mend its spelling.`;
    case 'enum':
      return `Not a code of this list. Use one of: ${shortened(params['allowedValues'])}.`;
    case 'type':
      return `Must be of JSON type ${String(params['type'])}.`;
    case 'format':
      return params['format'] === 'date'
        ? 'Must be an existing calendar date as YYYY-MM-DD, Gregorian.'
        : 'Must be an e-mail address, such as desk@example.org.';
    case 'pattern':
      return `Has characters or a shape that is not allowed here. Expected pattern: ${String(params['pattern'])}`;
    case 'maxLength':
      return `Too long: at most ${String(params['limit'])} characters. Shorten it.`;
    case 'minLength':
      return 'Must not be empty: leave the field out instead.';
    case 'maxItems':
      return `Too many entries: at most ${String(params['limit'])}.`;
    case 'minItems':
      return `Too few entries: at least ${String(params['limit'])}.`;
    case 'uniqueItems':
      return 'An entry is repeated; name each once.';
    case 'minimum':
    case 'maximum':
      return `Out of range: must be ${String(params['comparison'])} ${String(params['limit'])}.`;
    default:
      return `Breaks the schema's rule "${error.keyword}".`;
  }
}

function known(error: ErrorObject): string {
  const properties = (error.parentSchema as { properties?: Record<string, unknown> } | undefined)?.properties ?? {};
  return shortened(Object.keys(properties));
}

function shortened(list: unknown): string {
  const names = Array.isArray(list) ? list.map(String) : [];
  return names.length > 24 ? `${names.slice(0, 8).join(', ')} … (${names.length} in all)` : names.join(', ');
}

function contradictionsOf({ person, consent }: ReferralBody): InputProblem[] {
  const problems: InputProblem[] = [];
  const refuse = (pointer: string, message: string): void => {
    problems.push({ pointer: `/body${pointer}`, code: 'contradiction', message });
  };
  const minorByGroup = person.ageGroup === undefined ? undefined : isMinorAgeGroup(person.ageGroup);
  if (minorByGroup === true && person.isMinor === 'no') {
    refuse('/person/isMinor', 'The age group is under 18 but isMinor is "no". Correct whichever is wrong.');
  }
  if (minorByGroup === false && person.isMinor === 'yes') {
    refuse('/person/isMinor', 'The age group is 18 or over but isMinor is "yes". Correct whichever is wrong.');
  }
  if (consent.given === 'yes' && consent.purposes.length === 0) {
    refuse('/consent/purposes', 'Consent is given for no purpose. Name at least one, or set given to "pending".');
  }
  if (consent.date !== undefined && consent.expires !== undefined && consent.expires < consent.date) {
    refuse('/consent/expires', 'Consent expires before it was given. Correct one of the two dates.');
  }
  return problems;
}
