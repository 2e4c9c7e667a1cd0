import type { PartnerLine, WebhookVerdict } from '#hub-client';

/** What the partners' side saw. */
export interface PartnerFigures {
  /** Requests that came to the partners' servers, repeats included. */
  readonly webhooks: number;
  readonly signaturesVerified: number;
  readonly signaturesRefused: number;
  /** Webhooks that came again after they had been taken. */
  readonly duplicates: number;
  /** Acknowledgements that the hub answered, repeats included. */
  readonly acknowledgements: number;
  /** Messages for which a body holds more than one receipt, counted once per receipt too many. */
  readonly doubleEffects: number;
}

const VERIFIED: readonly WebhookVerdict[] = ['taken', 'duplicate', 'challenged', 'failed_on_purpose', 'malformed'];

/** Adds up the partners' journals. */
export class PartnerTally {
  private readonly verdicts = new Map<WebhookVerdict, number>();
  private readonly receipts = new Map<string, Set<string>>();
  private acknowledgements = 0;
  private readonly failed: string[] = [];

  add(line: PartnerLine): void {
    switch (line.event) {
      case 'webhook':
        this.verdicts.set(line.verdict, this.count(line.verdict) + 1);
        break;
      case 'acknowledged': {
        const of = `${line.body} ${line.messageId}`;
        this.receipts.set(of, (this.receipts.get(of) ?? new Set()).add(line.receiptId));
        this.acknowledgements += 1;
        break;
      }
      case 'failed':
        this.failed.push(`${line.body}: ${line.code}${line.messageId === null ? '' : ` (message ${line.messageId})`}`);
        break;
      case 'registered':
      case 'listening':
      case 'decided':
      case 'stopped':
        break;
    }
  }

  /** What partners could not handle; explains what is missing in the end. */
  failures(): readonly string[] {
    return this.failed;
  }

  figures(): PartnerFigures {
    const receipts = [...this.receipts.values()].map(({ size }) => size);
    return {
      webhooks: [...this.verdicts.values()].reduce((sum, count) => sum + count, 0),
      signaturesVerified: VERIFIED.reduce((sum, verdict) => sum + this.count(verdict), 0),
      signaturesRefused: this.count('signature_refused'),
      duplicates: this.count('duplicate'),
      acknowledgements: this.acknowledgements,
      doubleEffects: receipts.reduce((sum, count) => sum + count - 1, 0),
    };
  }

  private count(verdict: WebhookVerdict): number {
    return this.verdicts.get(verdict) ?? 0;
  }
}
