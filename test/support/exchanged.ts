import type { ExchangedReferral } from '#referrals';
import { fictitiousBody } from './referral-flow';
import { seededOperations } from './hub-database';

const operation = seededOperations.find(({ id }) => id === 'afghanistan')!;
const AT = new Date('2026-01-20T08:00:00.000Z');

const party = (slug: string, last: number) => {
  const body = operation.bodies.find((each) => each.slug === slug)!;
  return { id: `01900000-0000-7000-8000-00000000000${last}`, slug, name: body.name, roles: body.roles } as const;
};

/** A recipient of the fictitious referral, in a state. */
export function exchangedRecipient(
  over: Partial<ExchangedReferral['recipients'][number]> = {},
): ExchangedReferral['recipients'][number] {
  const body = party('iom', 2);
  return {
    id: '01900000-0000-7000-8000-0000000000a1',
    organisation: body.slug,
    organisationId: body.id,
    operationId: operation.id,
    capacity: 'lead',
    state: 'pending',
    cameFrom: null,
    dueAt: new Date('2026-01-23T08:00:00.000Z'),
    routedAt: AT,
    changedAt: AT,
    reason: null,
    outcome: null,
    body,
    ...over,
  };
}

/** A referral as its sender may take it to another system. */
export function exchanged(over: Partial<ExchangedReferral> = {}): ExchangedReferral {
  return {
    side: 'sender',
    id: '01900000-0000-7000-8000-0000000000ff',
    reference: 'AFG-2026-000123',
    operation,
    status: 'actual',
    state: 'routed',
    priority: 'urgent',
    language: 'en',
    authoredAt: AT,
    sentAt: AT,
    sender: party('isaf-hq', 1),
    recipients: [exchangedRecipient()],
    content: fictitiousBody as never,
    ...over,
  };
}
