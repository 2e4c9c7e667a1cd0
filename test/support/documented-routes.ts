import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository';

export interface DocumentedOperation {
  readonly operationId: string;
  readonly 'x-permission': string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

export interface Route {
  readonly method: string;
  /** Its path, with parameters in braces. */
  readonly template: string;
  readonly operation: DocumentedOperation;
}

const { paths } = JSON.parse(readFileSync(join(repositoryRoot, 'apps/api/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, DocumentedOperation>>;
};

/** Every route of the API, as its document has them. */
export const documentedRoutes: readonly Route[] = Object.entries(paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), template, operation })),
);
