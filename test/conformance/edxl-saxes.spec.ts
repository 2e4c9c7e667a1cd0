import { SaxesParser, type SaxesTagNS } from 'saxes';
import { edxlDistribution } from '#referrals';
import { exchanged } from '#test/exchanged';

interface Read {
  readonly root: SaxesTagNS | undefined;
  /** The text of every element without children, by local name, in the order of the document. */
  readonly texts: readonly (readonly [name: string, text: string])[];
}

/** What a strict XML 1.0 parser that is not ours makes of a document. @throws Error where it is not well-formed. */
function read(document: string): Read {
  const parser = new SaxesParser({ xmlns: true });
  const texts: [string, string][] = [];
  let root: SaxesTagNS | undefined;
  let text = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    root ??= tag;
    text = '';
  });
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('closetag', ({ local }) => {
    if (text.trim() !== '') texts.push([local, text]);
    text = '';
  });
  parser.write(document).close();
  return { root, texts };
}

it('saxes reads the distribution, in its namespace, and finds the texts as they were', () => {
  const operation = { ...exchanged().operation, id: 'a<b>&"c"\'' };
  const { root, texts } = read(edxlDistribution(exchanged({ operation })));
  expect(root).toMatchObject({ local: 'EDXLDistribution', uri: 'urn:oasis:names:tc:emergency:EDXL:DE:2.0' });
  expect(texts.map(([, text]) => text)).toContain(operation.id);
});
