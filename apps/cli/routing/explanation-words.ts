import type { RoutingExplanation, RoutingReason } from '#hub-client';
import { tableOf } from '../output/table';

/** Who would get it, in which role and with which fields, and by which rule. */
export function explanationTable({ decisions }: RoutingExplanation): string {
  return tableOf(
    ['Body', 'Outcome', 'As', 'Profile', 'Why'],
    decisions.map(({ organisation, outcome, as, profile, reasons }) => [
      organisation,
      outcome,
      as ?? '–',
      profile ?? '–',
      whyOf(reasons),
    ]),
  );
}

/** Each rule on a line, with its provision. */
export function whyOf(reasons: readonly RoutingReason[]): string {
  return reasons
    .map(({ rule, provision, text }) => `${rule}${provision ? ` (${provision})` : ''}: ${text}`)
    .join('\n');
}
