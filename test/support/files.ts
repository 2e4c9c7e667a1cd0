import { zipOf, type ZipPart } from './zip-of';

/** Small files made by hand, each the least that its type asks for. All plainly fictitious. */
export function pdfOf(text = 'Fictitious statement.', bytes = 0): Buffer {
  const filling = Buffer.alloc(Math.max(0, bytes - text.length - 19), 'fiction ');
  return Buffer.concat([Buffer.from(`%PDF-1.7\n% ${text}\n`), filling, Buffer.from('\n%%EOF\n')]);
}

export const png = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  Buffer.alloc(17, 1),
  Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]),
]);

export const jpeg = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0 fiction \xff\xd9', 'latin1');

export const webp = Buffer.from('RIFF\x0c\0\0\0WEBPVP8L\0\0\0\0', 'latin1');

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

/** The list of content types of an office document. */
export function contentTypes(...overrides: readonly (readonly [part: string, type: string])[]): Buffer {
  const parts = overrides.map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`).join('');
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="xml" ContentType="application/xml"/>${parts}</Types>`,
  );
}

/** A text document; parts that are given come in front of the others. */
export function docxOf(extra: readonly ZipPart[] = [], list = contentTypes(['/word/document.xml', WORD])): Buffer {
  return zipOf([
    ...extra,
    { name: 'word/document.xml', content: Buffer.from('<w:document/>') },
    // As LibreOffice does, at the end.
    { name: '[Content_Types].xml', content: list },
  ]);
}

export function xlsxOf(): Buffer {
  return zipOf([
    { name: '[Content_Types].xml', content: contentTypes(['/xl/workbook.xml', EXCEL]) },
    { name: 'xl/workbook.xml', content: Buffer.from('<workbook/>') },
  ]);
}

/** A file in pieces of a size, as a network brings it. */
export async function* inPieces(file: Buffer, size = 7_001): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield await Promise.resolve(file.subarray(at, at + size));
}
