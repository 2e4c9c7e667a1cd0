import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import type { Exchange } from '#test/recording-proxy';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}

type Content = Readonly<Record<string, object>>;

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Route {
  readonly method: string;
  readonly template: string;
  /** Of a whole path; its groups are the path parameters in order. */
  readonly shape: RegExp;
  readonly names: readonly string[];
  readonly operation: Operation;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/**
 * What an OpenAPI document says of requests and answers, read by a JSON Schema validator and not by the tool that made
 * the requests: so that the one checks the other.
 */
export class DocumentedApi {
  readonly operations: readonly Operation[];
  private readonly routes: readonly Route[];
  private readonly ajv: Ajv2020;

  constructor(document: OpenApiDocument) {
    this.routes = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        template,
        shape: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
        names: [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? ''),
        operation,
      })),
    );
    this.operations = this.routes.map(({ operation }) => operation);
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    this.ajv.addFormat('uuid', UUID);
    this.ajv.addFormat('date-time', { validate: (text: string) => DATE_TIME.test(text) && !isNaN(Date.parse(text)) });
    this.ajv.addFormat('date', { validate: isDate });
    this.ajv.addFormat('uri', { validate: (text: string) => URL.canParse(text) });
    this.ajv.addFormat('email', /^[^\s@]+@[^\s@]+$/);
    for (const annotation of ['binary', 'json-pointer', 'uri-reference', 'int32', 'int64'])
      this.ajv.addFormat(annotation, true);
    this.ajv.addSchema(document, 'hub');
  }

  /** The operation that a request asks for; a path without parameters goes before one that has them. */
  operationOf({ method, target }: Pick<Exchange, 'method' | 'target'>): Operation | undefined {
    return this.routeOf(method, target)?.operation;
  }

  /** The operation of this id, with its method. */
  operation(operationId: string): { readonly method: string; readonly operation: Operation } {
    const route = this.routes.find(({ operation }) => operation.operationId === operationId);
    if (!route) throw new Error(`the document has no operation ${operationId}`);
    return route;
  }

  /** What the document has against the request; nothing when it is as documented. Files in forms are not looked into. */
  requestFaults(exchange: Exchange): string[] {
    const route = this.routeOf(exchange.method, exchange.target);
    if (!route) return ['no such operation'];
    const { operation } = route;
    const parameters = operation.parameters ?? [];
    const faults = parameters.flatMap((parameter, index) => {
      const text = textOf(parameter, exchange, route);
      if (text === undefined) return parameter.required === true ? [`${parameter.name} is missing`] : [];
      const place = [...pointerTo(route), 'parameters', String(index), 'schema'];
      return this.faults(place, valueOf(text, parameter.schema.type)).map((fault) => `${parameter.name}: ${fault}`);
    });
    return [...faults, ...this.bodyFaults(route, exchange)];
  }

  /** How the answer differs from what the document promises: another status, another media type, another shape. */
  answerFaults(exchange: Exchange): string[] {
    const route = this.routeOf(exchange.method, exchange.target);
    if (!route) return [];
    const response = route.operation.responses[exchange.status];
    if (!response) return [`status ${exchange.status} is not documented`];
    if (!response.content) return exchange.answer.length === 0 ? [] : ['the answer has a body that is not documented'];
    const type = mediaType(exchange.answerHeaders['content-type']);
    if (!(type in response.content)) return [`media type "${type}" is not documented for ${exchange.status}`];
    if (!isJson(type)) return [];
    const place = [...pointerTo(route), 'responses', String(exchange.status), 'content', type, 'schema'];
    return this.faults(place, JSON.parse(exchange.answer.toString('utf8')));
  }

  private bodyFaults(route: Route, { headers, body }: Exchange): string[] {
    const { requestBody } = route.operation;
    if (!requestBody) return [];
    if (body.length === 0) return requestBody.required === true ? ['the body is missing'] : [];
    const type = mediaType(headers['content-type']);
    if (!(type in requestBody.content)) return [`media type "${type}" is not documented`];
    if (!isJson(type)) return [];
    const place = [...pointerTo(route), 'requestBody', 'content', type, 'schema'];
    try {
      return this.faults(place, JSON.parse(body.toString('utf8')));
    } catch (error) {
      return [`the body is not JSON: ${String(error)}`];
    }
  }

  private faults(place: readonly string[], value: unknown): string[] {
    const reference = `hub#/${place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const fits: ValidateFunction | undefined = this.ajv.getSchema(reference);
    if (!fits) throw new Error(`the document has no ${reference}`);
    if (fits(value)) return [];
    return (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? 'does not fit'}`);
  }

  private routeOf(method: string, target: string): Route | undefined {
    const path = target.split('?')[0] ?? '';
    return this.routes
      .filter((route) => route.method === method && route.shape.test(path))
      .sort((left, right) => left.names.length - right.names.length)[0];
  }
}

/** A line of JSON after another (x-ndjson) is none. */
export function isJson(type: string): boolean {
  return /[/+]json$/.test(type);
}

function pointerTo({ template, method }: Route): string[] {
  return ['paths', template, method.toLowerCase()];
}

function textOf(parameter: Parameter, { target, headers }: Exchange, { shape, names }: Route): string | undefined {
  const url = new URL(target, 'http://hub');
  switch (parameter.in) {
    case 'header': {
      const value = headers[parameter.name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    }
    case 'query':
      return url.searchParams.get(parameter.name) ?? undefined;
    case 'path':
      return decodeURIComponent(shape.exec(url.pathname)?.[names.indexOf(parameter.name) + 1] ?? '');
  }
}

/** A text of the URL as the value that the schema asks for, where it can be read as one. */
function valueOf(text: string, type: string | undefined): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if ((type === 'integer' || type === 'number') && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return text;
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
