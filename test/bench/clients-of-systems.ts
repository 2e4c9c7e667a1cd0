/**
 * Works through items as the systems of several bodies do: each of `clients` belongs to one system and begins its next
 * item when the last one is answered. Items are shared evenly among the clients of their system, clients among systems.
 *
 * @returns milliseconds until the last item is answered.
 */
export async function clientsOfSystems<Item>(
  items: readonly Item[],
  systemOf: (item: Item) => string,
  clients: number,
  answered: (item: Item) => Promise<unknown>,
): Promise<number> {
  const names = [...new Set(items.map(systemOf))];
  const systems = names.map((name) => items.filter((item) => systemOf(item) === name).values());
  const client = async (own: Iterable<Item>): Promise<void> => {
    for (const item of own) await answered(item);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, (_, index) => client(systems[index % systems.length] ?? [])));
  return performance.now() - started;
}
