import { figures, words } from '../domain/review/review-content';
import { wordsOf } from './printed-review';

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
