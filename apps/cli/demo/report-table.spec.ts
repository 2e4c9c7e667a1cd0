import type { DemoReport } from './demo-report';
import { renderReport } from './report-table';

const report: DemoReport = {
  tag: 'T',
  referrals: [
    {
      reference: 'AFG-2026-000001',
      caseCode: 'DEMO-T-01',
      operation: 'afghanistan',
      priority: 'urgent',
      recipients: [
        {
          organisation: 'iom',
          capacity: 'lead',
          delivered: true,
          acknowledged: true,
          decided: true,
          decision: 'accepted',
          reason: null,
          attempts: 1,
        },
        {
          organisation: 'unhcr',
          capacity: 'action',
          delivered: true,
          acknowledged: true,
          decided: true,
          decision: 'declined',
          reason: 'capacity',
          attempts: 3,
        },
        {
          organisation: 'isaf-hq',
          capacity: 'information',
          delivered: true,
          acknowledged: false,
          decided: undefined,
          decision: null,
          reason: null,
          attempts: 1,
        },
      ],
      refused: [{ organisation: 'afghan-security-forces', rules: ['CONSENT-INVESTIGATION', 'AFG-R13'] }],
    },
  ],
  totals: {
    referrals: 1,
    keptBack: 0,
    recipients: 3,
    complete: 2,
    retries: 2,
    refusedByRule: 1,
    webhooks: 5,
    signaturesVerified: 5,
    signaturesRefused: 0,
    duplicates: 0,
    acknowledgements: 2,
    doubleEffects: 0,
  },
  missing: [],
};

/** The cells of the line that begins its third column with this body. */
function lineOf(text: string, body: string): string[] | undefined {
  const lines = text.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
  return lines.find((cells) => cells[3] === body)?.slice(1, -1);
}

describe('report table', () => {
  const text = renderReport(report);

  it('marks what each body did', () => {
    expect(lineOf(text, 'iom')).toEqual(['AFG-2026-000001', 'urgent', 'iom', 'lead', '✓', '✓', '✓ accepted']);
    expect(lineOf(text, 'unhcr')).toEqual(['', '', 'unhcr', 'action', '✓ at try 3', '✓', '✓ declined: capacity']);
  });

  it('tells what is awaited from what is not asked for', () => {
    expect(lineOf(text, 'isaf-hq')).toEqual(['', '', 'isaf-hq', 'information', '✓', '…', '–']);
  });

  it('names the rules that kept a body out', () => {
    expect(lineOf(text, 'afghan-security-forces')?.slice(3)).toEqual([
      'refused',
      '–',
      '–',
      'CONSENT-INVESTIGATION, AFG-R13',
    ]);
  });

  it('adds up', () => {
    expect(text).toMatch(/Recipients\s+│\s+3 │/);
    expect(text).toMatch(/Double effects\s+│\s+0 │/);
  });

  it('has no colours and says nothing is missing unless it is', () => {
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('Missing');
    expect(renderReport({ ...report, missing: ['AFG-2026-000001 at isaf-hq: not acknowledged'] })).toContain(
      'Missing:\n  - AFG-2026-000001 at isaf-hq: not acknowledged\n',
    );
  });
});
