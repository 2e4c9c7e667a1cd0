import type { Uuid } from '#kernel';
import type { Decision } from './hub-api.types';

/** What a partner's server did with one webhook request. */
export type WebhookVerdict =
  | 'taken'
  | 'duplicate'
  | 'challenged'
  | 'failed_on_purpose'
  | 'signature_refused'
  | 'malformed'
  | 'too_large'
  | 'not_ready';

/** What a sandbox partner reports of itself. Ids and codes only, never content. */
export type JournalEntry =
  | { readonly event: 'registered'; readonly endpointId: Uuid; readonly port: number }
  | { readonly event: 'listening'; readonly port: number }
  | {
      readonly event: 'webhook';
      /** Null unless the signature was good: before that it is anybody's text. */
      readonly webhookId: string | null;
      readonly type: string | null;
      readonly verdict: WebhookVerdict;
      readonly status: number;
    }
  | {
      readonly event: 'acknowledged';
      readonly messageId: Uuid;
      readonly reference: string;
      readonly receiptId: Uuid;
      readonly foundBy: 'webhook' | 'inbox';
    }
  | {
      readonly event: 'decided';
      readonly messageId: Uuid;
      readonly reference: string;
      readonly decision: Decision;
      readonly reason: string | null;
    }
  | { readonly event: 'failed'; readonly messageId: Uuid | null; readonly code: string }
  | { readonly event: 'stopped' };

/** One line of a partner's standard output. */
export type PartnerLine = JournalEntry & { readonly at: string; readonly body: string };

const EVENTS: readonly string[] = [
  'registered',
  'listening',
  'webhook',
  'acknowledged',
  'decided',
  'failed',
  'stopped',
] satisfies JournalEntry['event'][];

/** A line as a partner wrote it; undefined for anything else on its standard output. */
export function readJournalLine(text: string): PartnerLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== 'object' || line === null || !('event' in line) || !('body' in line)) return undefined;
    return typeof line.event === 'string' && EVENTS.includes(line.event) ? (line as PartnerLine) : undefined;
  } catch {
    return undefined;
  }
}
