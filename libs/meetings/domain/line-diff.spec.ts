import fc from 'fast-check';
import { lineDiff } from './line-diff';

const side = (before: string, after: string, without: string): string =>
  lineDiff(before, after)
    .filter(({ sign }) => sign !== without)
    .map(({ text }) => text)
    .join('\n');

describe('the difference of two texts', () => {
  it('holds both of them', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(side(before, after, '+')).toBe(before);
        expect(side(before, after, '-')).toBe(after);
      }),
    );
  });

  it('keeps what stays', () => {
    expect(lineDiff('one\ntwo\nthree', 'one\n2\nthree').map(({ sign, text }) => sign + text)).toEqual([
      ' one',
      '-two',
      '+2',
      ' three',
    ]);
  });
});
