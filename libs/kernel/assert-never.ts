/** Marks a branch that the types rule out; reached only when data from outside was trusted too early. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
