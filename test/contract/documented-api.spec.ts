import type { Exchange } from '#test/recording-proxy';
import { DocumentedApi, type OpenApiDocument } from './documented-api';

const document: OpenApiDocument = {
  paths: {
    '/v1/cases/{id}': {
      patch: {
        operationId: 'changeCase',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } as { type: string } },
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 5 } as { type: string } },
          { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { type: 'object', additionalProperties: false, properties: { note: { type: 'string' } } },
            },
          },
        },
        responses: { '200': { content: { 'application/json': { schema: { type: 'object', required: ['id'] } } } } },
      },
    },
  },
};

const fit: Exchange = {
  method: 'PATCH',
  target: '/v1/cases/01980000-0000-7000-8000-000000000000?limit=5',
  headers: { 'if-match': '"1"', 'content-type': 'application/json' },
  body: Buffer.from('{"note": "x"}'),
  status: 200,
  answerHeaders: { 'content-type': 'application/json; charset=utf-8' },
  answer: Buffer.from('{"id": "1"}'),
};

describe('an exchange is held to the document', () => {
  const api = new DocumentedApi(document);

  it('has nothing against what is as documented', () => {
    expect(api.operationOf(fit)?.operationId).toBe('changeCase');
    expect([...api.requestFaults(fit), ...api.answerFaults(fit)]).toEqual([]);
  });

  it.each<[string, Partial<Exchange>]>([
    ['a path parameter of another format', { target: '/v1/cases/7' }],
    ['a query parameter beyond its bounds', { target: `${fit.target.split('?')[0] ?? ''}?limit=6` }],
    ['a query parameter of another type', { target: `${fit.target.split('?')[0] ?? ''}?limit=many` }],
    ['a required header that is missing', { headers: { 'content-type': 'application/json' } }],
    ['no body', { body: Buffer.alloc(0) }],
    ['null where there is a text', { body: Buffer.from('{"note": null}') }],
    ['an unknown member', { body: Buffer.from('{"other": 1}') }],
    ['no JSON', { body: Buffer.from('{') }],
    ['another media type', { headers: { ...fit.headers, 'content-type': 'text/plain' } }],
    ['another address', { target: '/v1/nothing' }],
  ])('finds in a request %s', (_, over) => {
    expect(api.requestFaults({ ...fit, ...over })).not.toEqual([]);
  });

  it.each<[string, Partial<Exchange>]>([
    ['a status', { status: 500 }],
    ['a media type', { answerHeaders: { 'content-type': 'text/html' } }],
    ['a shape', { answer: Buffer.from('{}') }],
  ])('finds in an answer %s that is not documented', (_, over) => {
    expect(api.answerFaults({ ...fit, ...over })).not.toEqual([]);
  });
});
