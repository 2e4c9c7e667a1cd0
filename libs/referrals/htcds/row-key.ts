import { createHash, createHmac } from 'node:crypto';
import type { RowValues } from './row-values';

/**
 * The stable key of a row: the same case gets the same key in every import. Taken over the case code (its case and
 * spacing do not count) and the operation; without a case code, over all that the row says.
 *
 * @param secret keys the digest (HMAC), so that nobody can confirm a guessed name by its key
 * @returns 64 hex digits
 */
export function rowKeyOf({ values }: RowValues, operation: string, secret?: string): string {
  const caseCode = values.get('hub_CaseCode');
  const content =
    typeof caseCode === 'string'
      ? ['case-code', caseCode.normalize('NFKC').toUpperCase().replace(/\s/g, '')]
      : ['content', ...canonical(values)];
  const text = JSON.stringify([operation, ...content]);
  return (secret === undefined ? createHash('sha256') : createHmac('sha256', secret)).update(text).digest('hex');
}

/** Independent of the order of columns and of the order of choices in a multi-select. */
function canonical(values: RowValues['values']): unknown[] {
  return [...values]
    .map(([name, value]) => [name, typeof value === 'object' ? [...value].sort() : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
