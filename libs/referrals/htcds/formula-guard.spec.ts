import fc from 'fast-check';
import { guarded, guardedInCsv, withoutCsvGuard, withoutGuard } from './formula-guard';

/** Texts in which the signs that matter are common. */
const texts = fc.string({
  unit: fc.constantFrom('=', '+', '-', '@', "'", ';', ' ', '\t', '\r', '\n', 'a', '1', '(', '＝'),
});

describe('the guard against formulas', () => {
  it('leaves no cell that a spreadsheet could take for a formula', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(guardedInCsv(text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect(guarded(text)).not.toMatch(/^[=\-@\t\r＝＋－＠]/);
      }),
    );
  });

  it('leaves none where a spreadsheet separates by semicolons or tabs either', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const cell of guardedInCsv(text).split(/[;\t\r\n]/))
          expect(cell.replace(/^ +/, '')).not.toMatch(/^[=+\-@＝＋－＠]/);
      }),
    );
  });

  it('can be taken off again, whatever the text was', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(withoutCsvGuard(guardedInCsv(text))).toBe(text);
        expect(withoutGuard(guarded(text))).toBe(text);
      }),
    );
  });

  it.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['+93 700 000 000', "'+93 700 000 000"],
    ['Testperson; =1+1', "Testperson; '=1+1"],
    ['Testperson-Alpha', 'Testperson-Alpha'],
  ])('writes %s into CSV as %s', (text, written) => {
    expect(guardedInCsv(text)).toBe(written);
  });

  it('lets a telephone number of a workbook be', () => {
    expect(guarded('+93 (700) 000')).toBe('+93 (700) 000');
    expect(guarded('+1+cmd()')).toBe("'+1+cmd()");
  });
});
