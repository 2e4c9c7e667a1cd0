import type { FieldGroup } from '#directory';
import {
  annotationOf,
  hasType,
  propertySchema,
  type AnnotatedSchema,
  type Annotation,
  type FieldSensitivity,
} from './annotated-schema';
import { isJsonArray, isJsonObject, isScalar, pointerTo, type JsonObject, type JsonValue } from './json';

/**
 * A field that is kept back. Without group and sensitivity the schema does not know the field, does not say how
 * sensitive it is, or expects another type of value. The pointer may repeat a name that a sender made up: show it to the sender only.
 */
export interface WithheldField {
  readonly pointer: string;
  readonly group: FieldGroup | null;
  readonly sensitivity: FieldSensitivity | null;
}

/** What one recipient sees of a body. Pointers (RFC 6901) lead into the whole body, not into the part. */
export interface Projection {
  readonly body: JsonObject;
  readonly released: readonly string[];
  readonly withheld: readonly WithheldField[];
}

/**
 * The part of a body that lies in the given groups. What the schema does not know, or knows without an annotation, is
 * withheld. Objects and lists that are left empty are left out, so that not even their number shows; the given body is
 * never changed, and nothing in the result is shared with it.
 */
export function project(body: JsonObject, schema: AnnotatedSchema, groups: readonly FieldGroup[]): Projection {
  const part = projectObject(body, schema, { groups: new Set(groups), pointer: '' });
  const kept = part.value === undefined ? {} : (part.value as JsonObject);
  return { body: kept, released: part.released, withheld: part.withheld };
}

interface Place {
  readonly groups: ReadonlySet<FieldGroup>;
  readonly pointer: string;
}

interface Part {
  /** Undefined: nothing is left. */
  readonly value: JsonValue | undefined;
  readonly released: readonly string[];
  readonly withheld: readonly WithheldField[];
}

function projectValue(value: JsonValue, schema: AnnotatedSchema | undefined, place: Place): Part {
  if (schema === undefined) return withhold(place);
  const annotation = annotationOf(schema);
  const container = schema.properties !== undefined || schema.items !== undefined;
  // An annotation on an object or a list only narrows: its fields still need one of their own.
  if (container && annotation !== undefined && !place.groups.has(annotation.group)) return withhold(place, annotation);
  if (schema.properties !== undefined) {
    return isJsonObject(value) ? projectObject(value, schema, place) : withhold(place);
  }
  if (schema.items !== undefined) {
    return isJsonArray(value) ? projectList(value, schema.items, annotation, place) : withhold(place);
  }
  return isScalar(value) && hasType(value, schema) ? projectLeaf(value, annotation, place) : withhold(place);
}

function projectObject(value: JsonObject, schema: AnnotatedSchema, place: Place): Part {
  // Own keys only: what an object inherits is not part of the message.
  const fields = Object.entries(value).map(([name, field]) => {
    const child = { ...place, pointer: pointerTo(place.pointer, name) };
    return { name, part: projectValue(field, propertySchema(schema, name), child) };
  });
  const kept = fields.flatMap(({ name, part }) => (part.value === undefined ? [] : [[name, part.value] as const]));
  const parts = fields.map(({ part }) => part);
  return joined(parts, kept.length === 0 ? undefined : Object.fromEntries(kept));
}

function projectList(
  value: readonly JsonValue[],
  items: AnnotatedSchema,
  ofList: Annotation | undefined,
  place: Place,
): Part {
  const plain = items.properties === undefined && items.items === undefined;
  if (plain && value.every((item) => isScalar(item) && hasType(item, items)))
    return projectLeaf(value, annotationOf(items) ?? ofList, place);
  const parts = value.map((item, index) =>
    projectValue(item, items, { ...place, pointer: pointerTo(place.pointer, index) }),
  );
  const kept = parts.flatMap((part) => (part.value === undefined ? [] : [part.value]));
  return joined(parts, kept.length === 0 ? undefined : kept);
}

/** A plain value, or a list of plain values: released or withheld as one. */
function projectLeaf(value: JsonValue, annotation: Annotation | undefined, place: Place): Part {
  if (annotation === undefined || !place.groups.has(annotation.group)) return withhold(place, annotation);
  const copy = isJsonArray(value) ? [...value] : value;
  return { value: copy, released: [place.pointer], withheld: [] };
}

function withhold({ pointer }: Place, annotation?: Annotation): Part {
  const { group, sensitivity } = annotation ?? { group: null, sensitivity: null };
  return { value: undefined, released: [], withheld: [{ pointer, group, sensitivity }] };
}

function joined(parts: readonly Part[], value: JsonValue | undefined): Part {
  return {
    value,
    released: parts.flatMap((part) => part.released),
    withheld: parts.flatMap((part) => part.withheld),
  };
}
