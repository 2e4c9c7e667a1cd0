import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';

const load = createRequire(__filename);

/** Latin, Cyrillic and Greek, and the Arabic script with the letters of Dari and Pashto: SIL Open Font License. */
const FONTS = ['@expo-google-fonts/noto-sans', '@expo-google-fonts/noto-naskh-arabic'].flatMap((name) => {
  const folder = dirname(load.resolve(`${name}/package.json`));
  return ['400Regular', '700Bold'].map((weight) => join(folder, weight));
});

/**
 * How every page of the hub begins: a title, rows of facts, a footer with the number of the page. What is written comes as
 * data (`doc.title`, `doc.rows`, and `doc` by the name of the footer) and is set as text: nothing in it is read as markup.
 */
export const page = (margin: string, footer: string): string => `
#let doc = json(bytes(sys.inputs.doc))
#set document(title: doc.title, author: (), date: none)
#set page(paper: "a4", ${margin}, footer: context [
  #set text(size: 7.5pt, fill: luma(35%))
  #doc.${footer} #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: ("Noto Sans", "Noto Naskh Arabic"), size: 10pt, lang: "en", hyphenate: false)
#set par(leading: 0.7em, spacing: 0.9em)
#show heading: set block(above: 1.4em, below: 0.7em)
#heading(level: 1, text(doc.title))
#for row in doc.rows [ #block(below: 0.5em)[#strong(text(row.at(0))): #text(row.at(1))] ]
`;

let compiler: NodeCompiler | undefined;

/**
 * A template with its data as a tagged PDF. The same data give the same bytes: neither a clock nor a font of the machine
 * has a part in it.
 *
 * @throws Error when it cannot be set
 */
export function typesetPdf(template: string, doc: object): Buffer {
  return set(template, doc, (by, result) => by.pdf(result, { pdfTags: true }));
}

/** A template with its data as an SVG that needs nothing beside itself. @throws Error when it cannot be set */
export function typesetSvg(template: string, doc: object): string {
  return set(template, doc, (by, result) => by.plainSvg(result));
}

function set<T>(template: string, doc: object, print: (by: NodeCompiler, result: NodeTypstDocument) => T): T {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: FONTS }] });
  const compiled = compiler.compile({ mainFileContent: template, inputs: { doc: JSON.stringify(doc) } });
  const { result } = compiled;
  if (!result) throw new Error('a page could not be set', { cause: compiled.takeDiagnostics() });
  const printed = print(compiler, result);
  compiler.evictCache(10);
  return printed;
}
