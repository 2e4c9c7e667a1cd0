import type { Disguise } from './pseudo';

export interface Locale {
  /** BCP 47, of the words. */
  readonly tag: string;
  readonly direction: 'ltr' | 'rtl';
  /** BCP 47, by which numbers and times are written. */
  readonly formats: string;
  readonly disguise?: Disguise;
}

/** For trials: English in a disguise that shows what is no message, what is too narrow and what does not turn round. */
const trials: Readonly<Record<string, Locale>> = {
  'en-XA': { tag: 'en-XA', direction: 'ltr', formats: 'en', disguise: 'accents' },
  'ar-XB': { tag: 'ar-XB', direction: 'rtl', formats: 'ar', disguise: 'mirrored' },
};

/** English, by the browser's region when it is an English one; `?lang=` asks for one of the trials. */
export function chooseLocale({ search }: { search: string }, { languages }: Pick<Navigator, 'languages'>): Locale {
  const trial = trials[new URLSearchParams(search).get('lang') ?? ''];
  if (trial) return trial;
  const tag = languages.find((language) => /^en(?:-|$)/.test(language)) ?? 'en-GB';
  return { tag, direction: 'ltr', formats: tag === 'en' ? 'en-GB' : tag };
}
