import { capacityStatuses, type CapacityLevel, type Slug } from '#directory';
import type { RoutingInput } from './routing-input';

/** The best that a body last said of any of these services; `unknown` when it said nothing of them. */
export function capacityOf(
  capacities: RoutingInput['capacities'],
  body: Slug,
  services: readonly string[],
): CapacityLevel {
  if (capacities === undefined || !Object.hasOwn(capacities, body)) return 'unknown';
  const said = new Map(Object.entries(capacities[body] ?? {}));
  const statuses = services.map((service) => said.get(service));
  return capacityStatuses.find((status) => statuses.includes(status)) ?? 'unknown';
}
