import type { Clock } from '#kernel';
import type { CapacityStatus, Operation, Provision, ServiceCode } from '#directory';
import { route } from '../domain/route';
import type { RoutingInput } from '../domain/routing-input';
import type { RoutingDecision, RoutingReason } from '../domain/routing-result';
import { ownOperation } from './own-operation';
import type { RuleTools } from './read-rule-set';
import type { RoutingQuestion } from './routing-question';
import { requireKnownCodes } from './unknown-codes';

/** What the rules say of one body. */
export interface ExplainedBody {
  readonly organisation: string;
  readonly outcome: RoutingDecision['outcome'];
  readonly capacity: string | null;
  readonly profile: string | null;
  /** Groups of fields that it would see. */
  readonly groups: readonly string[];
  readonly reasons: readonly RoutingReason[];
}

export interface RoutingExplanation {
  readonly operation: string;
  readonly kind: string;
  readonly sender: string;
  readonly ruleSetVersion: number;
  readonly digest: string;
  readonly bodies: readonly ExplainedBody[];
  /** The provisions that the reasons name. */
  readonly provisions: readonly Pick<Provision, 'id' | 'effect' | 'text'>[];
}

/**
 * What would become of such a message if the caller sent it now: every body of the operation, with rule and provision.
 * By the function that routes messages, so that the answer is what would happen. Changes nothing.
 *
 * @throws HubError `operation_unknown`; `invalid_input` for codes that the operation does not know, with those it knows.
 */
export async function explainRouting(
  tools: RuleTools & { readonly clock: Clock },
  question: RoutingQuestion,
): Promise<RoutingExplanation> {
  const { operation, version } = await ownOperation(tools.directory, tools.caller.slug, question.operation);
  requireKnownCodes(question, operation);
  const { decisions } = route(inputOf(question, operation, tools.caller.slug, tools.clock.now()));
  const named = new Set(decisions.flatMap(({ reasons }) => reasons.map(({ provision }) => provision)));
  return {
    operation: operation.id,
    kind: question.kind,
    sender: tools.caller.slug,
    ruleSetVersion: version,
    digest: operation.digest,
    bodies: decisions.map(({ organisation, outcome, as, profile, groups, reasons }) => ({
      organisation,
      outcome,
      capacity: as ?? null,
      profile: profile ?? null,
      groups: groups ?? [],
      reasons,
    })),
    provisions: operation.provisions
      .filter(({ id }) => named.has(id))
      .map(({ id, effect, text }) => ({ id, effect, text })),
  };
}

function inputOf(question: RoutingQuestion, operation: Operation, sender: string, at: Date): RoutingInput {
  const { kind, facts, to, consent, carriesCase, marks, exceptions, capacities } = question;
  return {
    operation,
    kind,
    sender,
    facts,
    at,
    ...(to ? { addressees: to } : {}),
    ...(consent ? { consent } : {}),
    ...(carriesCase === undefined ? {} : { carriesCase }),
    ...(marks ? { marks } : {}),
    ...(exceptions ? { exceptions: exceptions.map((exception) => supposed(exception, at)) } : {}),
    ...(capacities ? { capacities: capacitiesOf(capacities) } : {}),
  };
}

/** An exception that holds while the question is answered. */
function supposed(
  exception: NonNullable<RoutingQuestion['exceptions']>[number],
  at: Date,
): NonNullable<RoutingInput['exceptions']>[number] {
  return { ...exception, id: 'supposed', expiresAt: new Date(at.getTime() + 1) };
}

function capacitiesOf(said: NonNullable<RoutingQuestion['capacities']>): NonNullable<RoutingInput['capacities']> {
  const byBody: Record<string, Partial<Record<ServiceCode, CapacityStatus>>> = {};
  for (const { body, service, status } of said) byBody[body] = { ...byBody[body], [service]: status };
  return byBody;
}
