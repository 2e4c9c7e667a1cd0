import type { JsonObject, MessageRow } from '#messages';
import { keptBack } from './consent/thread-grounds';
import { bothDecisions } from './domain/both-decisions';
import { route } from './domain/route';
import type { RoutingDecision, RoutingResult } from './domain/routing-result';
import { messageInput, type RoutingContext } from './message-input';

/**
 * Who receives a message, and why: by the rules and, of a case that goes on from another message, by every consent that
 * it came along on as well. A body that one of them keeps it from does not receive it, nor does anybody once it was taken
 * back.
 */
export function decideRouting(
  message: Parameters<typeof messageInput>[0] & Pick<MessageRow, 'id'>,
  body: JsonObject,
  context: RoutingContext,
): RoutingResult {
  const own = route(messageInput(message, body, context));
  const bound = (context.origins ?? []).reduce(
    (result, consent) =>
      bothDecisions(result, route(messageInput(message, body, { ...context, consent })), context.thread?.from),
    own,
  );
  return { ...bound, decisions: bound.decisions.map((decision) => unlessKeptBack(decision, context)) };
}

const WHY = {
  'TAKEN-BACK': 'The case that this message goes on with was taken back.',
  'MARK-TLP': 'The case came marked for the body that passes it on, and for no other.',
} as const;

function unlessKeptBack(decision: RoutingDecision, { sender, at, thread }: RoutingContext): RoutingDecision {
  if (decision.outcome !== 'recipient') return decision;
  const rule = keptBack(thread, { sender, body: decision.organisation, at });
  if (rule === undefined) return decision;
  return { organisation: decision.organisation, outcome: 'refused', reasons: [{ rule, text: WHY[rule] }] };
}
