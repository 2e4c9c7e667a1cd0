import { fieldGroups } from '#directory';
import { codesOf, type Coded } from './code-list';

/** How sensitive a field is, from P0 (public) to P4 (reveals a safe address). */
export type Sensitivity = 'P0' | 'P1' | 'P2' | 'P3' | 'P4';

/** The groups that release profiles are lists of, and `sender-only`, which no profile can name. */
export const leafGroups = [...fieldGroups, 'sender-only'] as const;
export type LeafGroup = (typeof leafGroups)[number];

/** A value without parts. Only leaves carry the two annotations; a list of leaves carries them on its items. */
export interface SchemaLeaf {
  readonly type: 'string' | 'boolean' | 'integer';
  readonly 'x-sensitivity': Sensitivity;
  readonly 'x-group': LeafGroup;
  readonly enum?: readonly string[];
  readonly format?: 'date' | 'email';
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface SchemaArray {
  readonly type: 'array';
  readonly items: SchemaNode;
  readonly minItems?: number;
  readonly maxItems: number;
  readonly uniqueItems?: true;
}

export interface SchemaObject {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, SchemaNode>>;
}

export type SchemaNode = SchemaLeaf | SchemaArray | SchemaObject;

type LeafMaker = (sensitivity: Sensitivity, group: LeafGroup) => SchemaLeaf;

// Neither control characters nor half a surrogate pair: the database can store neither in JSON.
const PRINTABLE = '^[^\\p{Cs}\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$';

const leaf =
  (rest: Omit<SchemaLeaf, 'x-sensitivity' | 'x-group'>): LeafMaker =>
  (sensitivity, group) => ({ ...rest, 'x-sensitivity': sensitivity, 'x-group': group });

/** Free text of at most so many characters. */
export const text = (maxLength: number): LeafMaker =>
  leaf({ type: 'string', minLength: 1, maxLength, pattern: PRINTABLE });

/** Text of a given shape. */
export const shaped = (pattern: string, maxLength: number): LeafMaker => leaf({ type: 'string', pattern, maxLength });

export const date: LeafMaker = leaf({ type: 'string', format: 'date', maxLength: 10 });
export const email: LeafMaker = leaf({ type: 'string', format: 'email', maxLength: 254 });
export const flag: LeafMaker = leaf({ type: 'boolean' });
export const count = (maximum: number): LeafMaker => leaf({ type: 'integer', minimum: 0, maximum });

/** One code of a list. */
export function oneOf(list: readonly Coded[]): LeafMaker {
  const codes = codesOf(list);
  return leaf({ type: 'string', enum: codes, maxLength: Math.max(...codes.map((code) => code.length)) });
}

/**
 * A list; of plain values, without repetitions. Objects are not compared: the validator's deep comparison calls an
 * object's own `valueOf`, which a sender may have set to anything.
 */
export function listOf(items: SchemaNode, maxItems: number, minItems = 0): SchemaArray {
  const plain = items.type !== 'object' && items.type !== 'array';
  return {
    type: 'array',
    items,
    maxItems,
    ...(plain ? { uniqueItems: true } : {}),
    ...(minItems > 0 ? { minItems } : {}),
  };
}

/** An object that knows all its properties. */
export function object<Properties extends Readonly<Record<string, SchemaNode>>>(
  properties: Properties,
  required: readonly string[] = [],
): SchemaObject & { readonly properties: Properties } {
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 ? { required } : {}) };
}
