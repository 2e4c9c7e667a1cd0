import type { Coded } from '#messages';
import { looseKey } from './loose-key';

/** Finds codes by code, label or alias, however they are spelt. */
export class Picklist {
  private readonly codes = new Map<string, string>();

  constructor(
    private readonly list: readonly Coded[],
    aliases: readonly (readonly [alias: string, code: string])[] = [],
  ) {
    // Codes are entered last: where a label looks like another entry's code, the code is meant.
    for (const [alias, code] of aliases) this.enter(alias, code);
    for (const { code, label } of list) this.enter(label, code);
    for (const { code } of list) this.enter(code, code);
  }

  private enter(name: string, code: string): void {
    const key = looseKey(name);
    if (key !== '') this.codes.set(key, code);
  }

  /** The labels, in the list's order. */
  get labels(): readonly string[] {
    return this.list.map((entry) => entry.label);
  }

  /** The label of a code; undefined when the list lacks it. */
  labelOf(code: string): string | undefined {
    return this.list.find((entry) => entry.code === code)?.label;
  }

  /** The code that a text names; undefined when it names none. */
  find(text: string): string | undefined {
    return this.codes.get(looseKey(text));
  }

  /**
   * The codes of a multi-select, separated by semicolons or line breaks. A label that itself holds a semicolon
   * (some industries do) is found before its parts are. `unknownAt` is the first entry, from 1, that is no code.
   */
  findAll(text: string): { readonly codes: string[]; readonly unknownAt?: number } {
    const parts = text.split(/[;؛；\n\r]/).filter((part) => part.trim() !== '');
    const codes = new Set<string>();
    for (let at = 0; at < parts.length;) {
      const found = this.longestFrom(parts, at);
      if (!found) return { codes: [], unknownAt: at + 1 };
      codes.add(found.code);
      at = found.next;
    }
    return { codes: [...codes] };
  }

  private longestFrom(parts: readonly string[], at: number): { code: string; next: number } | undefined {
    for (let next = Math.min(parts.length, at + 4); next > at; next -= 1) {
      const code = this.find(parts.slice(at, next).join(';'));
      if (code !== undefined) return { code, next };
    }
    return undefined;
  }
}
