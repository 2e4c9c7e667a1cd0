/** What is asked of a list, as its address says it: without what is undefined. */
export function searchOf(query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return new URLSearchParams(Object.fromEntries(given)).toString();
}
