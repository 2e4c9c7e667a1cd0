/** A JSON Schema (draft 2020-12) as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Component schemas by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** A component schema by its name. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object of an answer: it has exactly these members, and all of them but the optional ones. */
export function answer(
  description: string,
  properties: Schemas,
  { optional = [], ...rest }: { readonly optional?: readonly string[]; readonly examples?: readonly unknown[] } = {},
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', description, properties, required, additionalProperties: false, ...rest };
}

/** A list whose length the hub bounds elsewhere. */
export function listOf(items: Schema, description: string): Schema {
  return { type: 'array', items, description };
}

/** One code of a closed list. */
export function oneOf(codes: readonly string[], description: string): Schema {
  return { type: 'string', enum: [...codes], description };
}

/** The same, or null. For schemas with one plain type. */
export function orNull(schema: Schema): Schema {
  const { type, enum: codes, ...rest } = schema;
  return { ...rest, type: [type, 'null'], ...(Array.isArray(codes) ? { enum: [...(codes as unknown[]), null] } : {}) };
}

export const text = (description: string): Schema => ({ type: 'string', description });
export const flag = (description: string): Schema => ({ type: 'boolean', description });
export const count = (description: string, minimum = 0): Schema => ({ type: 'integer', minimum, description });
export const uuid = (description: string): Schema => ({ type: 'string', format: 'uuid', description });
export const time = (description: string): Schema => ({
  type: 'string',
  format: 'date-time',
  description: `${description} ISO 8601, UTC.`,
});

/** The short name of a body or an operation. */
export const slug = (description: string): Schema => ({
  type: 'string',
  pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
  maxLength: 64,
  description,
});

/** The readable name of a message: operation, year, number. */
export const reference: Schema = {
  type: 'string',
  pattern: '^[A-Z0-9-]{1,40}$',
  description: 'Readable name of the message: operation, year, number. Not a secret, and no key to anything.',
};

/** SHA-256, hexadecimal. */
export const digest = (description: string): Schema => ({
  type: 'string',
  pattern: '^[0-9a-f]{64}$',
  description: `${description} SHA-256, hexadecimal.`,
});
