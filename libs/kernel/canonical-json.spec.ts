import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

/** The same value with the members of every object in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  it('means the same as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('sorts by UTF-16 code unit, as RFC 8785 asks', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  it('writes numbers as RFC 8785 does, and minus zero as zero', () => {
    expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 0.002, 1e-27, -0])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    );
  });

  it('leaves out absent members, keeps null, and writes an absent item as null', () => {
    expect(canonicalJson({ b: undefined, a: null, c: [undefined, null] })).toBe('{"a":null,"c":[null,null]}');
  });

  it('writes a date as its ISO text, as JSON does', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe(JSON.stringify({ at: new Date(0) }));
  });

  it.each([NaN, Infinity, -Infinity, undefined, () => 1, Symbol('x'), 1n])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow('canonical JSON has no');
    expect(() => canonicalJson([{ a: value ?? NaN }])).toThrow('canonical JSON has no');
  });
});
