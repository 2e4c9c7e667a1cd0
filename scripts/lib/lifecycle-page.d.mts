/** The tables that docs/lifecycle.md is made of. */
export interface Lifecycles {
  /** state → event → next state. */
  readonly message: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** state → event → next state and who may cause it. */
  readonly recipient: Readonly<
    Record<string, Readonly<Record<string, { readonly to: string; readonly by: readonly string[] }>>>
  >;
  readonly declineReasons: readonly string[];
  readonly outcomes: readonly string[];
}

/** The whole page, as it is committed. */
export function lifecyclePage(lifecycles: Lifecycles): string;
