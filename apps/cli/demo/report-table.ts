import Table from 'cli-table3';
import type { DemoReport, DemoTotals, ReportedRecipient, ReportedReferral } from './demo-report';

const PLAIN = { head: [], border: [], compact: true };
const DONE = '✓';
const WAITING = '…';
const NOT_ASKED = '–';

/** The result as text: a table of referrals with their bodies, a table of totals, and what is missing. */
export function renderReport(report: DemoReport): string {
  return [
    referralTable(report.referrals),
    totalsTable(report.totals),
    ...(report.missing.length > 0 ? [`Missing:\n${report.missing.map((line) => `  - ${line}`).join('\n')}`] : []),
    '',
  ].join('\n');
}

function referralTable(referrals: readonly ReportedReferral[]): string {
  const table = new Table({
    head: ['Referral', 'Priority', 'Body', 'As', 'Delivered', 'Acknowledged', 'Decision'],
    style: PLAIN,
  });
  for (const { reference, priority, recipients, refused } of referrals) {
    const lines = [...recipients.map(recipientCells), ...refused.map(refusedCells)];
    // The reference stands once, beside the first of its bodies.
    (lines.length > 0 ? lines : [['–', '', '', '', '']]).forEach((cells, index) => {
      table.push(index === 0 ? [reference, priority, ...cells] : ['', '', ...cells]);
    });
  }
  return table.toString();
}

function recipientCells(recipient: ReportedRecipient): string[] {
  const { organisation, capacity, delivered, acknowledged, attempts } = recipient;
  const tries = attempts > 1 ? ` at try ${attempts}` : '';
  return [
    organisation,
    capacity,
    delivered ? `${DONE}${tries}` : WAITING,
    acknowledged ? DONE : WAITING,
    decisionText(recipient),
  ];
}

function decisionText({ decided, decision, reason }: ReportedRecipient): string {
  if (decided === undefined) return NOT_ASKED;
  if (!decided) return WAITING;
  return reason === null ? `${DONE} ${decision ?? ''}` : `${DONE} ${decision ?? ''}: ${reason}`;
}

function refusedCells({ organisation, rules }: ReportedReferral['refused'][number]): string[] {
  return [organisation, 'refused', NOT_ASKED, NOT_ASKED, rules.join(', ')];
}

const TOTALS: readonly (readonly [keyof DemoTotals, string])[] = [
  ['referrals', 'Referrals'],
  ['keptBack', 'of these kept back: no body may receive them'],
  ['recipients', 'Recipients'],
  ['complete', 'of these delivered, acknowledged and decided'],
  ['refusedByRule', 'Bodies refused by a rule'],
  ['webhooks', 'Webhook requests received'],
  ['signaturesVerified', 'Signatures verified'],
  ['signaturesRefused', 'Signatures refused'],
  ['retries', 'Retries of deliveries'],
  ['duplicates', 'Duplicate webhooks, not acted upon again'],
  ['acknowledgements', 'Acknowledgements sent, repeats included'],
  ['doubleEffects', 'Double effects'],
];

function totalsTable(totals: DemoTotals): string {
  const table = new Table({ style: PLAIN, colAligns: ['left', 'right'] });
  for (const [key, label] of TOTALS) table.push([label, totals[key]]);
  return table.toString();
}
