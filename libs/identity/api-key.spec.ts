import fc from 'fast-check';
import { matches, newApiKey, parseApiKey } from './api-key';

describe('an API key', () => {
  it('is found by its prefix and matches its hash only', () => {
    for (let index = 0; index < 200; index += 1) {
      const [key, other] = [newApiKey(), newApiKey()];
      const parsed = parseApiKey(key.text);
      expect(parsed?.prefix).toBe(key.prefix);
      expect(matches(parsed?.secret ?? '', key.hash)).toBe(true);
      expect(matches(parsed?.secret ?? '', other.hash)).toBe(false);
    }
  });

  it('never repeats, neither prefix nor secret', () => {
    const keys = Array.from({ length: 500 }, newApiKey);
    expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(500);
    expect(new Set(keys.map(({ hash }) => hash.toString('hex'))).size).toBe(500);
  });

  it('keeps nothing of its secret in what is stored', () => {
    const { text, prefix, hash } = newApiKey();
    const secret = text.slice(-43);
    expect(hash).toHaveLength(32);
    expect(prefix).toHaveLength(12);
    expect(`${prefix} ${hash.toString('base64url')} ${hash.toString('latin1')}`).not.toContain(secret);
  });

  it('with any one character changed does not match', () => {
    const { text, hash } = newApiKey();
    fc.assert(
      fc.property(fc.integer({ min: 16, max: text.length - 1 }), fc.constantFrom('A', 'b', '9', '-'), (at, letter) => {
        const changed = text.slice(0, at) + letter + text.slice(at + 1);
        const parsed = parseApiKey(changed);
        expect(parsed !== undefined && matches(parsed.secret, hash)).toBe(changed === text);
      }),
    );
  });

  it.each(['', 'lh_', 'lh_short_short', `${newApiKey().text} `, `x${newApiKey().text}`, newApiKey().text.slice(1)])(
    'is not read from %j',
    (text) => {
      expect(parseApiKey(text)).toBeUndefined();
    },
  );

  it('is not read from arbitrary text, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseApiKey(text)).toBeUndefined();
      }),
    );
  });
});
