/** What RFC 5987 lets stand in an extended value; everything else is percent-encoded. */
const UNSAFE = /[^A-Za-z0-9!#$&+.^_`|~-]/g;

/**
 * The header by which a browser saves a file and never shows it (RFC 6266): a plain name for the oldest, and the real one.
 */
export function attachmentDisposition(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^A-Za-z0-9 ._()-]/g, '_');
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  const encoded = bytes.replaceAll(
    UNSAFE,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
