import { messageKinds, type MessageKind } from '#messages';
import type { Schema, Schemas } from './schema';

/** The name of a kind's body among the component schemas: `information-share` → `InformationShareBody`. */
export function bodySchemaName(kind: string): string {
  return `${kind
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Body`;
}

function bodySchema(kind: MessageKind): Schema {
  const { $id, type, properties, required, additionalProperties } = kind.schema;
  return {
    title: bodySchemaName(kind.name),
    description:
      `${kind.summary} Every leaf says how sensitive it is (\`x-sensitivity\`, P0 public to P4 reveals a safe address) and ` +
      'to which group it belongs (`x-group`): a recipient sees the groups of its profile. Unknown fields are refused.',
    type,
    properties,
    ...(required ? { required } : {}),
    additionalProperties,
    'x-schema-id': $id,
  };
}

/** The bodies of all kinds but the referral, whose schema has an example of its own. */
export const kindBodySchemas: Schemas = Object.fromEntries(
  messageKinds
    .all()
    .filter(({ name }) => name !== 'referral')
    .map((kind) => [bodySchemaName(kind.name), bodySchema(kind)]),
);
