import { readJournalLine, type JournalEntry, type PartnerLine, type WebhookVerdict } from '#hub-client';
import { PartnerTally } from './partner-tally';

const line = (entry: JournalEntry, body = 'iom'): PartnerLine => ({ at: '2026-01-01T00:00:00Z', body, ...entry });
const webhook = (verdict: WebhookVerdict): PartnerLine =>
  line({ event: 'webhook', webhookId: 'w', type: 'referral.routed', verdict, status: 204 });
const acknowledged = (receiptId: string, body?: string): PartnerLine =>
  line({ event: 'acknowledged', messageId: 'm', reference: 'AFG-2026-000001', receiptId, foundBy: 'webhook' }, body);

describe('partner tally', () => {
  let tally: PartnerTally;

  beforeEach(() => {
    tally = new PartnerTally();
  });

  it('counts every request, and apart those whose signature was good', () => {
    for (const verdict of ['taken', 'duplicate', 'failed_on_purpose', 'signature_refused', 'too_large'] as const) {
      tally.add(webhook(verdict));
    }
    expect(tally.figures()).toMatchObject({ webhooks: 5, signaturesVerified: 3, signaturesRefused: 1, duplicates: 1 });
  });

  it('takes the same receipt twice for one effect', () => {
    tally.add(acknowledged('r1'));
    tally.add(acknowledged('r1'));
    tally.add(acknowledged('r2', 'unhcr'));
    expect(tally.figures()).toMatchObject({ acknowledgements: 3, doubleEffects: 0 });
  });

  it('takes two receipts of one body for one message for a double effect', () => {
    tally.add(acknowledged('r1'));
    tally.add(acknowledged('r2'));
    expect(tally.figures().doubleEffects).toBe(1);
  });

  it('keeps what partners could not handle', () => {
    tally.add(line({ event: 'failed', messageId: 'm', code: 'no_content' }));
    expect(tally.failures()).toEqual(['iom: no_content (message m)']);
  });

  it('reads journal lines only', () => {
    expect(readJournalLine(JSON.stringify(webhook('taken')))).toEqual(webhook('taken'));
    for (const text of ['', 'null', '{"event":"other","body":"iom"}', '(node:1) Warning']) {
      expect(readJournalLine(text)).toBeUndefined();
    }
  });
});
