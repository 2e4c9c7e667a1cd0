import type { InputProblem } from '#kernel';
import type { JsonObject, JsonValue } from '../../domain/release/json';
import { isJsonObject } from '../../domain/release/json';
import type { KindFacts } from '../message-kind';

/** What the rules look at in information: where it is about, and which exploitation. */
export function informationFacts(body: JsonObject): KindFacts {
  return { countries: texts(body['areas']), exploitationTypes: texts(body['exploitationTypes']) };
}

/** A period that ends before it begins. */
export function periodContradictions(body: JsonObject, member = 'period'): InputProblem[] {
  const period = body[member];
  if (period === undefined || !isJsonObject(period)) return [];
  const { from, to } = period;
  if (typeof from !== 'string' || typeof to !== 'string' || from <= to) return [];
  return [
    {
      pointer: `/body/${member}/to`,
      code: 'contradiction',
      message: 'The period ends before it begins. Correct one of the two dates.',
    },
  ];
}

function texts(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
