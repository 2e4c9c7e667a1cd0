import type { HeldRole, Role } from './roles';

/** What those who manage a body's people may grant and take; the rest is for whoever runs the hub. */
export const GRANTABLE: readonly Role[] = ['liaison-officer', 'coordinator', 'focal-point', 'protection-officer'];

/**
 * What somebody who manages people has not the right to grant or take: roles of the hub's own, and those outside of the
 * operations in which they manage people.
 */
export function notTheirs(roles: readonly HeldRole[], operations: 'all' | readonly string[]): readonly HeldRole[] {
  return roles.filter(
    ({ role, operation }) =>
      !GRANTABLE.includes(role) || (operations !== 'all' && (operation === null || !operations.includes(operation))),
  );
}
