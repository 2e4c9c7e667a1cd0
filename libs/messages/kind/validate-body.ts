import type { InputProblem } from '#kernel';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import type { JsonObject } from '../domain/release/json';
import { isCalendarDate, isEmailAddress } from '../schema/formats';
import { describeProblem } from '../schema/problem-words';
import type { MessageKind } from './message-kind';

const ajv = new Ajv2020({ allErrors: true, strict: true, verbose: true, ownProperties: true });
ajv.addKeyword({ keyword: 'x-sensitivity', schemaType: 'string' });
ajv.addKeyword({ keyword: 'x-group', schemaType: 'string' });
ajv.addFormat('date', isCalendarDate);
ajv.addFormat('email', isEmailAddress);

const compiled = new Map<MessageKind, ValidateFunction>();

/**
 * Everything that is wrong with a body of a kind: its shape, its codes, and what contradicts itself. Pointers start at
 * `/body`. Messages never repeat a value, nor the name of an unknown property: either may be personal data.
 */
export function validateBody(kind: MessageKind, value: unknown): InputProblem[] {
  const matches = validatorOf(kind);
  if (!matches(value)) return (matches.errors ?? []).map(problemOf);
  return kind.contradictions?.(value as JsonObject) ?? [];
}

function validatorOf(kind: MessageKind): ValidateFunction {
  const known = compiled.get(kind);
  if (known) return known;
  const validator = ajv.compile(kind.schema);
  compiled.set(kind, validator);
  return validator;
}

function problemOf(error: ErrorObject): InputProblem {
  const at = `/body${error.instancePath}`;
  const pointer = error.keyword === 'required' ? `${at}/${String(error.params['missingProperty'])}` : at;
  return { pointer, ...describeProblem(error) };
}
