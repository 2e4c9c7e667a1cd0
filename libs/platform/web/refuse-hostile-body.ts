import { HubError, invalidInput } from '#kernel';

/** Far beyond what any body of the API needs, and far below what a recursive reader can bear. */
const DEEPEST = 32;

/**
 * Refuses what PostgreSQL cannot keep as it is (NUL in a text, half of a surrogate pair) and what is nested without end,
 * before anything walks through it. Goes by a list of its own, never by recursion.
 *
 * @throws HubError `invalid_input`, with the place of such a text
 */
export function refuseHostileBody(body: unknown): void {
  const waiting: { readonly value: unknown; readonly depth: number; readonly pointer: string }[] = [
    { value: body, depth: 0, pointer: '' },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth, pointer } = next;
    if (typeof value === 'string') refuseUnstorable(value, pointer);
    if (typeof value !== 'object' || value === null) continue;
    if (depth === DEEPEST)
      throw new HubError('invalid_input', `The body is nested deeper than ${DEEPEST} levels. Make it flatter.`);
    for (const [key, inner] of Object.entries(value)) {
      refuseUnstorable(key, pointer);
      waiting.push({ value: inner, depth: depth + 1, pointer: `${pointer}/${escaped(key)}` });
    }
  }
}

function refuseUnstorable(text: string, pointer: string): void {
  if (text.includes('\0')) throw unstorableAt(pointer, 'the character NUL (U+0000)');
  // UTF-8 has no bytes for it: it would be kept, sealed and hashed as another character than was sent.
  if (/\p{Cs}/u.test(text)) throw unstorableAt(pointer, 'half of a surrogate pair');
}

function unstorableAt(pointer: string, what: string): HubError {
  return invalidInput([{ pointer, code: 'invalid_text', message: `holds ${what}. Leave it out.` }]);
}

/** A name within a JSON pointer (RFC 6901). */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
