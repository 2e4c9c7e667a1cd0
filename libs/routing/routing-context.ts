import { dateIn, type CapacityStatus, type Directory, type Operation, type ServiceCode, type Slug } from '#directory';
import { capacitiesOn, messageKinds, type MessageRow } from '#messages';
import type { Transaction } from '#platform/database';
import { releaseGrounds, type ReleaseGrounds } from './consent/release-grounds';
import type { RoutingContext } from './message-input';

interface ContextTools {
  readonly tx: Transaction;
  readonly directory: Directory;
}

/**
 * What the record holds beside a message that its rules look at, as of now: the grounds on which a case may be released,
 * and the capacities that bodies declared. Grounds that are known already are not asked for again.
 */
export async function routingContext(
  tools: ContextTools,
  message: Pick<MessageRow, 'id' | 'kind'>,
  about: { readonly operation: Operation; readonly sender: Slug; readonly at: Date },
  known?: ReleaseGrounds,
): Promise<RoutingContext> {
  const { carriesCase } = messageKinds.of(message.kind);
  const grounds = carriesCase ? (known ?? (await releaseGrounds(tools, message.id))) : {};
  const capacities = looksAtCapacity(about.operation)
    ? await capacitiesOf(tools.tx, about.operation, about.at)
    : undefined;
  return { ...about, ...grounds, ...(capacities ? { capacities } : {}) };
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
