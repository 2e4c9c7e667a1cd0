const STEM = 'Zkcanary';

/** Marked values: each is made once, and says of whatever holds it that personal data got there. */
export class Canaries {
  private made = 0;

  get count(): number {
    return this.made;
  }

  /** A fresh value that fits in a short field. */
  next(): string {
    this.made += 1;
    return `${STEM}${String(this.made).padStart(5, '0')}`;
  }
}

/** The middle of the stem in base64, for each of the three places at which it can begin; what varies with its neighbours is left out. */
function base64Of(stem: string): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(stem)])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : 4, -2);
  });
}

const FORMS: readonly (readonly [form: string, needle: RegExp])[] = [
  ['text', new RegExp(STEM, 'i')],
  ['hexadecimal', new RegExp(Buffer.from(STEM).toString('hex'), 'i')],
  ['UTF-16', new RegExp(Array.from(STEM).join('\\0'), 'i')],
  [
    'base64',
    new RegExp(
      base64Of(STEM)
        .map((part) => part.replaceAll('+', '\\+'))
        .join('|'),
    ),
  ],
];

/** Where canaries stand in something, and in which form: empty when there are none. */
export function canariesIn(where: string, content: Buffer | string): string[] {
  const text = typeof content === 'string' ? content : content.toString('latin1');
  return FORMS.flatMap(([form, needle]) => {
    const at = text.search(needle);
    return at < 0 ? [] : [`${where}, as ${form}: …${text.slice(Math.max(0, at - 60), at + 40)}…`];
  });
}
