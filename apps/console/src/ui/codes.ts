/** Words that are written otherwise than their code says. */
const written: Readonly<Record<string, string>> = {
  isMinor: 'Is a minor',
  caseCode: 'Case code',
  'mental-health-psychosocial': 'Mental health and psychosocial support',
  'womens-services': 'Women’s services',
  'livelihoods-education': 'Livelihoods and education',
  'health-nutrition': 'Health and nutrition',
  ThreatsLawEnforcement: 'Threats of law enforcement',
  ThreatensChildrenFamily: 'Threatens children or family',
  ForcedMilitaryByNonStateActors: 'Forced military service by non-state actors',
  '60+': '60 and older',
};

/**
 * A code of a message's body, or a name of a field, in words: "PossibleVictimOfTrafficking", "safe-shelter". Kinds bring
 * their own schema and a deployment may bring kinds, so that the words come from the codes.
 */
export function codeWords(code: string): string {
  const known = written[code];
  if (known !== undefined) return known;
  // Two capital letters are a country or a currency.
  if (/^[A-Z]{2,3}$/.test(code)) return code;
  const words = code
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    // "NotAVictim" has a word of one letter.
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return words.replace(/^./, (first) => first.toUpperCase());
}
