import { scopes } from '#identity';
import type { ErrorCode } from '#kernel';
import type { RoutePermission } from '#runtime';
import { modernSchema } from './modern-schema';
import { problemResponses } from './problem-response';
import type { Schema } from './schemas/schema';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

type Media = Readonly<Record<string, { readonly schema?: Schema }>>;

/** An operation as the decorators describe it. */
export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Media; readonly required?: boolean };
  readonly responses: Readonly<Record<string, object>>;
}

const NEEDS: Readonly<Partial<Record<RoutePermission, string>>> = {
  public: 'Public: needs no key.',
  'any-key': 'Needs any valid key or session.',
};

/** Adds what follows from method and permission, so that no route has to say it: who may call, and what the edge refuses. */
export function completeOperation(method: string, operation: Operation, permission: RoutePermission) {
  const { parameters = [], requestBody, responses, summary, description, ...rest } = operation;
  return {
    ...rest,
    summary,
    description: `${sentence(description === undefined || description === '' ? (summary ?? '') : description)}\n\n${NEEDS[permission] ?? needs(permission)}`,
    'x-permission': permission,
    ...(permission === 'public' ? { security: [] } : {}),
    parameters: inOrder(parameters).map((parameter) =>
      parameter.schema ? { ...parameter, schema: modernSchema(parameter.schema) } : parameter,
    ),
    ...(requestBody?.content ? { requestBody: { ...requestBody, content: modernMedia(requestBody.content) } } : {}),
    responses: { ...responses, ...commonProblems(method, permission, responses) },
  };
}

function needs(permission: RoutePermission): string {
  return scopes.some((scope) => scope === permission)
    ? `Needs the scope \`${permission}\`.`
    : `Needs a person who signed in, with a role that allows \`${permission}\`. No key has it.`;
}

/** Path, query, headers: compilers differ in the order in which they leave the metadata of these. */
function inOrder(parameters: readonly Parameter[]): Parameter[] {
  const places = ['path', 'query', 'header'];
  return [...parameters].sort((a, b) => places.indexOf(a.in) - places.indexOf(b.in));
}

function commonProblems(method: string, permission: RoutePermission, responses: Operation['responses']) {
  const codes: ErrorCode[] = ['internal'];
  if (method !== 'get') codes.push('malformed_json', 'body_too_large', 'unsupported_media_type');
  if (permission !== 'public') codes.push('unauthenticated', 'unavailable');
  if (permission !== 'public') codes.push('foreign_request');
  if (permission !== 'public' && permission !== 'any-key') codes.push('forbidden');
  return Object.fromEntries([...problemResponses(codes)].filter(([status]) => !(String(status) in responses)));
}

function modernMedia(content: Media): Media {
  return Object.fromEntries(
    Object.entries(content).map(([type, media]) => [
      type,
      media.schema ? { ...media, schema: modernSchema(media.schema) } : media,
    ]),
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
