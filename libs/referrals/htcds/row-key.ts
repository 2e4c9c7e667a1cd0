import { createHash, createHmac } from 'node:crypto';
import type { RowValues } from './row-values';

/**
 * The stable key of a row: the same case gets the same key in every import. Taken over the case code (its case and
 * spacing do not count) and the operation; without a case code, over all that the row says.
 *
 * @param instance names what a submission of the XForm is by itself (its `instanceID`); it counts in place of the content
 * @param secret keys the digest (HMAC), so that nobody can confirm a guessed name by its key
 * @returns 64 hex digits
 */
export function rowKeyOf({ values }: RowValues, operation: string, secret?: string, instance?: string): string {
  const text = JSON.stringify([operation, ...identityOf(values, instance)]);
  return (secret === undefined ? createHash('sha256') : createHmac('sha256', secret)).update(text).digest('hex');
}

function identityOf(values: RowValues['values'], instance: string | undefined): unknown[] {
  const caseCode = values.get('hub_CaseCode');
  if (typeof caseCode === 'string') return ['case-code', caseCode.normalize('NFKC').toUpperCase().replace(/\s/g, '')];
  return instance === undefined ? ['content', ...canonical(values)] : ['instance', instance];
}

/** Independent of the order of columns and of the order of choices in a multi-select. */
function canonical(values: RowValues['values']): unknown[] {
  return [...values]
    .map(([name, value]) => [name, typeof value === 'object' ? [...value].sort() : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
