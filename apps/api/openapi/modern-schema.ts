import type { Schema } from './schemas/schema';

const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const SINGLE = ['items', 'not', 'additionalProperties'];

/**
 * A schema of the decorators, which still speak OpenAPI 3.0, in the words of 3.1: `example` becomes `examples`,
 * `nullable` a type, boolean bounds numbers, and an `allOf` that only makes room beside a `$ref` is dropped.
 */
export function modernSchema(schema: Schema): Schema {
  const modern: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties') modern[keyword] = eachOf(value as Readonly<Record<string, Schema>>);
    else if (LISTS.includes(keyword)) modern[keyword] = (value as Schema[]).map(modernSchema);
    else if (SINGLE.includes(keyword) && isSchema(value)) modern[keyword] = modernSchema(value);
    else modern[keyword] = value;
  }
  return modernKeywords(modern);
}

function modernKeywords({ nullable, example, allOf, ...schema }: Record<string, unknown>): Schema {
  const modern: Record<string, unknown> = { ...schema };
  if (Array.isArray(allOf)) Object.assign(modern, allOf.length === 1 ? allOf[0] : { allOf: allOf as unknown[] });
  if (example !== undefined) modern['examples'] = [example];
  if (nullable === true && typeof schema['type'] === 'string') modern['type'] = [schema['type'], 'null'];
  moveBound(modern, 'exclusiveMinimum', 'minimum');
  moveBound(modern, 'exclusiveMaximum', 'maximum');
  return modern;
}

function moveBound(schema: Record<string, unknown>, exclusive: string, inclusive: string): void {
  if (typeof schema[exclusive] !== 'boolean') return;
  const bound = schema[inclusive];
  const isExclusive = schema[exclusive];
  Reflect.deleteProperty(schema, exclusive);
  if (!isExclusive) return;
  Reflect.deleteProperty(schema, inclusive);
  schema[exclusive] = bound;
}

function eachOf(properties: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, modernSchema(schema)]));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
