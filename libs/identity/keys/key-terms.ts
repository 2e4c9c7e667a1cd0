import { HubError, invalidInput, type Clock, type InputProblem } from '#kernel';
import type { Caller } from '../caller';
import { scopes, type Scope } from '../domain/permissions';
import { MOST_NETWORKS, networkOf } from '../networks';

/** A credential without a time of its own ends after a year, and none is given for longer than two; milliseconds. */
const USUAL_LIFE = 365 * 86_400_000;
export const LONGEST_LIFE = 2 * USUAL_LIFE;

/** What is asked for a new key, or another credential of a system. */
export interface WishedTerms {
  readonly scopes: readonly Scope[];
  readonly operations?: readonly string[];
  readonly allowedAddresses?: readonly string[];
  readonly expiresAt?: Date;
}

export interface GrantedTerms extends WishedTerms {
  readonly expiresAt: Date;
}

/**
 * The terms as they are kept. Nobody gives a system more than they hold: neither a scope that their roles lack nor an
 * operation in which they have none.
 *
 * @param taking the operations that the body takes part in
 * @throws HubError `invalid_input` with every problem by its pointer
 */
export function grantTerms(caller: Caller, clock: Clock, wish: WishedTerms, taking: readonly string[]): GrantedTerms {
  const now = clock.now().getTime();
  const expiresAt = wish.expiresAt ?? new Date(now + USUAL_LIFE);
  const held = operationsOf(caller);
  const operations = wish.operations ?? (held === 'all' ? undefined : held);
  const networks = wish.allowedAddresses?.map(networkOf);
  const problems: InputProblem[] = [
    ...wish.scopes.flatMap((scope, index) =>
      caller.scopes.includes(scope)
        ? []
        : [problem(`/scopes/${index}`, 'not_yours', 'you cannot give what your own roles do not allow')],
    ),
    ...(wish.operations ?? []).flatMap((operation, index) =>
      taking.includes(operation) && (held === 'all' || held.includes(operation))
        ? []
        : [problem(`/operations/${index}`, 'operation_unknown', 'use an operation in which you hold this role')],
    ),
    ...(networks ?? []).flatMap((network, index) =>
      network === undefined
        ? [problem(`/allowedAddresses/${index}`, 'network', 'write an address or a network: 203.0.113.0/24')]
        : [],
    ),
    ...((networks?.length ?? 0) > MOST_NETWORKS
      ? [problem('/allowedAddresses', 'too_many', `${MOST_NETWORKS} networks at most`)]
      : []),
    ...(expiresAt.getTime() <= now ? [problem('/expiresAt', 'past', 'must be in the future')] : []),
    ...(expiresAt.getTime() > now + LONGEST_LIFE
      ? [problem('/expiresAt', 'too_far', 'two years from now at most')]
      : []),
  ];
  if (problems.length > 0) throw invalidInput(problems);
  return {
    scopes: scopes.filter((scope) => wish.scopes.includes(scope)),
    ...(operations ? { operations: [...new Set(operations)].sort() } : {}),
    ...(networks ? { allowedAddresses: [...new Set(networks.filter((one) => one !== undefined))] } : {}),
    expiresAt,
  };
}

/**
 * Whoever gets the secret of a credential could do all that it may: only who could have made it is shown a new one.
 *
 * @throws HubError `forbidden`
 */
export function requireCover(
  caller: Caller,
  terms: { readonly scopes: readonly Scope[]; readonly operations: readonly string[] | null },
): void {
  const held = operationsOf(caller);
  const covers =
    terms.scopes.every((scope) => caller.scopes.includes(scope)) &&
    (held === 'all' || (terms.operations?.every((operation) => held.includes(operation)) ?? false));
  if (!covers)
    throw new HubError(
      'forbidden',
      'This may do more than your own roles allow, so it is not shown to you. Revoke it and make one with less, or ask the operator of the hub.',
    );
}

function operationsOf({ person, operations }: Caller): 'all' | readonly string[] {
  return person?.operations ?? operations ?? 'all';
}

function problem(pointer: string, code: string, message: string): InputProblem {
  return { pointer, code, message };
}
