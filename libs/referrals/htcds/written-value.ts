import type { JsonObject, Priority, ReferralBody } from '#messages';
import type { HtcdsField } from './field';
import type { HtcdsLayout } from './reading';

/** One case to write. */
export interface WritableRow {
  readonly priority?: Priority;
  /** The body, or the part of it that was released. */
  readonly body: ReferralBody | JsonObject;
}

type Written = string | number | boolean | Date;

/** What a case's cell in a column holds; undefined for an empty one. */
export function writtenValue(field: HtcdsField, row: WritableRow, layout: HtcdsLayout): Written | undefined {
  const value = valueOf(field, row);
  if (value === undefined) return undefined;
  const { kind } = field;
  switch (kind.type) {
    case 'date':
      return new Date(`${value as string}T00:00:00Z`);
    case 'flag':
      return typeof value === 'boolean' ? value : consentFlag(value);
    case 'count':
      return Number(value);
    case 'one':
    case 'many': {
      const codes = (Array.isArray(value) ? value : [value]).map(String);
      // The drop-downs hold labels; the plain workbook is filled in with value names.
      if (layout === 'single-select') return kind.list.labelOf(codes[0] ?? '');
      return codes.length > 0 ? codes.join(';') : undefined;
    }
    case 'slugs':
      return (value as readonly string[]).join(';') || undefined;
    case 'code-text':
    case 'text':
      return value as string;
  }
}

function consentFlag(given: unknown): boolean | undefined {
  return given === 'pending' ? undefined : given === 'yes';
}

function valueOf(field: HtcdsField, { body, priority }: WritableRow): unknown {
  if (field.name === 'hub_Priority') return priority;
  if (field.pointer === undefined) return undefined;
  const value = field.pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], body);
  if (field.name === 'prs_PrimaryLanguage') return (value as readonly string[] | undefined)?.[0];
  return field.name === 'prs_SecondaryLanguage' ? (value as readonly string[] | undefined)?.[1] : value;
}
