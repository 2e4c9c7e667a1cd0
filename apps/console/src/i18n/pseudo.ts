import { IntlMessageFormat } from 'intl-messageformat';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];
/** Plain words; and a plural or a choice, which holds a message for each case. */
type Words = Part & { readonly value: string };
type Cases = Extract<Part, { options: unknown }>;

export type Disguise = 'accents' | 'mirrored';

/** What the parser calls plain words. */
const WORDS = new IntlMessageFormat('words').getAst()[0]?.type;

const plain = 'aceinouyACEINOUY';
const accented = 'àçéîñôûýÀÇÉÎÑÔÛÝ';
/** Right-to-left override and its end: the letters of English, in the direction of Arabic. */
const [override, end] = ['\u202e', '\u202c'];

/** The message with its words in a disguise; what is filled in stays as it is. */
export function disguised(message: readonly Part[], disguise: Disguise): Part[] {
  return message.map((part) => {
    if (isWords(part)) return { ...part, value: worn(part.value, disguise) };
    return isCases(part) ? inEachCase(part, disguise) : part;
  });
}

function inEachCase(part: Cases, disguise: Disguise): Part {
  const cases = Object.entries(part.options).map(([name, option]) => [
    name,
    { ...option, value: disguised(option.value, disguise) },
  ]);
  return { ...part, options: Object.fromEntries(cases) as Cases['options'] };
}

function isCases(part: Part): part is Cases {
  return 'options' in part;
}

function isWords(part: Part): part is Words {
  return part.type === WORDS;
}

function worn(words: string, disguise: Disguise): string {
  if (words.trim() === '') return words;
  if (disguise === 'mirrored') return words.replaceAll(/\S+/g, (word) => `${override}${word}${end}`);
  // A third longer, as German and Russian are.
  const longer = '~'.repeat(Math.ceil(words.trim().length / 3));
  return `${words.replaceAll(/[a-z]/gi, (letter) => accented[plain.indexOf(letter)] ?? letter)}${longer}`;
}
