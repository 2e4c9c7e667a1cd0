import type { LeafGroup, SchemaNode, Sensitivity } from './schema-node';

/** One leaf of a kind's schema; `*` stands for any index of a list. */
export interface SchemaLeafAt {
  readonly pointer: string;
  readonly sensitivity: Sensitivity;
  readonly group: LeafGroup;
}

/** Every leaf of a schema in the order it is written, with its annotations. */
export function schemaLeaves(node: SchemaNode, pointer = ''): SchemaLeafAt[] {
  switch (node.type) {
    case 'object':
      return Object.entries(node.properties).flatMap(([name, child]) => schemaLeaves(child, `${pointer}/${name}`));
    case 'array':
      return schemaLeaves(node.items, `${pointer}/*`);
    default:
      return [{ pointer, sensitivity: node['x-sensitivity'], group: node['x-group'] }];
  }
}
