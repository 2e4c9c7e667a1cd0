import type { RoutingExplanation, RoutingReason } from '#hub-client';
import { tableOf } from '../output/table';

/** Who would get it, in which role and with which fields, and by which rule. */
export function explanationTable({ bodies, ruleSetVersion }: RoutingExplanation): string {
  const table = tableOf(
    ['Body', 'Outcome', 'As', 'Profile', 'Why'],
    bodies.map(({ organisation, outcome, capacity, profile, reasons }) => [
      organisation,
      outcome,
      capacity ?? '–',
      profile ?? '–',
      whyOf(reasons),
    ]),
  );
  return `${table}\nBy rule set ${ruleSetVersion}, as of now.`;
}

/** Each rule on a line, with its provision. */
export function whyOf(reasons: readonly RoutingReason[]): string {
  return reasons
    .map(({ rule, provision, version, text }) => {
      const named = version === undefined ? provision : `${provision ?? ''} v${version}`;
      return `${rule}${named ? ` (${named})` : ''}: ${text}`;
    })
    .join('\n');
}
