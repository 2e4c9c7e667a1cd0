import { page, typesetPdf, typesetSvg } from '#platform/typesetting';
import type { PrintedChart, PrintedReview } from './printed-review';

/** Lying bars: dark for what is certain, light for what may be. */
const BARS = `
#let bars(chart) = grid(columns: (34%, 1fr, auto), column-gutter: 6pt, row-gutter: 4pt, align: (right + horizon, left + horizon, left + horizon),
  ..chart.bars.map(bar => (
    text(size: 8pt, bar.label),
    block(width: 100%, height: 9pt, {
      place(left + top, rect(width: bar.high * 100%, height: 9pt, fill: rgb("#b9cfe6"), stroke: none))
      place(left + top, rect(width: bar.low * 100%, height: 9pt, fill: rgb("#1f5c99"), stroke: none))
    }),
    text(size: 8pt, bar.said),
  )).flatten())
`;
const REPORT = `${page('flipped: true, margin: (x: 18mm, y: 20mm)', 'digest')}
${BARS}
#show table: set text(size: 8pt)
// Ids and names of figures may break before a capital and after a dot.
#let breaking(name) = name.replace(regex("([a-z])([A-Z])"), m => m.captures.join("\\u{200b}")).replace(".", ".\\u{200b}")
#for section in doc.sections {
  heading(level: 2, text(section.title))
  for note in section.notes { par(text(note)) }
  for one in section.tables {
    heading(level: 3, text(one.title))
    for chart in one.charts {
      pdf.artifact(block(above: 0.6em, below: 1em, breakable: false, {
        text(size: 8pt, fill: luma(30%), chart.title)
        v(0.3em, weak: true)
        bars(chart)
      }))
    }
    if one.rows.len() == 0 { par[None.] } else {
      table(columns: one.columns.map(column => if column.wide { 5fr } else { 1fr }), stroke: 0.4pt + luma(70%), inset: 4pt,
        table.header(..one.columns.map(column => {
          strong(text(column.title))
          if column.definition != none { linebreak(); text(size: 6.5pt, fill: luma(30%), breaking(column.definition)) }
        })),
        ..one.rows.flatten().map(cell => text(cell)))
    }
  }
}
#heading(level: 2, [What the figures mean])
#for one in doc.definitions [ #par[#strong(text(one.id)): #text(one.words)] ]
`;
const CHART = `
#let doc = json(bytes(sys.inputs.doc))
#set page(width: 17cm, height: auto, margin: 2pt)
#set text(font: ("Noto Sans", "Noto Naskh Arabic"), lang: "en")
${BARS}
#bars(doc)
`;

/** A report as a tagged PDF. Its charts are for the eye: what they show stands in the tables. @throws Error when it cannot be set */
export function reviewPdf(review: PrintedReview): Promise<Buffer> {
  return typesetPdf(REPORT, review);
}

/** A chart as SVG. `name` keeps what its parts are called apart from those of other charts on the page. */
export async function chartSvg(chart: PrintedChart, name: string): Promise<string> {
  const svg = await typesetSvg(CHART, chart);
  return svg
    .replaceAll(' id="', ` id="${name}-`)
    .replaceAll('xlink:href="#', `href="#${name}-`)
    .replace('<svg ', '<svg aria-hidden="true" ');
}
