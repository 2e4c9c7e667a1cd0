import type { CapacityLevel, Slug } from '#directory';
import { capacityOf } from './capacity-of';
import { route } from './route';
import type { RoutingInput } from './routing-input';
import type { RoutingReason } from './routing-result';

/** A body that would receive a message if it were addressed. */
export interface SuggestedBody {
  readonly organisation: Slug;
  readonly capacity: CapacityLevel;
  /** Why it would receive it. */
  readonly reasons: readonly RoutingReason[];
}

/** A body that said nothing may well have room; one that said it is full or suspended has none. */
const order: readonly CapacityLevel[] = ['open', 'limited', 'unknown', 'full', 'suspended'];

/**
 * The bodies that do not receive a message and would, by the same rules, if the sender addressed them. The best capacity
 * comes first, then who offers most of the services asked for; the lead agency has no precedence here.
 */
export function suggestBodies(input: RoutingInput): SuggestedBody[] {
  const idle = new Set(
    route(input)
      .decisions.filter(({ outcome }) => outcome !== 'recipient')
      .map(({ organisation }) => organisation),
  );
  // Whether others are addressed means nothing to a body that is: one question answers for all of them.
  const asked = route({ ...input, addressees: [...idle] });
  return asked.decisions
    .filter(({ organisation, outcome }) => outcome === 'recipient' && idle.has(organisation))
    .map(({ organisation, reasons }) => ({
      organisation,
      capacity: capacityOf(input.capacities, organisation, input.facts.services),
      reasons,
      match: match(input, organisation),
    }))
    .sort(
      (left, right) =>
        order.indexOf(left.capacity) - order.indexOf(right.capacity) ||
        right.match - left.match ||
        (left.organisation < right.organisation ? -1 : 1),
    )
    .map(({ organisation, capacity, reasons }) => ({ organisation, capacity, reasons }));
}

/** How many of the services asked for a body offers. */
function match({ operation, facts }: RoutingInput, slug: Slug): number {
  const offered: readonly string[] = operation.bodies.find((body) => body.slug === slug)?.capabilities ?? [];
  return new Set(facts.services.filter((service) => offered.includes(service))).size;
}
