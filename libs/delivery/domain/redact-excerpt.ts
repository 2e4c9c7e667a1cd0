/** Bytes of an answer that are kept for the partner's own eyes. */
export const EXCERPT_BYTES = 512;

/** Put in the place of what was taken out. */
const MASK = '[…]';

const RULES: readonly (readonly [RegExp, string])[] = [
  // Credentials: a scheme and what follows it, a named secret and its value, keys by their own marks, JSON Web Tokens.
  [/\b(bearer|basic|digest|negotiate)(\s+)[A-Za-z0-9+/=._~-]{6,}/giu, `$1$2${MASK}`],
  [
    /((?:api[-_ ]?key|token|secret|passw(?:or)?d|authori[sz]ation|cookie|session(?:[-_ ]?id)?)["']?\s*[:=]\s*["']?)(?!(?:bearer|basic|digest|negotiate)\s)[^\s"',;<>&}\]]+/giu,
    `$1${MASK}`,
  ],
  [/\bwhs[ke]c?_[A-Za-z0-9+/=]+|\blh_[A-Za-z0-9_-]+|\beyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,4}/gu, MASK],
  // Long runs without a blank that are no words: keys, session ids, tokens.
  [/(?<![A-Za-z0-9_-])(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-])/gu, MASK],
  // People: mail addresses, telephone numbers.
  [/[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, MASK],
  [/(?<![\p{L}\p{N}.:-])(?:\+|00)\d(?:[ ()./-]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu, MASK],
  [/(?<![\p{L}\p{N}.:-])\(?0\d{1,4}\)?(?:[ /-]{1,2}\d{2,}){1,4}(?![\p{L}\p{N}])/gu, MASK],
];

/**
 * What is kept of a receiver's own answer: at most 512 bytes, on one line, without what looks like a credential or like a
 * person's address. An answer is not under the hub's hand, so this errs on the side of taking out too much.
 */
export function redactExcerpt(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  const masked = RULES.reduce((said, [pattern, instead]) => said.replace(pattern, instead), plain);
  return cut(masked);
}

/** No character is cut in half. */
function cut(text: string): string {
  if (Buffer.byteLength(text) <= EXCERPT_BYTES) return text;
  return Buffer.from(text)
    .subarray(0, EXCERPT_BYTES)
    .toString('utf8')
    .replace(/\uFFFD+$/u, '');
}
