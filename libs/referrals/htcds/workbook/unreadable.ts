import { HubError } from '#kernel';

/** The refusal of a file as a whole; the text names what is wrong and what to do about it. */
export function unreadable(detail: string): HubError {
  return new HubError('workbook_unreadable', detail);
}

const ADVICE =
  'Open it in a spreadsheet program and save it as "Excel Workbook (.xlsx)", or start from the HTCDS template.';

const signatures: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('%PDF'), 'a PDF document'],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'a PNG image'],
  [Buffer.from([0xff, 0xd8, 0xff]), 'a JPEG image'],
  [Buffer.from([0x1f, 0x8b]), 'a gzip archive'],
  [Buffer.from('Rar!'), 'a RAR archive'],
  [Buffer.from([0x37, 0x7a, 0xbc, 0xaf]), 'a 7-Zip archive'],
  [Buffer.from('{\\rtf'), 'an RTF document'],
];

/** Refuses bytes that are no zip archive, by what they look like. */
export function refuseUnlessZip(file: Buffer): void {
  if (file.length === 0) throw unreadable('The file is empty. Send the filled-in HTCDS workbook (.xlsx).');
  if (file.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return;
  if (file.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))) {
    throw unreadable(
      'The file is protected with a password, or is an old Excel 97–2003 workbook (.xls). ' +
        'Remove the password (File > Info > Protect Workbook), or save it as "Excel Workbook (.xlsx)".',
    );
  }
  throw unreadable(`The file is not an Excel workbook: it looks like ${lookOf(file)}. ${ADVICE}`);
}

function lookOf(file: Buffer): string {
  const known = signatures.find(([signature]) => file.subarray(0, signature.length).equals(signature));
  if (known) return known[1];
  const start = file.subarray(0, 512).toString('latin1').trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'a web page';
  if (start.startsWith('<')) return 'an XML text';
  // eslint-disable-next-line no-control-regex -- what sets text apart from other bytes
  return /[\x00-\x08\x0e-\x1f]/.test(start) ? 'some other binary file' : 'a plain text or CSV file';
}

/** Refuses a zip archive that has no Excel workbook in it, by the names of its entries. */
export function refuseUnlessWorkbook(names: ReadonlySet<string>): void {
  if (names.has('xl/workbook.xml')) return;
  const has = (prefix: string): boolean => [...names].some((name) => name.startsWith(prefix));
  const look = has('xl/workbook.bin')
    ? 'a binary Excel workbook (.xlsb)'
    : has('word/')
      ? 'a Word document'
      : has('ppt/')
        ? 'a PowerPoint presentation'
        : has('content.xml')
          ? 'an OpenDocument file (.ods or .odt)'
          : 'a zip archive without a workbook in it';
  throw unreadable(`The file is not an Excel workbook: it looks like ${look}. ${ADVICE}`);
}
