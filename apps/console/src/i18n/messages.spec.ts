import { IntlMessageFormat } from 'intl-messageformat';
import { english } from './english';
import { chooseLocale } from './locale';
import { disguised } from './pseudo';

const messages = Object.entries(english);
const nobody = { languages: [] };

describe('the messages', () => {
  it.each(messages)('%s is well-formed', (_key, message) => {
    expect(() => new IntlMessageFormat(message, 'en')).not.toThrow();
  });

  it('are in one file each', () => {
    expect(messages.length).toBeGreaterThan(200);
    expect(messages.filter(([, message]) => message.trim() === '')).toEqual([]);
  });
});

describe('a disguise', () => {
  const worn = (message: string, disguise: 'accents' | 'mirrored', values: Record<string, string | number>): string =>
    String(
      new IntlMessageFormat(disguised(new IntlMessageFormat(message, 'en').getAst(), disguise), 'en').format(values),
    );

  it('leaves what is filled in as it is, and lengthens the rest', () => {
    const reference = 'AFG-2026-000001';
    const text = worn('{reference} is acknowledged.', 'accents', { reference });
    expect(text).toContain(reference);
    expect(text).toContain('àçkñôwlédgéd');
    expect(text.replace(reference, '').length).toBeGreaterThan(' is acknowledged.'.length * 1.2);
  });

  it('reaches into plurals', () => {
    expect(worn('{count, plural, one {# hour} other {# hours}}', 'accents', { count: 2 })).toMatch(/^2 hôûrs~+$/);
  });

  it('turns words round for a language that is written so', () => {
    expect(worn('Sign in', 'mirrored', {})).toBe('\u202eSign\u202c \u202ein\u202c');
  });
});

describe('the language of a page', () => {
  it('is English by the region of the browser', () => {
    expect(chooseLocale({ search: '' }, { languages: ['de', 'en-US'] })).toMatchObject({
      formats: 'en-US',
      direction: 'ltr',
    });
    expect(chooseLocale({ search: '' }, nobody)).toMatchObject({ formats: 'en-GB' });
  });

  it('is a trial one when the address asks for it, and none that does not exist', () => {
    expect(chooseLocale({ search: '?lang=ar-XB' }, nobody)).toMatchObject({ direction: 'rtl', formats: 'ar' });
    expect(chooseLocale({ search: '?lang=xx' }, nobody).tag).toBe('en-GB');
  });
});
