import type { FieldGroup } from '#directory';
import { messageKinds, project, type JsonObject, type Projection } from '#messages';

/** What a recipient that may see these groups sees of a message. */
export function releaseFor(kind: string, groups: readonly FieldGroup[], body: JsonObject): Projection {
  return project(body, messageKinds.of(kind).schema, groups);
}
