const LONGEST = 200;

/**
 * A file's name without its path, and without what would deceive a reader: control characters, and marks that turn the
 * direction of writing (`exe.fdp` shown as `pdf.exe`). Undefined when nothing is left.
 */
export function cleanFileName(given: string): string | undefined {
  const name = (given.normalize('NFC').split(/[/\\]/).at(-1) ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .trim();
  if (/^\.*$/.test(name)) return undefined;
  if (name.length <= LONGEST) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > name.length - 10 ? name.slice(dot) : '';
  // A half of a character that the cut left behind goes too.
  return name.slice(0, LONGEST - extension.length).replace(/[\ud800-\udbff]$/, '') + extension;
}
