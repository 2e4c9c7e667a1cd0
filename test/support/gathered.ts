/** What comes of each item, in whatever order; so many are in work at once. */
export async function gathered<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const [waiting, results]: [Item[], Result[]] = [[...items], []];
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) results.push(...(await work(item)));
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  return results;
}
