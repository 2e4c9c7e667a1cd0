import type { Uuid } from '#kernel';
import type { EventType } from './event-types';

/** What a test event of each type looks like; the rest is the same for all. */
export interface TestEventShape {
  readonly kind: string;
  /** Where a real one would point to, below the hub's address. */
  readonly path: string;
  readonly step?: string;
  readonly late?: string;
  /** Whether a deadline runs. */
  readonly due: boolean;
}

/**
 * A test event has the shape of a real one of its type, about a message that is made up: what its href points to is not
 * found, but for `test.ping`.
 */
export function testEventShape(
  type: EventType,
  ids: { readonly messageId: Uuid; readonly endpointId: Uuid },
): TestEventShape {
  const inbox = `/v1/inbox/${ids.messageId}`;
  const kind = type.startsWith('message.') ? 'information-share' : 'referral';
  switch (type) {
    case 'test.ping':
      return { kind: 'test', path: `/v1/webhook-endpoints/${ids.endpointId}`, due: false };
    case 'endpoint.disabled':
      return { kind: 'endpoint', path: `/v1/webhook-endpoints/${ids.endpointId}`, due: false };
    case 'referral.reminder':
    case 'message.reminder':
      return { kind, path: inbox, due: true, step: 'reminder_50' };
    case 'referral.escalated':
      return { kind, path: '/v1/agenda-requests?operation=none', due: true, step: 'escalation', late: 'none' };
    case 'referral.updated':
      return { kind, path: `/v1/referrals/${ids.messageId}`, due: true };
    case 'message.updated':
      return { kind, path: `/v1/messages/${ids.messageId}`, due: true };
    case 'exception.approved':
      return { kind, path: `/v1/release-exceptions/${ids.messageId}`, due: false };
    default:
      return { kind, path: inbox, due: true };
  }
}
