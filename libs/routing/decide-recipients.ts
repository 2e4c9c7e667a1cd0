import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Directory } from '#directory';
import {
  nextDeadlineStep,
  sealedPlaces,
  type JsonObject,
  type MessageRow,
  type NewRecipient,
  type NewRoutingDecision,
} from '#messages';
import type { Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { recipientsByException } from './consent/exception-recipients';
import type { ReleaseGrounds } from './consent/release-grounds';
import { deadlinesOf } from './deadline';
import { decideRouting } from './decide-routing';
import type { RiskToLifeException } from './domain/routing-input';
import { releaseFor } from './release-for';
import { routingContext } from './routing-context';

export interface RoutingTools {
  readonly tx: Transaction;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
}

/** Who receives a message, and why each body does or does not. */
export interface Decided {
  readonly recipients: readonly NewRecipient[];
  /** Recipients that are ones by an exception only. */
  readonly byException: readonly { readonly recipientId: Uuid; readonly exception: RiskToLifeException }[];
  readonly kept: readonly NewRoutingDecision[];
  readonly at: Date;
}

/**
 * What the rules of a version decide for every body, and for each recipient its released part, sealed.
 *
 * @param grounds on which it may be released, where they are known already
 */
export async function decideRecipients(
  tools: RoutingTools,
  message: MessageRow,
  version: number,
  body: JsonObject,
  grounds?: ReleaseGrounds,
): Promise<Decided> {
  const { directory } = tools;
  const operation = await directory.operationAt(message.operationId, version);
  const sender = await directory.slugOf(message.senderId);
  const at = tools.clock.now();
  const context = await routingContext(tools, message, { operation, sender, at }, grounds);
  const { decisions } = decideRouting(message, body, context);
  const exceptions = recipientsByException(context, (holding) =>
    decideRouting(message, body, { ...context, exceptions: holding }),
  );
  const { dueAt, answerBy } = deadlinesOf(operation, message, body, at);
  const first = nextDeadlineStep(undefined, at, dueAt);
  if (!first) throw new Error('a deadline has no first step');
  const byException: { recipientId: Uuid; exception: RiskToLifeException }[] = [];
  const recipients: NewRecipient[] = [];
  const kept: NewRoutingDecision[] = [];
  for (const decision of decisions) {
    const organisationId = await directory.idOf(decision.organisation);
    if (organisationId === undefined) continue;
    kept.push({
      organisationId,
      outcome: decision.outcome,
      capacity: decision.as ?? null,
      profile: decision.profile ?? null,
      reasons: decision.reasons,
    });
    if (decision.outcome !== 'recipient') continue;
    const id = uuidv7();
    const exception = exceptions.get(decision.organisation);
    if (exception) byException.push({ recipientId: id, exception });
    const release = releaseFor(message.kind, decision.groups, body);
    const dataKey = await tools.vault.createDataKey();
    recipients.push({
      id,
      organisationId,
      capacity: decision.as,
      profile: decision.profile,
      groups: decision.groups,
      dueAt,
      ...(answerBy === undefined ? {} : { answerBy }),
      dataKey: dataKey.reference,
      releaseSealed: tools.vault.sealJson(dataKey, release.body, sealedPlaces.release(id)),
      releasedFields: release.released,
      nextStep: first.step,
      nextStepAt: first.at,
    });
  }

  return { recipients, byException, kept, at };
}
