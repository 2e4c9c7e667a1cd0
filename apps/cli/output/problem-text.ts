import { HubApiError, type RefusedBody } from '#hub-client';
import { printable } from './printable';

/**
 * A failure in lines for standard error: title and detail of the hub's problem, then every place. The hub's problems
 * name places and rules, never content, so neither does this.
 */
export function problemText(error: unknown): string {
  if (!(error instanceof HubApiError)) return printable(error instanceof Error ? error.message : String(error));
  const { problem, detail, code } = error;
  const errors = listOf<{ pointer?: unknown; message?: unknown }>(problem['errors']);
  const title = typeof problem['title'] === 'string' ? `${problem['title']}. ` : '';
  const places = errors.map(
    ({ pointer, message }) => `  - ${textOr(pointer, '', '(the whole)')}: ${textOr(message, '', code)}`,
  );
  // The detail often is the first place again.
  const told = errors.some(({ message }) => typeof message === 'string' && detail.includes(message));
  const legal = listOf<unknown>(problem['legal']).filter((event) => typeof event === 'string');
  const refused = listOf<RefusedBody>(problem['refused']).flatMap(({ organisation, reasons }) =>
    listOf<RefusedBody['reasons'][number]>(reasons).map(({ rule, text }) => `  - ${organisation}: ${rule}: ${text}`),
  );
  return printable(
    [
      told ? `${title}(${code})` : `${title}${detail} (${code})`,
      ...places,
      ...refused,
      ...(legal.length > 0 ? [`  Possible now: ${legal.join(', ')}`] : []),
    ].join('\n'),
  );
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what the hub documents
function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

function textOr(value: unknown, absent: string, instead: string): string {
  return typeof value === 'string' && value !== absent ? value : instead;
}
