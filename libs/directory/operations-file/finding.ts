import type { Operation, RoutingRule } from '../domain/operation';

/** A place inside of an operation, from its root. */
export type Path = readonly (string | number)[];

/** Something wrong with the data of an operation, not yet tied to a line of its file. */
export interface Finding {
  readonly path: Path;
  readonly reason: string;
  readonly fix: string;
}

/** The effect of a rule as it stands in the file, before it is known to be exactly one of the three. */
export interface EffectDraft {
  readonly include?: readonly string[];
  readonly allow?: readonly string[];
  readonly refuse?: readonly string[];
  readonly as?: string;
  readonly profile?: string;
}

/** An operation as it stands in the file: of the right shape, its references not yet checked. */
export interface OperationDraft extends Omit<Operation, 'digest' | 'rules'> {
  readonly rules: readonly (Omit<RoutingRule, 'then'> & { readonly then: EffectDraft })[];
}

/** A check over one operation. */
export type Check = (operation: OperationDraft) => Finding[];
