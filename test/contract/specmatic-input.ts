import { scopes } from '#identity';
import { isJson, type DocumentedApi, type OpenApiDocument, type Operation } from './documented-api';

/** One request that the hub can fulfil as it stands: Specmatic's tests of the operation vary it. */
export interface Example {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a session is needed for, or made by. */
const FOR_PEOPLE = [
  'signIn',
  'signOut',
  'stepUp',
  'beginSecondFactor',
  'confirmSecondFactor',
  'removeSecondFactor',
  'renewRecoveryCodes',
  'listSessions',
  'endSession',
  'listSavedFilters',
  'saveFilter',
  'removeSavedFilter',
  'beginOidcSignIn',
  'finishOidcSignIn',
  'listPeople',
  'getPerson',
  'addPerson',
  'changePerson',
  'changeRoles',
  'makeSetUpLink',
  'removeSecondFactorOf',
  'setUpPassword',
];

const ROOT = 'EDXLDistribution';
/** The scheme of the console's cookie. */
const SESSION = 'session';

/** Examples by operation id. */
export type Examples = Readonly<Record<string, Example>>;

/**
 * The document as Specmatic can read it. What is left out here is judged nevertheless: by the document itself
 * (documented-api.ts), to which every answer is held.
 */
export function readableBySpecmatic(document: OpenApiDocument): object {
  return rewritten(document, (key, value) => {
    // It knows cookies as a scheme only in part, and comes with a key anyway.
    if (key === 'securitySchemes') return rewritten(value, (name, inner) => (name === SESSION ? undefined : inner));
    if (key === 'security' && Array.isArray(value)) return (value as object[]).filter((way) => !(SESSION in way));
    // Without an example of a request by the same name each of them is only warned about.
    if (key === 'responses') return rewritten(value, (name, inner) => (name === 'examples' ? undefined : inner));
    // It generates XML from a schema only when the root has a name.
    if (key === 'application/xml') return { schema: { type: 'string', xml: { name: ROOT } } };
    // Its generator takes \p{Cs} in a class for letters and then finds that its own text does not match.
    if (key === 'pattern' && typeof value === 'string' && value.includes('\\p{Cs}')) return undefined;
    // It does not know uniqueItems and fills lists with repeats.
    if (isSet(value)) return { ...value, maxItems: Math.max(1, value.minItems ?? 0) };
    return value;
  }) as object;
}

/** The document without what never ends: to a stream of events there is no answer to wait for. */
export function withoutStreams(document: OpenApiDocument): OpenApiDocument {
  return without(document, isStream);
}

/** The document without what needs a person: Specmatic comes with a key, as a system does. */
export function forSystems(document: OpenApiDocument): OpenApiDocument {
  return without(document, needsPerson);
}

/** Leaves out operations, and paths that have none then. */
function without(document: OpenApiDocument, isOut: (operation: unknown) => boolean): OpenApiDocument {
  const kept = rewritten(document, (_, value) => (isOut(value) ? undefined : value)) as OpenApiDocument;
  const paths = Object.entries(kept.paths).filter(([, operations]) => Object.keys(operations).length > 0);
  return { ...kept, paths: Object.fromEntries(paths) };
}

function needsPerson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('x-permission' in value)) return false;
  if ('operationId' in value && FOR_PEOPLE.includes(String(value.operationId))) return true;
  return !['public', 'any-key', ...scopes].some((permission) => permission === value['x-permission']);
}

function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('responses' in value)) return false;
  const { responses } = value as Operation;
  return Object.values(responses).some(({ content }) => Object.hasOwn(content ?? {}, 'text/event-stream'));
}

/** The files of examples as Specmatic takes them, by name. Of the answer it is told the status; its shape is documented. */
export function exampleFiles(api: DocumentedApi, examples: Examples): Record<string, object> {
  return Object.fromEntries(
    Object.entries(examples).map(([operationId, { path, query, headers, body }]) => {
      const { method, operation } = api.operation(operationId);
      const request = { method, path, ...defined({ query, headers, body }) };
      return [`${operationId}.json`, { partial: { 'http-request': request, 'http-response': successOf(operation) } }];
    }),
  );
}

function successOf({ operationId, responses }: Operation): object {
  const [status, response] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [];
  if (status === undefined) throw new Error(`${operationId} has no success`);
  const types = Object.keys(response?.content ?? {});
  if (types.length === 0) return { status: Number(status) };
  const body = types.some(isJson) ? {} : 'as documented';
  return {
    status: Number(status),
    body: types.includes('application/xml') ? `<${ROOT}>${body as string}</${ROOT}>` : body,
  };
}

function isSet(value: unknown): value is { readonly uniqueItems: true; readonly minItems?: number } {
  return typeof value === 'object' && value !== null && 'uniqueItems' in value && value.uniqueItems === true;
}

/** A copy in which every member is what `change` makes of it, from the outside in; undefined leaves it out. */
function rewritten(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, change(key, member)] as const)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, rewritten(member, change)]),
  );
}

function defined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
