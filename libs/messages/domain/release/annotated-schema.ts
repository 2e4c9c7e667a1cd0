import { fieldGroups, type FieldGroup } from '#directory';

/** How sensitive a field is, from P0 (public) to P4 (reveals a safe address). */
export const sensitivities = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;
export type FieldSensitivity = (typeof sensitivities)[number];

/**
 * The part of a JSON Schema (draft 2020-12) that release reads. Other keywords are for the validator and mean nothing
 * here, `$ref` and the combining keywords included: a field that only they describe is withheld.
 */
export interface AnnotatedSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, AnnotatedSchema>>;
  readonly items?: AnnotatedSchema;
  readonly 'x-sensitivity'?: string;
  readonly 'x-group'?: string;
}

/** The group and sensitivity that a schema gives a field. */
export interface Annotation {
  readonly group: FieldGroup;
  readonly sensitivity: FieldSensitivity;
}

/** The annotation of a schema; undefined unless both parts are there and known. */
export function annotationOf(schema: AnnotatedSchema): Annotation | undefined {
  const group = fieldGroups.find((each) => Object.hasOwn(schema, 'x-group') && each === schema['x-group']);
  const sensitivity = sensitivities.find(
    (each) => Object.hasOwn(schema, 'x-sensitivity') && each === schema['x-sensitivity'],
  );
  return group === undefined || sensitivity === undefined ? undefined : { group, sensitivity };
}

/** Names that could reach an object's prototype are never a field. */
const reserved: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** The schema of a property; undefined when the schema does not know it as its own. */
export function propertySchema(schema: AnnotatedSchema, name: string): AnnotatedSchema | undefined {
  if (reserved.includes(name) || schema.properties === undefined) return undefined;
  return Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
}

/** Whether a plain value is of a type that the schema names; a schema that names none takes any. */
export function hasType(value: string | number | boolean | null, schema: AnnotatedSchema): boolean {
  if (schema.type === undefined) return true;
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  return types.includes(value === null ? 'null' : typeof value);
}
