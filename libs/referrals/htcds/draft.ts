/** A body under construction; it is a ReferralBody only once validated. */
export type Draft = Record<string, unknown>;

/** A section of a draft, made when it is not there yet. */
export function part(draft: Draft, name: string): Draft {
  draft[name] ??= {};
  return draft[name] as Draft;
}
