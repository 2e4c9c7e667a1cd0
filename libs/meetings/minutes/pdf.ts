import { page, typesetPdf } from '#platform/typesetting';
import type { AttendanceSheet } from '../session/attendance-sheet';
import type { PrintedMinutes } from './printed-minutes';

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

/**
 * Minutes as a tagged PDF. The same minutes give the same bytes: neither a clock nor a font of the machine has a part in it.
 *
 * @throws Error when they cannot be set
 */
export function pdfOf(minutes: PrintedMinutes): Promise<Buffer> {
  return typesetPdf(MINUTES, minutes);
}

/** A sheet of who is there, to be signed, as a tagged PDF. @throws Error when it cannot be set */
export function pdfOfSheet(sheet: AttendanceSheet): Promise<Buffer> {
  return typesetPdf(SHEET, sheet);
}
