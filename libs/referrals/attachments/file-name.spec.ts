import { cleanFileName } from './file-name';

describe('the name of a file', () => {
  it.each([
    ['statement.pdf', 'statement.pdf'],
    ['C:\\Users\\x\\statement.pdf', 'statement.pdf'],
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['a\r\nb\0.txt', 'ab.txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a<b>:"c|?*.txt', 'a_b___c___.txt'],
    ['e\u0301.txt', '\u00e9.txt'],
    [' گزارش.pdf ', 'گزارش.pdf'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  it.each(['', '/', '..', ' . ', '\u202e'])('%j is none', (given) => {
    expect(cleanFileName(given)).toBeUndefined();
  });

  it('is cut to 200 characters, and keeps its end', () => {
    const cut = cleanFileName(`${'x'.repeat(500)}.docx`);
    expect(cut).toHaveLength(200);
    expect(cut).toMatch(/x\.docx$/);
  });
});
