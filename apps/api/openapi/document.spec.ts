import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { eventTypes } from '#delivery';
import { referralKind, validateReferralBody } from '#messages';
import { buildDocument } from './document';
import { documentText } from './document-text';
import { previewApi } from './preview-api';
import { exampleReferralBody } from './schemas/referral-body.schema';
import { componentSchemas } from './schemas/component-schemas';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly webhooks: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly examples?: readonly unknown[] }>> };
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Strict but for the annotations of OpenAPI, so that a misspelt keyword is found. */
function validator(document: object): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strictSchema: true });
  ajv.addVocabulary(['x-sensitivity', 'x-group', 'x-schema-id', 'openapi', 'info', 'servers', 'security', 'tags']);
  ajv.addVocabulary(['paths', 'webhooks', 'components']);
  for (const [name, shape] of [
    ['date-time', DATE_TIME],
    ['uuid', UUID_V7],
    ['date', /^\d{4}-\d{2}-\d{2}$/],
    ['email', /@/],
    ['json-pointer', /^(?:\/(?:[^~/]|~[01])*)*$/],
    ['uri', /^[a-z]+:\S+$/],
    ['uri-reference', /^\S+$/],
  ] as const)
    ajv.addFormat(name, shape);
  return ajv.addSchema(document, 'hub');
}

/** Every value of a member of this name, anywhere in a value. */
function membersNamed(name: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === name ? [member as unknown] : []),
    ...membersNamed(name, member),
  ]);
}

describe('the OpenAPI document', () => {
  let document: Described;
  let text: string;
  let routes: string[];

  beforeAll(async () => {
    const app = await previewApi();
    const built = buildDocument(app);
    text = documentText(built);
    document = JSON.parse(text) as Described;
    routes = [];
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        // Fastify adds a HEAD to every GET; the pages behind links are for people, and OAuth describes itself.
        if (method !== 'HEAD' && !/^\/(?:acknowledge\/|meeting-links\/|oauth\/|\.well-known\/oauth-)/.test(url))
          routes.push(`${String(method)} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
      });
    await app.init();
  });

  it('describes every route of the API, and nothing else', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.length).toBeGreaterThan(20);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('is the one that is committed (mend: npm run openapi)', () => {
    const committed = readFileSync(join(__dirname, '../openapi.json'), 'utf8').replaceAll('\r\n', '\n');
    expect(text === committed).toBe(true);
  });

  it('names every operation once', () => {
    const ids = [...membersNamed('operationId', document.paths), ...membersNamed('operationId', document.webhooks)];
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('describes a webhook for each event of the catalogue, and the challenge', () => {
    const events = [...Object.keys(eventTypes), 'endpoint.verification'];
    expect(Object.keys(document.webhooks).sort()).toEqual(events.sort());
  });

  it('refers to schemas that exist, and has none that nothing refers to', () => {
    const referred = new Set(membersNamed('$ref', document).map((pointer) => String(pointer).split('/').at(-1)));
    expect([...referred].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  it('speaks no OpenAPI 3.0', () => {
    const schemas = JSON.stringify(document.components.schemas);
    expect(schemas).not.toContain('"nullable":');
    expect(schemas).not.toMatch(/"exclusiveM(?:in|ax)imum":(?:true|false)/);
    expect(schemas).not.toContain('"example":');
  });

  it('closes every object of an answer', () => {
    const isClosed = (schema: object): boolean =>
      'anyOf' in schema
        ? (schema.anyOf as object[]).every((part) => !('properties' in part) || isClosed(part))
        : 'additionalProperties' in schema && schema.additionalProperties === false;
    const open = Object.entries(componentSchemas)
      .filter(([, schema]) => !isClosed(schema))
      .map(([name]) => name);
    // RFC 9457: a problem may gain members.
    expect(open).toEqual(['Problem']);
  });

  it('has only examples that fit their schemas', () => {
    const ajv = validator(document);
    const wrong = Object.entries(document.components.schemas).flatMap(([name, { examples = [] }]) =>
      examples.flatMap((example) => {
        const fits = ajv.getSchema(`hub#/components/schemas/${name}`);
        if (!fits) return [`${name} is no schema`];
        return fits(example) === true ? [] : [`${name}: ${ajv.errorsText(fits.errors)}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has only webhook examples that fit the body of a webhook', () => {
    const fits = validator(document).getSchema('hub#/components/schemas/WebhookBody');
    const examples = membersNamed('value', document.webhooks);
    expect(examples).toHaveLength(Object.keys(eventTypes).length);
    for (const example of examples) expect(fits?.(example)).toBe(true);
  });

  it("takes the referral's body from the kind itself", () => {
    const { properties, required } = componentSchemas['ReferralBody'] ?? {};
    expect({ properties, required }).toEqual({
      properties: referralKind.schema.properties,
      required: referralKind.schema.required,
    });
    expect(validateReferralBody(exampleReferralBody)).toEqual([]);
  });
});
