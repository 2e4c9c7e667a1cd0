import fc from 'fast-check';
import { xmlTokens } from '../../htcds/workbook/xml';
import { element, xmlDocument } from './xml-element';

/** The text of the only element of a document, as a reader finds it. */
function textOf(document: string): string {
  return [...xmlTokens(document.slice(document.indexOf('<t'), document.lastIndexOf('>') + 1))]
    .map((token) => (token.type === 'text' ? token.text : ''))
    .join('');
}

describe('an XML document', () => {
  it('holds any text as text', () => {
    const writable = fc
      .string({ unit: 'binary' })
      .map((text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));
    fc.assert(
      fc.property(writable, (text) => {
        expect(textOf(xmlDocument(element('t', text)))).toBe(text);
      }),
    );
  });

  it('has no way for a value to become markup', () => {
    const document = xmlDocument(element('t', [element('a', '</a><b/>')], { x: '"><evil y=\'' }));
    expect(document).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<t x="&quot;&gt;&lt;evil y=&apos;"><a>&lt;/a&gt;&lt;b/&gt;</a></t>\n`,
    );
  });

  it('replaces what XML cannot write, and leaves out what is undefined', () => {
    expect(xmlDocument(element('t', [undefined, element('a', '\u0000\u000b')]))).toContain(
      '<t><a>\ufffd\ufffd</a></t>',
    );
  });

  it('refuses names that are none', () => {
    expect(() => xmlDocument(element('a b'))).toThrow('not a name');
    expect(() => xmlDocument(element('a', '', { 'x="': '' }))).toThrow('not a name');
  });
});
