import { dateIn, type CapacityStatus, type Operation, type ServiceCode, type Slug } from '#directory';
import { capacitiesOn, type MessageRow } from '#messages';
import type { Transaction } from '#platform/database';
import type { RoutingContext } from './message-input';

/** What the record holds beside a message that its rules look at, as of now. */
export async function routingContext(
  tx: Transaction,
  _message: Pick<MessageRow, 'id'>,
  about: { readonly operation: Operation; readonly sender: Slug; readonly at: Date },
): Promise<RoutingContext> {
  const capacities = looksAtCapacity(about.operation) ? await capacitiesOf(tx, about.operation, about.at) : undefined;
  return { ...about, ...(capacities ? { capacities } : {}) };
}

/** What the bodies of an operation last said of their capacity, by body and service. */
export async function capacitiesOf(
  tx: Transaction,
  operation: Operation,
  at: Date,
): Promise<Record<Slug, Partial<Record<ServiceCode, CapacityStatus>>>> {
  const said: Record<Slug, Partial<Record<ServiceCode, CapacityStatus>>> = {};
  for (const { organisation, service, status } of await capacitiesOn(tx, operation.id, dateIn(operation.timeZone, at)))
    (said[organisation] ??= {})[service] = status;
  return said;
}

/** Most operations have no rule on capacity, and their messages need not wait for the question. */
function looksAtCapacity({ rules }: Operation): boolean {
  return rules.some(({ when }) => when.capacity !== undefined);
}
