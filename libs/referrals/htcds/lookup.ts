import { countries, languages } from '#messages';
import { Picklist } from './picklist';

/** Countries by alpha-2, alpha-3 or name. */
export const countryList = new Picklist(countries, [
  ...countries.map((country) => [country.alpha3, country.code] as const),
  ['Kosovo (UNSCR 1244)', 'XK'],
  ['Kosovo under UNSCR 1244', 'XK'],
  ['KOS', 'XK'],
  ['Iran', 'IR'],
  ['Syria', 'SY'],
  ['Moldova', 'MD'],
  ['Macedonia', 'MK'],
  ['Bosnia', 'BA'],
  ['Turkey', 'TR'],
  ['Türkiye', 'TR'],
  ['Russia', 'RU'],
  ['Vietnam', 'VN'],
  ['Tanzania', 'TZ'],
  ['United States', 'US'],
  ['United Kingdom', 'GB'],
  ['Great Britain', 'GB'],
  ['UK', 'GB'],
]);

/** Languages by three-letter code (either ISO 639-2 set), two-letter code or English name. */
export const languageList = new Picklist(languages, [
  ...languages.flatMap((language) => [
    [language.alpha2, language.code] as const,
    [language.bibliographic, language.code] as const,
  ]),
  ['Farsi', 'fas'],
  ['Pashto', 'pus'],
]);
