import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { AttendanceSheet } from '../session/attendance-sheet';
import type { PrintedMinutes } from './printed-minutes';

const load = createRequire(__filename);

/** Latin, Cyrillic and Greek, and the Arabic script with the letters of Dari and Pashto: SIL Open Font License. */
const FONTS = ['@expo-google-fonts/noto-sans', '@expo-google-fonts/noto-naskh-arabic'].flatMap((name) => {
  const folder = dirname(load.resolve(`${name}/package.json`));
  return ['400Regular', '700Bold'].map((weight) => join(folder, weight));
});

/** What is written comes as data and is set as text: nothing in it is read as markup. */
const page = (margin: string, footer: string): string => `
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
const MINUTES = `${page('margin: (x: 22mm, y: 24mm)', 'digest')}
#let line(one) = if one.rtl {
  set text(dir: rtl, lang: "fa")
  block(width: 100%, align(right, text(one.text)))
} else { block(width: 100%, text(one.text)) }
#heading(level: 2, [Attendance])
#table(columns: (1fr, 1fr, 2fr), stroke: 0.4pt + luma(70%), inset: 5pt,
  table.header([*Body*], [*There*], [*Represented by*]),
  ..doc.attendance.flatten().map(cell => text(cell)))
#for item in doc.items {
  heading(level: 2, text(item.title))
  for one in item.lines { line(one) }
}
#heading(level: 2, [Approval])
#for one in doc.approval { line(one) }
`;
const SHEET = `${page('flipped: true, margin: (x: 16mm, y: 18mm)', 'footer')}
#v(0.6em)
#table(columns: (3fr, 3fr, 1.4fr, 1fr, 1fr, 4fr), stroke: 0.4pt + luma(55%), inset: 5pt, align: left + horizon,
  table.header([*Body*], [*Represented by (role)*], [*There*], [*Arrived*], [*Left*], [*Signature*]),
  ..doc.lines.map(cells => (..cells.map(cell => text(cell)), box(height: 8mm))).flatten())
`;

let compiler: NodeCompiler | undefined;

/**
 * Minutes as a tagged PDF. The same minutes give the same bytes: neither a clock nor a font of the machine has a part in it.
 *
 * @throws Error when they cannot be set
 */
export function pdfOf(minutes: PrintedMinutes): Buffer {
  return set(MINUTES, minutes);
}

/** A sheet of who is there, to be signed, as a tagged PDF. @throws Error when it cannot be set */
export function pdfOfSheet(sheet: AttendanceSheet): Buffer {
  return set(SHEET, sheet);
}

function set(template: string, doc: PrintedMinutes | AttendanceSheet): Buffer {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: FONTS }] });
  const compiled = compiler.compile({ mainFileContent: template, inputs: { doc: JSON.stringify(doc) } });
  const { result } = compiled;
  if (!result) throw new Error('a page could not be set as a PDF', { cause: compiled.takeDiagnostics() });
  const pdf = compiler.pdf(result, { pdfTags: true });
  compiler.evictCache(10);
  return pdf;
}
