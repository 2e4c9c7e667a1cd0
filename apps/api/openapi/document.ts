import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import * as about from './info';
import { modernSchema } from './modern-schema';
import { completeOperation, type Operation } from './operation';
import { permissionsOf } from './permissions';
import { componentSchemas } from './schemas/component-schemas';
import { requestExamples } from './schemas/request-examples';
import type { Schema, Schemas } from './schemas/schema';
import { webhooks } from './webhooks';

type Methods = Readonly<Record<string, Operation>>;

/**
 * The API as OpenAPI 3.1, from the controllers and DTOs. Needs the application's modules, not its connections.
 *
 * @throws Error for a route without operationId or permission.
 */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const scanned = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
  const permissions = permissionsOf(app);
  const dtos = (scanned.components?.schemas ?? {}) as Schemas;
  const paths = Object.entries(scanned.paths as Readonly<Record<string, Methods>>).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, operation]) => {
        const permission = permissions.get(operation.operationId);
        if (permission === undefined) throw new Error(`${method.toUpperCase()} ${path} names no permission.`);
        return [method, completeOperation(method, withBodyAsNeeded(operation, dtos), permission)];
      }),
    ),
  ]);
  const { title, version, description, contact, license, servers, tags, apiKey, session } = about;
  return {
    openapi: '3.1.0',
    info: { title, version, description, contact, license },
    servers,
    security: [{ apiKey: [] }, { session: [] }],
    tags,
    paths: Object.fromEntries(paths) as object,
    webhooks: webhooks(),
    components: {
      securitySchemes: { apiKey, session },
      schemas: { ...requestSchemas(scanned.components?.schemas as Schemas | undefined), ...componentSchemas },
    },
  } as unknown as OpenAPIObject;
}

/** A body of which nothing is required may be left out as a whole: it is read as an empty one. */
function withBodyAsNeeded(operation: Operation, dtos: Schemas): Operation {
  const { requestBody } = operation;
  const reference = requestBody?.content?.['application/json']?.schema?.['$ref'];
  const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
  const dto = name === undefined ? undefined : dtos[name];
  if (!requestBody || !dto || (dto['required'] as readonly string[] | undefined)?.length) return operation;
  return { ...operation, requestBody: { ...requestBody, required: false } };
}

/** The DTOs, each with an example. What they do not know is refused, which decorators cannot say. */
function requestSchemas(scanned: Schemas = {}): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(scanned).map(([name, schema]) => {
      const example = requestExamples[name];
      const examples = example === undefined ? {} : { examples: [example] };
      return [name, { ...modernSchema(schema), additionalProperties: false, ...examples }];
    }),
  );
}
