/** One entry of a code list: the code that travels, and the label that people read and fill in by. */
export interface Coded {
  readonly code: string;
  readonly label: string;
}

/** The codes of a list as a union type. */
export type CodeOf<List extends readonly Coded[]> = List[number]['code'];

/** The codes of a list, for a schema's `enum`. */
export function codesOf<List extends readonly Coded[]>(list: List): CodeOf<List>[] {
  return list.map((entry) => entry.code);
}
