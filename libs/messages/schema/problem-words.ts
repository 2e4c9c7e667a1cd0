import type { ErrorObject } from 'ajv/dist/2020';

/** What a validator's error means for who wrote the value: a stable code, and words that say how to mend it. */
export function describeProblem(error: ErrorObject): { readonly code: string; readonly message: string } {
  return { code: codeOf(error.keyword), message: messageOf(error) };
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
