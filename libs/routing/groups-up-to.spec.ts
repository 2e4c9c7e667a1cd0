import fc from 'fast-check';
import { groupsUpTo } from './groups-up-to';

const isEnd = (item: number): boolean => item % 3 === 0;

describe('groups of items up to those that end one', () => {
  it.each([
    ['nothing', [], []],
    ['none that ends', [1, 2, 4], [[1, 2, 4]]],
    ['one that ends at the end', [1, 3], [[1, 3]]],
    ['one in the middle', [1, 3, 2], [[1, 3], [2]]],
    ['only such', [3, 6], [[3], [6]]],
  ])('of %s', (_, items, groups) => {
    expect(groupsUpTo(items, isEnd)).toEqual(groups);
  });

  it('keep every item in its place, and none comes after one that ends its group', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (items) => {
        const groups = groupsUpTo(items, isEnd);
        expect(groups.flat()).toEqual(items);
        for (const group of groups) expect(group.slice(0, -1).some(isEnd)).toBe(false);
        for (const group of groups.slice(0, -1)) expect(isEnd(group.at(-1)!)).toBe(true);
      }),
    );
  });
});
