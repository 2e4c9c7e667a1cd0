import fc from 'fast-check';
import * as messages from '#messages';
import { countryList, languageList } from './lookup';
import { Picklist } from './picklist';

const lists = [
  messages.genders,
  messages.controlMethods,
  messages.exploitationTypes,
  messages.forcedLabourIndustries,
  messages.statusDecisionOrganisations,
  messages.services,
] as const;
const anyEntry = fc
  .constantFrom(...lists)
  .chain((list: readonly messages.Coded[]) => fc.constantFrom(...list).map((entry) => ({ list, entry })));

/** Changes case and adds blanks between words, as people do. */
const roughly = (text: string, noise: readonly number[]): string =>
  text
    .split('')
    .map((char, at) => {
      const kind = (noise[at % noise.length] ?? 0) % 3;
      const cased = kind === 0 ? char.toUpperCase() : kind === 1 ? char.toLowerCase() : char;
      return char === ' ' ? ' '.repeat(kind + 1) : cased;
    })
    .join('');

describe('Picklist', () => {
  it('finds an entry by code or label in any case and spacing', () => {
    fc.assert(
      fc.property(anyEntry, fc.array(fc.nat(), { minLength: 1 }), fc.boolean(), ({ list, entry }, noise, byCode) => {
        const text = ` ${roughly(byCode ? entry.code : entry.label, noise)} `;
        expect(new Picklist(list).find(text)).toBe(entry.code);
      }),
    );
  });

  it('splits a multi-select, also where a label holds a semicolon', () => {
    const industries = messages.forcedLabourIndustries;
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...industries), { minLength: 1, maxLength: 6 }), (chosen) => {
        const text = chosen.map((entry, at) => (at % 2 === 0 ? entry.label : entry.code)).join(' ; ');
        expect(new Picklist(industries).findAll(text)).toEqual({ codes: chosen.map((entry) => entry.code) });
      }),
    );
  });

  it('says which entry it does not know', () => {
    const list = new Picklist(messages.controlMethods);
    expect(list.findAll('Debt bondage ; Telepathy; Physical abuse')).toEqual({ codes: [], unknownAt: 2 });
  });

  it.each([
    ['AFG', 'AF'],
    ['af', 'AF'],
    ['Afghanistan', 'AF'],
    ['KOSOVO', 'XK'],
    ["Cote d'Ivoire", 'CI'],
    ['Atlantis', undefined],
  ])('knows the country %s', (text, code) => {
    expect(countryList.find(text)).toBe(code);
  });

  it.each([
    ['Dari', 'prs'],
    ['alb', 'sqi'],
    ['ps', 'pus'],
  ])('knows the language %s', (text, code) => {
    expect(languageList.find(text)).toBe(code);
  });
});
