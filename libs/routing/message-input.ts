import type { Operation } from '#directory';
import { messageKinds, type JsonObject, type MessageRow } from '#messages';
import type { ThreadGrounds } from './consent/thread-grounds';
import type { ConsentFacts, RoutingInput } from './domain/routing-input';

/** What is known beside a message when its rules are asked. */
export type RoutingContext = Pick<RoutingInput, 'consent' | 'exceptions' | 'capacities'> & {
  readonly operation: Operation;
  /** Slug of the body that sends it. */
  readonly sender: string;
  readonly at: Date;
  /** Of a case that was referred onward: the consents on which it came to its sender. All of them bind. */
  readonly origins?: readonly ConsentFacts[];
  /** Of what goes on with a case in its thread: what holds of the message that it goes on from. */
  readonly thread?: ThreadGrounds;
};

/** What the rules look at in a message: codes of its body and of its envelope, as its kind reads them. */
export function messageInput(
  message: Pick<MessageRow, 'kind' | 'priority' | 'addressees' | 'keywords' | 'marks' | 'areas'>,
  body: JsonObject,
  context: RoutingContext,
): RoutingInput {
  const kind = messageKinds.of(message.kind);
  const facts = kind.facts?.(body) ?? {};
  const consent = context.consent ?? kind.consent?.(body);
  return {
    operation: context.operation,
    kind: kind.name,
    sender: context.sender,
    facts: {
      ...facts,
      services: facts.services ?? [],
      minor: facts.minor ?? 'no',
      countries: [...new Set([...(facts.countries ?? []), ...message.areas])],
      exploitationTypes: facts.exploitationTypes ?? [],
      keywords: message.keywords,
      priority: message.priority,
    },
    addressees: message.addressees,
    marks: message.marks,
    carriesCase: kind.carriesCase,
    ...(consent ? { consent } : {}),
    ...(context.exceptions ? { exceptions: context.exceptions } : {}),
    ...(context.capacities ? { capacities: context.capacities } : {}),
    at: context.at,
  };
}
