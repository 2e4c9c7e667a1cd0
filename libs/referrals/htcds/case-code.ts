import { randomBytes } from 'node:crypto';

// Crockford's base 32: no letters that look like digits.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A fresh case code for a row that has none, such as `HT-7Q2M9XK4RB`. Random, not derived from the row: a code made
 * from a name could be recognised by anybody who guesses the name.
 */
export function newCaseCode(): string {
  return `HT-${[...randomBytes(10)].map((byte) => ALPHABET.charAt(byte % 32)).join('')}`;
}
