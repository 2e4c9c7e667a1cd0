import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, type ApiResponseSchemaHost } from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

export interface RouteDoc {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly status: number;
  readonly answer: string;
  /** Name of a component schema. */
  readonly schema?: string;
  /** The answer is a page of these. */
  readonly list?: boolean;
  /** Status codes of the problems it can answer with, besides 401, 403 and 500. */
  readonly problems?: readonly number[];
  /** A POST that takes an Idempotency-Key. */
  readonly idempotent?: boolean;
  readonly etag?: boolean;
  readonly public?: boolean;
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  401: 'No valid API key.',
  403: 'The key lacks the scope.',
  404: 'There is none, or it is not yours.',
  409: 'Not possible in this state, or the Idempotency-Key was used for another request.',
  412: 'It changed meanwhile.',
  413: 'The body is too large.',
  415: 'The media type is not supported.',
  422: 'The input is not valid; `errors` names each place.',
  428: 'If-Match is missing.',
  500: 'A fault of the hub; nothing was changed by halves.',
  503: 'The record cannot be reached just now.',
};

/** Documents a route: its answer by component schema, and every problem that it can answer with. */
export function Documented(doc: RouteDoc): MethodDecorator {
  const ref: Schema | undefined = doc.schema === undefined ? undefined : { $ref: `#/components/schemas/${doc.schema}` };
  const schema: Schema | undefined =
    ref && doc.list === true
      ? {
          type: 'object',
          required: ['data', 'next'],
          properties: {
            data: { type: 'array', items: ref },
            next: { type: ['string', 'null'], description: 'Cursor of the next page.' },
          },
        }
      : ref;
  const problems = [
    ...new Set([...(doc.problems ?? []), ...(doc.public === true ? [500] : [401, 403, 500, 503])]),
  ].sort();
  return applyDecorators(
    ApiOperation({ operationId: doc.operationId, summary: doc.summary, description: doc.description ?? doc.summary }),
    ApiResponse({
      status: doc.status,
      description: doc.answer,
      ...(schema ? { schema } : {}),
      ...(doc.etag === true
        ? { headers: { ETag: { description: 'Version for If-Match.', schema: { type: 'string' } } } }
        : {}),
    }),
    ...problems.map((status) =>
      ApiResponse({
        status,
        description: PROBLEMS[status] ?? 'A problem.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
    ...(doc.idempotent === true
      ? [
          ApiHeader({
            name: 'Idempotency-Key',
            required: false,
            description: 'Makes the request safe to repeat: the same key and body get the same answer.',
            schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
          }),
        ]
      : []),
  );
}
