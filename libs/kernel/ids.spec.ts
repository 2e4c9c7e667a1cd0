import fc from 'fast-check';
import { isUuid, uuidv7 } from './ids';

describe('uuidv7', () => {
  it('is a version 7 UUID that carries its milliseconds', () => {
    const id = uuidv7(Date.now() + 60_000);
    expect(isUuid(id)).toBe(true);
    expect(id[14]).toBe('7');
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBeGreaterThan(Date.now());
  });

  it('sorts in the order of making and never repeats, also when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { minLength: 2, maxLength: 200 }), (times) => {
        const ids = times.map((time) => uuidv7(time));
        expect([...ids].sort()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
