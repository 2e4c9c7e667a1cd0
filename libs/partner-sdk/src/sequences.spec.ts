import { ThreadSequences, checkSequence } from './sequences';

const event = (thread: string, sequence: number) => ({ data: { thread, sequence } });

describe('the numbers of a thread', () => {
  it.each([
    [undefined, 1, { is: 'next' }],
    [undefined, 3, { is: 'gap', missing: { from: 1, to: 2 } }],
    [4, 5, { is: 'next' }],
    [4, 4, { is: 'repeat' }],
    [4, 2, { is: 'repeat' }],
    [4, 7, { is: 'gap', missing: { from: 5, to: 6 } }],
  ] as const)('after %s comes %s', (last, sequence, expected) => {
    expect(checkSequence(last, sequence)).toEqual(expected);
  });

  it('are counted for each thread, and go on after a restart', () => {
    const before = new ThreadSequences();
    expect(before.take(event('a', 1)).is).toBe('next');
    expect(before.take(event('b', 1)).is).toBe('next');
    expect(before.take(event('a', 3))).toEqual({ is: 'gap', missing: { from: 2, to: 2 } });
    expect(before.take(event('a', 2)).is).toBe('repeat');
    const after = new ThreadSequences(before.entries());
    expect(after.take(event('a', 4)).is).toBe('next');
    expect(after.take(event('b', 1)).is).toBe('repeat');
  });
});
