import { storedRandomBytes } from './random-store';

describe('stored random bytes', () => {
  it('are as many as asked for, also more than the store holds', () => {
    expect([1, 12, 4_090, 16, 5_000, 16].map((count) => storedRandomBytes(count).length)).toEqual([
      1, 12, 4_090, 16, 5_000, 16,
    ]);
  });

  it('are handed out once each, and stay the caller’s', () => {
    const taken = Array.from({ length: 2_000 }, () => storedRandomBytes(12));
    const before = taken.map((bytes) => bytes.toString('hex'));
    expect(new Set(before).size).toBe(2_000);
    for (const bytes of taken) bytes.fill(0);
    expect(new Set(Array.from({ length: 2_000 }, () => storedRandomBytes(12).toString('hex'))).size).toBe(2_000);
    expect(taken.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  });
});
