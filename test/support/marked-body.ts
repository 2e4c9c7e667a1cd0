import type { JsonObject, JsonValue, LeafGroup, SchemaNode } from '#messages';

/** One leaf of a body that was filled. `*` in the pointer stands for any index of a list. */
export interface MarkedLeaf {
  readonly pointer: string;
  readonly group: LeafGroup;
  /** Text that says that this leaf was shown; undefined where its values are too common to tell. */
  readonly marker: string | undefined;
}

export interface MarkedBody {
  readonly body: JsonObject;
  readonly leaves: readonly MarkedLeaf[];
}

/** Codes shorter than this occur in words and in numbers of other things. */
const TELLING = 12;
const FIRST_DAY = Date.UTC(1931, 0, 1);
const DAY = 86_400_000;

let made = 0;

/**
 * A body in which every leaf of a schema is filled, with values that occur in no other leaf of any body made here, as far
 * as the leaf's type leaves a choice. `chosen` gives values by pointer; a list of plain values as a list.
 *
 * @throws Error for a shape of text that nothing here fits, so that no new leaf goes unwatched.
 */
export function markedBody(schema: SchemaNode, chosen: Readonly<Record<string, JsonValue>> = {}): MarkedBody {
  const leaves: MarkedLeaf[] = [];
  const codes = codeCounts(schema);
  const fill = (node: SchemaNode, pointer: string): JsonValue => {
    switch (node.type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(node.properties).map(([name, child]) => [name, fill(child, `${pointer}/${name}`)]),
        );
      case 'array': {
        const given = chosen[pointer];
        const item = fill(node.items, `${pointer}/*`);
        return given ?? [item];
      }
      default: {
        const given = chosen[pointer] ?? (pointer.endsWith('/*') ? chosen[pointer.slice(0, -2)] : undefined);
        const { value, marker } = given === undefined ? valueOf(node, pointer, codes) : { value: given };
        leaves.push({ pointer, group: node['x-group'], marker });
        return value;
      }
    }
  };
  return { body: fill(schema, '') as JsonObject, leaves };
}

/** The pointers of the leaves that a body holds, with `*` for indices. */
export function leafPointers(value: unknown, pointer = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leafPointers(item, `${pointer}/*`));
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([name, child]) => leafPointers(child, `${pointer}/${name}`));
}

type Leaf = Exclude<SchemaNode, { readonly type: 'object' | 'array' }>;

function valueOf(
  node: Leaf,
  pointer: string,
  codes: ReadonlyMap<string, number>,
): { readonly value: JsonValue; readonly marker?: string } {
  if (node.type === 'boolean') return { value: true };
  if (node.type === 'integer') return { value: 2 };
  if (node.enum) {
    const telling = node.enum.find((code) => code.length >= TELLING && isOnlyHere(code, codes));
    return telling === undefined ? { value: node.enum[0]! } : { value: telling, marker: telling };
  }
  const number = made++;
  const word = `Zq${String(number).padStart(5, '0')}x`;
  if (node.format === 'date') {
    const day = new Date(FIRST_DAY + number * DAY).toISOString().slice(0, 10);
    return { value: day, marker: day };
  }
  if (node.format === 'email') return { value: `${word}@fiction.example`, marker: word };
  const phone = `+99055 ${String(number).padStart(5, '0')}`;
  const fitting = [word, phone].find((text) => new RegExp(node.pattern ?? '', 'u').test(text));
  if (fitting === undefined || fitting.length > (node.maxLength ?? Infinity))
    throw new Error(`no marker fits ${pointer}: choose a value for it`);
  return { value: fitting, marker: fitting };
}

/** Whether a code is in one leaf only, and in no longer code of any. */
function isOnlyHere(code: string, codes: ReadonlyMap<string, number>): boolean {
  return codes.get(code) === 1 && ![...codes.keys()].some((other) => other !== code && other.includes(code));
}

/** In how many leaves each code may stand. */
function codeCounts(schema: SchemaNode, counts = new Map<string, number>()): ReadonlyMap<string, number> {
  if (schema.type === 'object') for (const child of Object.values(schema.properties)) codeCounts(child, counts);
  else if (schema.type === 'array') codeCounts(schema.items, counts);
  else for (const code of schema.enum ?? []) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
