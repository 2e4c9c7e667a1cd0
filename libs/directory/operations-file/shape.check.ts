import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import type { Finding, OperationDraft, Path } from './finding';
import { operationSchema } from './operation.schema';

let validator: ValidateFunction | undefined;

/** Compiled when the first file is read: it takes half a second, and most commands read none. */
function validate(): ValidateFunction {
  validator ??= new Ajv2020({ allErrors: true, strict: true, verbose: true, ownProperties: true }).compile(
    operationSchema,
  );
  return validator;
}

/** What the shape check found; the draft is there when the data can at least be walked. */
export interface ShapeResult {
  readonly findings: readonly Finding[];
  readonly draft?: OperationDraft;
}

/** Checks the shape of an operation: keys, types, codes. */
export function checkShape(data: unknown): ShapeResult {
  const fits = validate();
  if (fits(data)) return { findings: [], draft: data as OperationDraft };
  const errors = fits.errors ?? [];
  const findings = errors.map(toFinding);
  // A wrong code or a key too many does not keep the other checks from walking the data; a wrong type does.
  const walkable = errors.every((error) => error.keyword !== 'type' && error.keyword !== 'required');
  return walkable ? { findings, draft: data } : { findings };
}

function toFinding(error: ErrorObject): Finding {
  const path = pathOf(error.instancePath);
  const where = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      return { path: [...path, key], reason: `The key "${key}" is not known in ${where}.`, fix: knownKeys(error) };
    }
    case 'required': {
      const key = String(params['missingProperty']);
      return { path, reason: `The key "${key}" is missing in ${where}.`, fix: `Add "${key}".` };
    }
    case 'enum': {
      const codes = (params['allowedValues'] as readonly string[]).join(', ');
      return { path, reason: `${shown(error.data)} is not a code of ${where}.`, fix: `Use one of: ${codes}.` };
    }
    case 'type': {
      const type = String(params['type']);
      return { path, reason: `${where} is not of type ${type}.`, fix: `Write ${sample(type)} here.` };
    }
    case 'pattern': {
      const pattern = String(params['pattern']);
      return { path, reason: `${shown(error.data)} has not the form of ${where}.`, fix: `It must match ${pattern}.` };
    }
    case 'uniqueItems':
      return { path, reason: `${where} holds the same entry twice.`, fix: 'Remove one of them.' };
    case 'minItems':
    case 'minLength':
      return { path, reason: `${where} is empty.`, fix: 'Fill it in, or remove the key if it may be absent.' };
    default:
      return { path, reason: `${where} ${error.message ?? 'is wrong'}.`, fix: 'See docs/routing-and-release.md.' };
  }
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function knownKeys(error: ErrorObject): string {
  const schema = error.parentSchema as { properties?: Readonly<Record<string, unknown>> } | undefined;
  return `Remove it or correct its name; known keys: ${Object.keys(schema?.properties ?? {}).join(', ')}.`;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function sample(type: string): string {
  switch (type) {
    case 'array':
      return 'a list';
    case 'object':
      return 'keys with values';
    case 'integer':
      return 'a whole number';
    default:
      return 'a text';
  }
}
