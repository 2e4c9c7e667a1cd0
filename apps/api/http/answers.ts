import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import type { ErrorCode } from '#kernel';
import { asksStepUp } from '#runtime';
import { pageOf } from '../openapi/info';
import { problemResponses } from '../openapi/problem-response';
import { ref } from '../openapi/schemas/schema';

export interface RouteDoc {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** What each id in the path is the id of. */
  readonly path?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly answer: string;
  /** Name of a component schema. */
  readonly schema?: string;
  /** The answer is a page of these. */
  readonly list?: boolean;
  /**
   * Codes of the problems of this route alone. The rest follows: from what is written here, and, in the document, from
   * its method and permission.
   */
  readonly problems?: readonly ErrorCode[];
  /** A POST that takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  /** A POST that changes nothing: it takes an Idempotency-Key, and needs none. */
  readonly repeatable?: boolean;
  /** Answers with the version. */
  readonly etag?: boolean;
  /** Needs the version. */
  readonly ifMatch?: boolean;
  /** Answers with the address of what it made. */
  readonly location?: boolean;
}

const ENTITY_TAG = { type: 'string', pattern: '^"[0-9]{1,9}"$', examples: ['"3"'] } as const;

/**
 * Documents a route: its answer by component schema, and every problem that it can answer with. Stands above the other
 * decorators of the route, since it tells what they ask.
 */
export function Documented(doc: RouteDoc): MethodDecorator {
  return (target, key, descriptor) => {
    described(doc, asksStepUp(descriptor.value as object))(target, key, descriptor);
  };
}

function described(doc: RouteDoc, stepUp: boolean): MethodDecorator {
  return applyDecorators(
    ApiOperation({ operationId: doc.operationId, summary: doc.summary, description: doc.description ?? doc.summary }),
    ...Object.entries(doc.path ?? {}).map(([name, description]) =>
      ApiParam({ name, description, schema: { type: 'string', format: 'uuid' } }),
    ),
    success(doc),
    ...[...problemResponses(problemsOf(doc, stepUp))].map(([status, response]) => ApiResponse({ status, ...response })),
    ...(doc.idempotent === true ? [idempotencyKey] : []),
    ...(doc.repeatable === true ? [unneededKey] : []),
    ...(doc.ifMatch === true ? [ifMatch] : []),
  );
}

const idempotencyKey = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Makes the request safe to repeat: the same key and body get the same answer. A UUID will do.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
});

const unneededKey = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'Accepted in the shape that it has everywhere, and not needed: nothing is changed, so every repeat is safe.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
});

const ifMatch = ApiHeader({
  name: 'If-Match',
  required: true,
  description: 'The version that you read, as its ETag said.',
  schema: ENTITY_TAG,
});

function success(doc: RouteDoc): MethodDecorator {
  const headers = {
    ...(doc.etag === true ? { ETag: { description: 'Version for If-Match.', schema: ENTITY_TAG } } : {}),
    ...(doc.location === true
      ? { Location: { description: 'Where it is.', schema: { type: 'string' as const, format: 'uri-reference' } } }
      : {}),
  };
  const schema = doc.schema === undefined ? undefined : doc.list === true ? pageOf(doc.schema) : ref(doc.schema);
  return ApiResponse({
    status: doc.status,
    description: doc.answer,
    ...(schema ? { schema } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  });
}

function problemsOf(doc: RouteDoc, stepUp: boolean): ErrorCode[] {
  return [
    ...(doc.path ? (['not_found'] as const) : []),
    ...(doc.idempotent === true ? (['idempotency_key_reused', 'invalid_input'] as const) : []),
    ...(doc.repeatable === true ? (['invalid_input'] as const) : []),
    ...(stepUp ? (['unauthenticated', 'step_up_required'] as const) : []),
    ...(doc.ifMatch === true ? (['stale_version', 'version_required'] as const) : []),
    ...(doc.problems ?? []),
  ];
}
