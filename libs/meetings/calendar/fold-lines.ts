/** The most octets of a line, without its end (RFC 5545, 3.1). */
const MOST = 75;

/** Folds each line anew by octets, between characters: the library counts characters, of which one may be four octets. */
export function foldLines(calendar: string): string {
  return calendar
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .map(folded)
    .join('\r\n');
}

function folded(line: string): string {
  if (Buffer.byteLength(line) <= MOST) return line;
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MOST) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
