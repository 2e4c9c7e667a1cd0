import { HubError, notFound, type Clock, type Uuid } from '#kernel';
import { personOf } from '#identity';
import type { Transaction } from '#platform/database';
import { readerOf } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { decideOpening, endOpeningRow, findOpening, lockOpening, type OpeningRow } from './opening.store';
import { legalFor, stateOf } from './opening-state';
import { readOpening, type OpeningView } from './read-opening';
import { witnessOpening, type OpeningActor } from './witness-opening';

interface Deciding extends OpeningActor {
  /** Null when whoever runs the hub acts for the body. */
  readonly person: Uuid | null;
}
interface Work {
  readonly tx: Transaction;
  readonly at: Date;
}

/**
 * A second person agrees, of the body that sent the record or of the operation's guard of personal data: whoever asked
 * sees all of it from now on, until the minutes are over.
 *
 * @throws HubError `not_found`; `forbidden` to the body that asks and to keys; `illegal_transition` with what is possible.
 */
export async function approveOpening(tools: ReferralTools, id: Uuid): Promise<OpeningView> {
  const { person, ...actor } = decidingOf(tools);
  const work = { tx: tools.tx, at: tools.clock.now() };
  const opening = await toDecide(work, actor.organisationId, id, 'approve');
  const expiresAt = new Date(work.at.getTime() + opening.minutes * 60_000);
  await decideOpening(tools.tx, id, { state: 'approved', by: person, at: work.at, expiresAt });
  await witnessOpening(work, actor, opening, 'break_glass.approved', expiresAt);
  return readOpening(tools, id);
}

/** A second person says no. @throws HubError as for approval. */
export async function refuseOpening(tools: ReferralTools, id: Uuid): Promise<OpeningView> {
  const { person, ...actor } = decidingOf(tools);
  const work = { tx: tools.tx, at: tools.clock.now() };
  const opening = await toDecide(work, actor.organisationId, id, 'refuse');
  await decideOpening(tools.tx, id, { state: 'refused', by: person, at: work.at });
  await witnessOpening(work, actor, opening, 'break_glass.refused');
  return readOpening(tools, id);
}

/** Whoever may approve ends it before its time. @throws HubError as for approval. */
export async function endOpening(tools: ReferralTools, id: Uuid): Promise<OpeningView> {
  await end({ tx: tools.tx, at: tools.clock.now() }, decidingOf(tools), id);
  return readOpening(tools, id);
}

/** Whoever runs the hub ends it for a body that it concerns. @throws HubError `not_found`, `forbidden`, `illegal_transition` */
export async function endOpeningFor(
  { tx, clock }: { readonly tx: Transaction; readonly clock: Clock },
  organisationId: Uuid,
  id: Uuid,
): Promise<void> {
  await end({ tx, at: clock.now() }, { organisationId, person: null, detail: { by: 'operator' } }, id);
}

async function end(work: Work, { person, ...actor }: Deciding, id: Uuid): Promise<void> {
  const opening = await toDecide(work, actor.organisationId, id, 'end');
  await endOpeningRow(work.tx, id, person, work.at);
  await witnessOpening(work, actor, opening, 'break_glass.ended');
}

/** @throws HubError `forbidden` to a key: two keys are one administrator's in a moment. */
function decidingOf({ caller }: ReferralTools): Deciding & { readonly person: Uuid } {
  const { id: person } = personOf(caller, 'A person who signed in decides on break-glass, not a key.');
  return { organisationId: caller.organisationId, person, detail: readerOf(caller) };
}

async function toDecide(
  { tx, at }: Work,
  organisationId: Uuid,
  id: Uuid,
  event: 'approve' | 'refuse' | 'end',
): Promise<OpeningRow> {
  const seen = await findOpening(tx, id);
  if (!seen) throw notFound('opening');
  if (seen.organisationId === organisationId)
    throw new HubError(
      'forbidden',
      'A person of another body decides: of the one that sent the record, or of the guard of personal data in the operation.',
    );
  const opening = await lockOpening(tx, id);
  if (!opening) throw notFound('opening');
  const state = stateOf(opening, at);
  const legal = legalFor(state);
  if (!legal.includes(event))
    throw new HubError('illegal_transition', `This opening is ${state}: "${event}" is not possible now.`, {
      extra: { state, event, legal: [...legal] },
    });
  return opening;
}
