const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/organiz/g, 'organis'],
  [/labor(?!a)/g, 'labour'],
  [/defense/g, 'defence'],
  [/^nonspecified/, 'notspecified'],
];

/**
 * What is left of a label or code once case, spacing, punctuation, accents and British or American spelling no longer
 * count: `At a place of business`, `AtAPlaceOfBusiness` and ` at a PLACE of business.` have one key.
 */
export function looseKey(text: string): string {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return SPELLINGS.reduce((key, [american, british]) => key.replace(american, british), letters);
}
