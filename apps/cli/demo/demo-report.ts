import type { Capacity, RecipientView, ReferralView, RefusedBody } from '#hub-client';
import type { Uuid } from '#kernel';
import { isComplete, marksOf, missingOf, type Marks } from './completeness';
import type { PartnerFigures } from './partner-tally';
import type { SentCase } from './send-cases';

export interface ReportedRecipient extends Marks {
  readonly organisation: string;
  readonly capacity: Capacity;
  readonly decision: string | null;
  readonly reason: string | null;
  readonly attempts: number;
}

export interface ReportedReferral {
  readonly reference: string;
  readonly caseCode: string;
  readonly operation: string;
  readonly priority: string;
  readonly recipients: readonly ReportedRecipient[];
  readonly refused: readonly { readonly organisation: string; readonly rules: readonly string[] }[];
}

export interface DemoTotals extends PartnerFigures {
  readonly referrals: number;
  /** Referrals that no body may receive, and that the hub therefore kept back. */
  readonly keptBack: number;
  readonly recipients: number;
  /** Recipients that are delivered, acknowledged and, where it is asked for, decided. */
  readonly complete: number;
  /** Attempts of the hub beyond the first of each delivery. */
  readonly retries: number;
  /** Bodies that a rule kept out, over all referrals. */
  readonly refusedByRule: number;
}

export interface DemoReport {
  readonly tag: string;
  readonly referrals: readonly ReportedReferral[];
  readonly totals: DemoTotals;
  /** Empty when all went well. */
  readonly missing: readonly string[];
}

export interface DemoResult {
  readonly tag: string;
  readonly sent: readonly SentCase[];
  readonly problems: readonly string[];
  readonly seen: ReadonlyMap<Uuid, ReferralView>;
  readonly figures: PartnerFigures;
  readonly failures: readonly string[];
}

/** What came of a run. */
export function reportOn({ tag, sent, problems, seen, figures, failures }: DemoResult): DemoReport {
  const referrals = sent.map((one) => reported(one, seen.get(one.id)));
  const views = sent
    .filter(({ keptBack }) => !keptBack)
    .map(({ id, reference }) => ({ reference, view: seen.get(id) }));
  const recipients = views.flatMap(({ view }) => view?.recipients ?? []);
  const open = views.flatMap(({ reference, view }) => (view ? missingOf(view) : [`${reference} was not looked at`]));
  return {
    tag,
    referrals,
    totals: {
      referrals: sent.length,
      keptBack: sent.length - views.length,
      recipients: recipients.length,
      complete: recipients.filter(isComplete).length,
      retries: recipients.reduce((sum, recipient) => sum + Math.max(0, attemptsOf(recipient) - 1), 0),
      refusedByRule: referrals.reduce((sum, { refused }) => sum + refused.length, 0),
      ...figures,
    },
    missing: [
      ...problems,
      ...open,
      ...(recipients.length === 0 ? ['nothing was routed to any body'] : []),
      ...(figures.doubleEffects > 0 ? [`${figures.doubleEffects} acknowledgements took effect twice`] : []),
      ...(open.length > 0 ? failures : []),
    ],
  };
}

function reported(
  { reference, caseCode, operation, priority, keptBack }: SentCase,
  view?: ReferralView,
): ReportedReferral {
  return {
    reference: view?.reference ?? reference,
    caseCode,
    operation,
    priority,
    recipients: (view?.recipients ?? []).map((recipient) => ({
      organisation: recipient.organisation,
      capacity: recipient.capacity,
      ...marksOf(recipient),
      decision: recipient.decision,
      reason: recipient.reason,
      attempts: attemptsOf(recipient),
    })),
    refused: (keptBack ?? view?.refused ?? []).map(rulesOf),
  };
}

function rulesOf({ organisation, reasons }: RefusedBody): ReportedReferral['refused'][number] {
  return { organisation, rules: [...new Set(reasons.map(({ rule }) => rule))] };
}

function attemptsOf({ delivery }: RecipientView): number {
  return delivery?.attempts ?? 0;
}
