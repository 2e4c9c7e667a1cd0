import type {
  PreviewedBody,
  RecipientView,
  ReferralPreview,
  ReferralSummary,
  ReferralView,
  TimelineLine,
} from '#hub-client';
import { markedReference } from '../inbox/inbox-words';
import { contentOf } from '../output/show';
import { factsOf, tableOf } from '../output/table';
import { dueInWords, localTime } from '../output/time-words';
import { whyOf } from '../routing/explanation-words';

const NONE = '–';

/** What became of a referral at one body, in a line. */
export function recipientLine(recipient: RecipientView, now: Date): string {
  const { organisation, state, acknowledgedAt, dueAt } = recipient;
  const due = acknowledgedAt === null && dueAt !== null && state === 'pending' ? `, ${dueInWords(dueAt, now)}` : '';
  return `${organisation}: ${state}${due}`;
}

/** Referrals of a sender. */
export function referralTable(referrals: readonly ReferralSummary[], next: string | null, now: Date): string {
  if (referrals.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Referral', 'Priority', 'State', 'Bodies'],
    referrals.map((referral) => [
      `${markedReference(referral)}\n${referral.id}`,
      referral.priority,
      referral.state,
      referral.recipients.map((recipient) => recipientLine(recipient, now)).join('\n') || NONE,
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --cursor ${next}`;
}

/** A referral in a line, after something was done with it. */
export function referralLine(referral: ReferralSummary, now: Date): string {
  const lines = referral.recipients.map((recipient) => `  ${recipientLine(recipient, now)}`);
  return [`${markedReference(referral)} ${referral.id}: ${referral.state}`, ...lines].join('\n');
}

/** A referral with its content, as its sender sees it. */
export function referralInWords(referral: ReferralView, now: Date): string {
  const facts = factsOf([
    ['Referral', markedReference(referral)],
    ['Id', referral.id],
    ['Operation', referral.operation],
    ['Priority', referral.priority],
    ['State', referral.state],
    ['Addressed to', referral.to?.length ? referral.to.join(', ') : null],
    ['Written', referral.createdAt && localTime(referral.createdAt)],
    ['Submitted', referral.submittedAt && localTime(referral.submittedAt)],
  ]);
  const refused = referral.refused.map(({ organisation, reasons }) => [organisation, whyOf(reasons)]);
  return [
    facts,
    ...(referral.recipients.length > 0 ? [recipientTable(referral.recipients, now)] : []),
    ...(refused.length > 0 ? [tableOf(['Refused', 'Why'], refused)] : []),
    '',
    contentOf(referral.body),
  ].join('\n');
}

/** What became of it at each body. */
export function recipientTable(recipients: readonly RecipientView[], now: Date): string {
  return tableOf(
    ['Body', 'As', 'State', 'Delivered', 'Acknowledge by', 'Decision'],
    recipients.map((recipient) => {
      const { organisation, capacity, state, delivery, deliveredAt, acknowledgedAt, dueAt } = recipient;
      return [
        organisation,
        capacity,
        state,
        deliveredAt ? localTime(deliveredAt) : (delivery?.state ?? NONE),
        acknowledgedAt
          ? `acknowledged\n${localTime(acknowledgedAt)}`
          : dueAt
            ? `${dueInWords(dueAt, now)}\n${localTime(dueAt)}`
            : NONE,
        [recipient.decision, recipient.reason, recipient.outcome].filter((part) => part !== null).join('\n') || NONE,
      ];
    }),
  );
}

/** What happened to a referral, oldest first. */
export function timelineTable(lines: readonly TimelineLine[]): string {
  if (lines.length === 0) return 'Nothing there.';
  return tableOf(
    ['At', 'Event', 'Body', 'By', 'From → to', 'Note'],
    lines.map(({ at, event, organisation, actor, from, to, note }) => [
      localTime(at),
      event,
      organisation ?? NONE,
      actor ?? 'hub',
      from === to ? NONE : `${from ?? NONE} → ${to ?? NONE}`,
      note ?? '',
    ]),
  );
}

/** What each body would get, and why. */
export function previewInWords({ recipients }: ReferralPreview): string {
  const table = tableOf(
    ['Body', 'Outcome', 'As', 'Profile', 'Why'],
    recipients.map(({ organisation, outcome, capacity, profile, reasons }) => [
      organisation,
      outcome,
      capacity ?? NONE,
      profile ?? NONE,
      whyOf(reasons),
    ]),
  );
  const contents = recipients.filter(({ outcome }) => outcome === 'recipient').map(previewedContent);
  return [table, ...contents].join('\n\n');
}

function previewedContent({ organisation, body, withheld }: PreviewedBody): string {
  const places = withheld.map(({ pointer }) => pointer).join(', ');
  const kept = places === '' ? '' : `\n# withheld: ${places}`;
  return `What ${organisation} would see:${kept}\n${contentOf(body)}`;
}
