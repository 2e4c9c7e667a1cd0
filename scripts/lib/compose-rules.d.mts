/** Texts of the files that a production installation is made of. */
export interface ProductionFiles {
  readonly compose: string;
  readonly dockerfile: string;
  readonly dockerignore: string;
  readonly exampleEnv: string;
  /** Every variable that config/*.config.ts reads. */
  readonly hubVariables: readonly string[];
  readonly apps: readonly string[];
}

/** Every breach of what the compose file must hold to, each with its place. */
export function composeProblems(files: ProductionFiles): string[];
