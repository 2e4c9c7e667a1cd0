import { figures, words } from '../domain/review/review-content';
import { printedReview, wordsOf } from './printed-review';
import type { ReviewView } from './read-reviews';

describe('a cell in print', () => {
  const share = figures('No answer, share', 'acknowledgement.noResponseRate');

  it.each([
    [0.3048, share, '30.5 %'],
    [1, share, '100.0 %'],
    [{ atLeast: 0, atMost: 0.125 }, share, '0.0 % to 12.5 %'],
    [null, share, '–'],
    [12, figures('Recipients', 'acknowledgement.recipients'), '12'],
    [{ atLeast: 11, atMost: 20 }, figures('Recipients', 'acknowledgement.recipients'), '11 to 20'],
    ['iom', words('Body'), 'iom'],
  ])('says %j', (cell, column, said) => {
    expect(wordsOf(cell, column)).toBe(said);
  });
});

describe('a chart in print', () => {
  const tableOf = (shares: readonly (number | null)[]) => ({
    ...{ id: 'left-open', title: 'Left open', drawn: [1] },
    columns: [words('Kind'), figures('No answer, share', 'acknowledgement.noResponseRate')],
    rows: shares.map((share, index) => [`kind ${index}`, share]),
  });
  const chartsOf = (shares: readonly (number | null)[]) => {
    const sections = [{ id: 'own', title: 'Own', notes: [], tables: [tableOf(shares)] }];
    const review = { operations: ['kosovo'], madeAt: new Date(0), definitions: [], sections } as unknown as ReviewView;
    return printedReview(review).sections[0]?.tables[0]?.charts;
  };

  it('says its shares in per cent', () => {
    expect(chartsOf([0.25, null])).toEqual([
      {
        title: 'No answer, share',
        bars: [
          { label: 'kind 0', said: '25.0 %', low: 1, high: 1 },
          { label: 'kind 1', said: '–', low: 0, high: 0 },
        ],
      },
    ]);
  });

  it('is not drawn of what nobody has', () => {
    expect(chartsOf([null, null])).toEqual([]);
    expect(chartsOf([])).toEqual([]);
  });
});
