import { HubError, type Uuid } from '#kernel';
import { openBody } from '#messages';
import { deadlinesOf, decideRouting, releaseFor, routingContext, type RoutingReason } from '#routing';
import { ownMessage, type AskedFor } from './own-message';
import { witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';

/** What one body would get of a referral, or why it would not. */
export interface PreviewedBody {
  readonly organisation: string;
  readonly outcome: string;
  readonly capacity: string | null;
  readonly profile: string | null;
  readonly reasons: readonly RoutingReason[];
  readonly dueAt: Date | null;
  /** Exactly what it would see; null when it is no recipient. */
  readonly body: unknown;
  /** Pointers of the fields that it would not see, with the group that its profile lacks. */
  readonly withheld: readonly { readonly pointer: string; readonly group: string | null }[];
}

/** What would happen if the referral were submitted now. Changes nothing; the read is evidence. */
export async function previewReferral(
  tools: ReferralTools,
  id: Uuid,
  what: AskedFor = 'referral',
): Promise<{ readonly ruleSetVersion: number; readonly recipients: PreviewedBody[] }> {
  const message = await ownMessage(tools, id, what);
  const body = await openBody(tools.vault, message);
  if (!body)
    throw new HubError('illegal_transition', 'The content of this referral was erased; there is nothing to preview.');
  const { operation, version } = await tools.directory.operation(message.operationId);
  const at = tools.clock.now();
  const context = await routingContext(tools, message, { operation, sender: tools.caller.slug, at });
  const { decisions } = decideRouting(message, body, context);
  const { dueAt } = deadlinesOf(operation, message, body, at);
  await witnessOwnRead(tools, id, 'preview');
  return {
    ruleSetVersion: version,
    recipients: decisions.map((decision) => {
      const release = decision.outcome === 'recipient' ? releaseFor(message.kind, decision.groups, body) : undefined;
      return {
        organisation: decision.organisation,
        outcome: decision.outcome,
        capacity: decision.as ?? null,
        profile: decision.profile ?? null,
        reasons: decision.reasons,
        dueAt: release ? dueAt : null,
        body: release?.body ?? null,
        withheld: release?.withheld.map(({ pointer, group }) => ({ pointer, group })) ?? [],
      };
    }),
  };
}
