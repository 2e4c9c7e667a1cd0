import type { AttachmentType } from '../media-type';

/** What the first bytes of a file say that it is. */
export type Signature =
  | { readonly kind: 'allowed'; readonly type: Exclude<AttachmentType, 'text/plain'> }
  /** A zip archive: which office document it is, if any, is told by what is in it. */
  | { readonly kind: 'archive' }
  | { readonly kind: 'refused'; readonly found: string }
  /** No known first bytes: text, or nothing that is allowed. */
  | { readonly kind: 'none' };

/** Signatures of what is not allowed, so that a refusal can name it. They stand at the very beginning of a file. */
const REFUSED: readonly (readonly [start: string, found: string])[] = [
  ['MZ', 'a Windows program (application/vnd.microsoft.portable-executable)'],
  ['\x7fELF', 'a program (application/x-elf)'],
  ['\xca\xfe\xba\xbe', 'a program (application/java-vm or application/x-mach-binary)'],
  ['\xcf\xfa\xed\xfe', 'a program (application/x-mach-binary)'],
  ['#!', 'a script'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old office document (application/x-cfb): save it as .docx or .xlsx'],
  ['{\\rtf', 'rich text (text/rtf): save it as .docx or .pdf'],
  ['%!PS', 'PostScript (application/postscript): save it as .pdf'],
  ['GIF8', 'a GIF image (image/gif): save it as .png'],
  ['Rar!', 'an archive (application/vnd.rar)'],
  ['7z\xbc\xaf\x27\x1c', 'an archive (application/x-7z-compressed)'],
  ['\x1f\x8b', 'an archive (application/gzip)'],
  ['BZh', 'an archive (application/x-bzip2)'],
  ['\xfd7zXZ', 'an archive (application/x-xz)'],
  ['PK\x05\x06', 'an empty archive (application/zip)'],
  ['PK\x07\x08', 'an archive in parts (application/zip)'],
  ['\xff\xfe', 'text in UTF-16: save it as UTF-8'],
  ['\xfe\xff', 'text in UTF-16: save it as UTF-8'],
];

/** Reads the signature at the beginning of a file. Nothing before it is skipped: a type that begins late is another type. */
export function signatureOf(head: Buffer): Signature {
  const start = head.toString('latin1', 0, 16);
  if (/^%PDF-[12]\.\d/.test(start)) return { kind: 'allowed', type: 'application/pdf' };
  if (start.startsWith('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')) return { kind: 'allowed', type: 'image/png' };
  if (start.startsWith('\xff\xd8\xff')) return { kind: 'allowed', type: 'image/jpeg' };
  if (/^RIFF[^]{4}WEBPVP8[ LX]/.test(start)) return { kind: 'allowed', type: 'image/webp' };
  if (start.startsWith('PK\x03\x04')) return { kind: 'archive' };
  const [, found] = REFUSED.find(([signature]) => start.startsWith(signature)) ?? [];
  return found === undefined ? { kind: 'none' } : { kind: 'refused', found };
}
