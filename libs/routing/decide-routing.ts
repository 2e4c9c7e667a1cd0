import type { JsonObject, MessageRow } from '#messages';
import { bothDecisions } from './domain/both-decisions';
import { route } from './domain/route';
import type { RoutingResult } from './domain/routing-result';
import { messageInput, type RoutingContext } from './message-input';

/**
 * Who receives a message, and why: by the rules and, of a case that is referred onward, by every consent that it came
 * along on as well. A body that one of them keeps it from does not receive it.
 */
export function decideRouting(
  message: Parameters<typeof messageInput>[0] & Pick<MessageRow, 'id'>,
  body: JsonObject,
  context: RoutingContext,
): RoutingResult {
  const own = route(messageInput(message, body, context));
  return (context.origins ?? []).reduce(
    (result, consent) => bothDecisions(result, route(messageInput(message, body, { ...context, consent }))),
    own,
  );
}
