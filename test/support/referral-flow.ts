import type { Uuid } from '#kernel';
import type { ReferralBody } from '#messages';
import { createReferral, submitReferral, type DraftCreated, type NewReferral } from '#referrals';
import type { DrainTools } from '../../apps/routing-worker/drain-tools';
import { drainOutbox } from '../../apps/routing-worker/outbox-drain';
import type { HubDatabase } from './hub-database';

/** Who sends, and who leads, in the operation that the helpers use. */
export const SENDER = 'isaf-hq';
export const LEAD = 'iom';

/** A plainly fictitious adult who agreed to assistance. */
export const fictitiousBody: ReferralBody = {
  person: {
    caseCode: 'AFG-TEST-001',
    name: { given: 'Testperson', family: 'Omega' },
    isMinor: 'no',
    gender: 'Feminine',
    contact: { address: { province: 'Kabul', country: 'AF' } },
  },
  trafficking: { exploitationTypes: ['ForcedLabour'], events: [{ type: 'Exploitation', country: 'AF' }] },
  request: { services: ['protection', 'legal'], reason: 'Other', risk: 'low', note: 'Fictitious case for tests.' },
  consent: { given: 'yes', givenBy: 'The person', date: '2026-01-20', purposes: ['assistance', 'protection'] },
};

/** A referral of the fictitious person; members that are given replace the usual ones. */
export function fictitiousReferral(over: Partial<NewReferral> = {}): NewReferral {
  return { operation: 'afghanistan', priority: 'normal', status: 'exercise', body: fictitiousBody, ...over };
}

/** Consent to an investigation by the named bodies, beside the usual purposes. */
export function consentingToInvestigation(...recipients: readonly string[]): ReferralBody {
  return {
    ...fictitiousBody,
    request: { ...fictitiousBody.request, services: ['protection', 'legal', 'investigation'] },
    consent: { ...fictitiousBody.consent, purposes: ['assistance', 'protection', 'investigation'], recipients },
  };
}

/** A draft of the sender. */
export async function draft(hub: HubDatabase, over: Partial<NewReferral> = {}, sender = SENDER): Promise<DraftCreated> {
  const created = await hub.as(sender, (tools) => createReferral(tools, fictitiousReferral(over)));
  if (!created) throw new Error('a draft without import key is always created');
  return created;
}

/** A submitted referral, whose event waits in the outbox. */
export async function submitted(
  hub: HubDatabase,
  over: Partial<NewReferral> = {},
  sender = SENDER,
): Promise<DraftCreated> {
  const created = await draft(hub, over, sender);
  await hub.as(sender, (tools) => submitReferral(tools, created.id));
  return created;
}

/** What the routing worker drains the outbox with; faults are thrown unless a spec listens. */
export function drainTools(hub: HubDatabase, over: Partial<DrainTools> = {}): DrainTools {
  return {
    database: hub.worker,
    vault: hub.vault,
    clock: hub.clock,
    directory: hub.directory,
    publicUrl: 'http://hub.example',
    wakeLane: () => undefined,
    onFault: (error) => {
      throw error;
    },
    onContentFault: (error) => {
      throw error;
    },
    ...over,
  };
}

/** Drains the outbox until none waits. */
export function drain(hub: HubDatabase, over: Partial<DrainTools> = {}): Promise<number> {
  return drainOutbox(drainTools(hub, over), new AbortController().signal);
}

/** A referral that its recipients have in their inboxes. */
export async function routed(
  hub: HubDatabase,
  over: Partial<NewReferral> = {},
  sender = SENDER,
): Promise<DraftCreated> {
  const created = await submitted(hub, over, sender);
  await drain(hub);
  return created;
}

/** The id of a body. */
export async function idOf(hub: HubDatabase, slug: string): Promise<Uuid> {
  return (await hub.caller(slug)).organisationId;
}
