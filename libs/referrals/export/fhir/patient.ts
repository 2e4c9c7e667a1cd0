import { languages, type JsonObject, type JsonValue } from '#messages';
import type { Meta, Patient } from './resources';

type Name = NonNullable<Patient['name']>[number];
type Telecom = NonNullable<Patient['telecom']>[number];
type Address = NonNullable<Patient['address']>[number];
type Language = NonNullable<Patient['communication']>[number];

const GENDERS: Readonly<Record<string, Patient['gender']>> = {
  Feminine: 'female',
  Masculine: 'male',
  TransgenderFeminine: 'other',
  TransgenderMasculine: 'other',
  NonConforming: 'other',
  NonSpecifiedUnknown: 'unknown',
};

/** The person, with what of it was released and no more: often nothing but the case code. */
export function patientOf(id: string, meta: Meta, content: JsonObject | null): Patient {
  const person = objectAt(content, 'person');
  const caseCode = textAt(person, 'caseCode');
  const name = nameOf(objectAt(person, 'name'));
  const telecom = telecomOf(objectAt(person, 'contact'));
  const gender = GENDERS[textAt(person, 'gender') ?? ''];
  const birthDate = textAt(person, 'birthDate');
  const address = addressOf(objectAt(objectAt(person, 'contact'), 'address'));
  const communication = communicationOf(person?.['languages']);
  return {
    resourceType: 'Patient',
    id,
    meta,
    ...(caseCode === undefined ? {} : { identifier: [{ system: 'urn:liaison-hub:case-code', value: caseCode }] }),
    ...(name === undefined ? {} : { name: [name] }),
    ...(telecom.length === 0 ? {} : { telecom }),
    ...(gender === undefined ? {} : { gender }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(address === undefined ? {} : { address: [address] }),
    ...(communication.length === 0 ? {} : { communication }),
  };
}

function nameOf(name: JsonObject | undefined): Name | undefined {
  const family = textAt(name, 'family');
  const given = [textAt(name, 'given'), textAt(name, 'other')].filter((part) => part !== undefined);
  const prefix = textAt(name, 'salutation');
  const made: Name = {
    ...(family === undefined ? {} : { family }),
    ...(given.length === 0 ? {} : { given }),
    ...(prefix === undefined ? {} : { prefix: [prefix] }),
  };
  return orNothing(made);
}

function telecomOf(contact: JsonObject | undefined): Telecom[] {
  const home = textAt(contact, 'homePhone');
  const mobile = textAt(contact, 'mobilePhone');
  const email = textAt(contact, 'email');
  return [
    ...(home === undefined ? [] : [{ system: 'phone', value: home, use: 'home' } as const]),
    ...(mobile === undefined ? [] : [{ system: 'phone', value: mobile, use: 'mobile' } as const]),
    ...(email === undefined ? [] : [{ system: 'email', value: email } as const]),
  ];
}

function addressOf(address: JsonObject | undefined): Address | undefined {
  const street = textAt(address, 'street');
  const city = textAt(address, 'city');
  const state = textAt(address, 'province');
  const postalCode = textAt(address, 'postalCode');
  const country = textAt(address, 'country');
  return orNothing({
    ...(street === undefined ? {} : { line: [street] }),
    ...(city === undefined ? {} : { city }),
    ...(state === undefined ? {} : { state }),
    ...(postalCode === undefined ? {} : { postalCode }),
    ...(country === undefined ? {} : { country }),
  });
}

/** FHIR names languages by BCP 47, which prefers the two-letter code where there is one. */
function communicationOf(codes: JsonValue | undefined): Language[] {
  const list = Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : [];
  return list.map((code, index) => {
    const alpha2 = languages.find((language) => language.code === code)?.alpha2;
    const tag = alpha2 === undefined || alpha2 === '' ? code : alpha2;
    return {
      language: { coding: [{ system: 'urn:ietf:bcp:47', code: tag }] },
      ...(index === 0 ? { preferred: true as const } : {}),
    };
  });
}

/** A member that is an object; undefined when it was not released. */
export function objectAt(parent: JsonObject | null | undefined, name: string): JsonObject | undefined {
  const value = parent?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A member that is a text; undefined when it was not released. */
export function textAt(parent: JsonObject | undefined, name: string): string | undefined {
  const value = parent?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function orNothing<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
