import { classifications, durationMilliseconds, fieldGroups, priorityCodes, tlpMarks } from '#directory';
import { asks } from '../domain/recipient-lifecycle';
import { sensitivities } from '../domain/release/annotated-schema';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/release/json';
import { distributions, type MessageKind } from './message-kind';

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What is wrong with a kind that a folder exports: nothing may be released, or tracked, by a description that has a hole. */
export function problemsOfKind(kind: Partial<MessageKind>, folder: string): string[] {
  const problems: string[] = [];
  const require = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(`kind ${folder}: ${problem}`);
  };
  require(kind.name === folder && NAME.test(folder), `its name must be that of its folder, not "${String(kind.name)}"`);
  require(Number.isInteger(kind.version) && (kind.version ?? 0) > 0, 'its version must be 1 or more');
  require(Boolean(kind.title) && Boolean(kind.summary), 'it needs a title and a summary');
  require(distributions.some(
    (each) => each === kind.distribution,
  ), `distribution must be one of ${distributions.join(', ')}`);
  require(asks.some((each) => each === kind.asks), `asks must be one of ${asks.join(', ')}`);
  require(typeof kind.carriesCase === 'boolean', 'it must say whether it carries a case');
  require(kind.addressing === 'rules' || kind.addressing === 'reply', 'addressing must be rules or reply');
  require(tlpMarks.some((each) => each === kind.marks?.tlp), `marks.tlp must be one of ${tlpMarks.join(', ')}`);
  require(classifications.some(
    (each) => each === kind.marks?.classification,
  ), `marks.classification must be one of ${classifications.join(', ')}`);
  require(kind.deadlines === undefined ||
    priorityCodes.every(
      (priority) => durationMilliseconds(kind.deadlines?.[priority] ?? '') !== undefined,
    ), 'deadlines needs an ISO 8601 duration for each priority');
  require(kind.needToKnow !== true ||
    folder === 'accountability-notice', 'needToKnow is for kinds that the record has walls for: accountability-notice');
  require(kind.carriesCase !== true || kind.consent !== undefined, 'a kind that carries a case needs consent()');
  require(kind.schema?.$id ===
    `urn:liaison-hub:kind:${folder}:${String(kind.version)}`, 'the $id of its schema is not urn:liaison-hub:kind:<name>:<version>');
  return [
    ...problems,
    ...schemaProblems(kind.schema as unknown, '').map((problem) => `kind ${folder}: schema ${problem}`),
  ];
}

/** Every object is closed and every leaf says how sensitive it is and to which group it belongs. */
function schemaProblems(schema: unknown, pointer: string): string[] {
  if (!isJsonObject(schema)) return [`${pointer || '/'} is no object`];
  const at = pointer || '/';
  switch (schema['type']) {
    case 'object':
      return [
        ...(schema['additionalProperties'] === false ? [] : [`${at} must refuse unknown properties`]),
        ...children(schema['properties']).flatMap(([name, child]) => schemaProblems(child, `${pointer}/${name}`)),
      ];
    case 'array':
      return [
        ...(typeof schema['maxItems'] === 'number' ? [] : [`${at} needs maxItems`]),
        ...schemaProblems(schema['items'], `${pointer}/*`),
      ];
    default:
      return leafProblems(schema, at);
  }
}

function leafProblems(leaf: JsonObject, at: string): string[] {
  const group = leaf['x-group'];
  return [
    ...(sensitivities.some((each) => each === leaf['x-sensitivity'])
      ? []
      : [`${at} needs x-sensitivity ${sensitivities.join(', ')}`]),
    ...(group === 'sender-only' || fieldGroups.some((each) => each === group)
      ? []
      : [`${at} needs x-group, a field group or sender-only`]),
    ...(leaf['type'] !== 'string' || typeof leaf['maxLength'] === 'number' ? [] : [`${at} needs maxLength`]),
  ];
}

function children(properties: JsonValue | undefined): [string, JsonValue][] {
  return properties !== undefined && isJsonObject(properties) ? Object.entries(properties) : [];
}
