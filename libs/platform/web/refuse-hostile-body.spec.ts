import { refuseHostileBody } from './refuse-hostile-body';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

describe('a body from outside', () => {
  it.each([[{ a: ['text', 1, null, true] }], ['text 😀'], [undefined], [nested(32)]])(
    'is taken as it is: %#',
    (body) => {
      expect(() => {
        refuseHostileBody(body);
      }).not.toThrow();
    },
  );

  it.each([
    ['nested without end', nested(100_000), 'nested'],
    ['one level too deep', nested(33), 'nested'],
    ['a NUL in a text, by its place', { a: [{ 'b/c': 'x\0' }] }, '/a/0/b~1c: holds the character NUL'],
    ['a NUL in a name', { 'a\0': 1 }, 'NUL'],
    ['half of a surrogate pair, by its place', { a: ['x\ud83d'] }, '/a/0: holds half of a surrogate pair'],
    ['half of a surrogate pair in a name', { '\udc00': 1 }, 'surrogate'],
  ])('is refused with the reason: %s', (_, body, reason) => {
    expect(() => {
      refuseHostileBody(body);
    }).toThrow(reason);
  });
});
