/** Items in their order, in groups of which each but the last ends with one that `ends` a group, and no other is in it. */
export function groupsUpTo<T>(items: readonly T[], ends: (item: T) => boolean): T[][] {
  const groups: T[][] = [[]];
  for (const item of items) {
    groups.at(-1)?.push(item);
    if (ends(item)) groups.push([]);
  }
  return groups.filter((group) => group.length > 0);
}
