import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acknowledgementDefinitions } from './acknowledgement-definitions';
import { meetingDefinitions } from './meeting-definitions';
import { acknowledgementFigures, type AcknowledgementCounts } from './acknowledgement-figures';

const counts: AcknowledgementCounts = {
  recipients: 12,
  acknowledged: 8,
  decided: 4,
  takenBack: 1,
  overdue: 2,
  due: 9,
  noResponse: 3,
  decisionDue: 7,
  acknowledgedWithoutDecision: 2,
  hoursToAcknowledge: [1.004, 20.006],
  hoursToDecide: null,
};

describe('the figures of a group', () => {
  it('are shares of what is due, to four places', () => {
    expect(acknowledgementFigures(counts)).toMatchObject({
      noResponseRate: 0.3333,
      acknowledgedWithoutDecisionRate: 0.2857,
    });
  });

  it('are no shares of nothing', () => {
    const none = { ...counts, due: 0, noResponse: 0, decisionDue: 0, acknowledgedWithoutDecision: 0 };
    expect(acknowledgementFigures(none)).toMatchObject({ noResponseRate: null, acknowledgedWithoutDecisionRate: null });
  });

  it('give hours to the hundredth, and null where there is nothing to measure', () => {
    expect(acknowledgementFigures(counts)).toMatchObject({
      hoursToAcknowledge: { median: 1, p90: 20.01 },
      hoursToDecide: null,
    });
  });

  it('are those that have a definition, and no other', () => {
    expect(Object.keys(acknowledgementFigures(counts))).toEqual(Object.keys(acknowledgementDefinitions));
  });
});

it('docs/figures.md defines every figure in the same words', () => {
  const page = readFileSync(join(__dirname, '../../../docs/figures.md'), 'utf8');
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [figure, words] of [...Object.entries(acknowledgementDefinitions), ...Object.entries(meetingDefinitions)])
    expect(rows.filter(([, name]) => name === `\`${figure}\``).map(([, , text]) => text)).toContain(words);
});
