import { permissions, type Permission } from './permissions';

/** What a person can be, at a body and in an operation. */
export const roles = [
  'liaison-officer',
  'coordinator',
  'focal-point',
  'protection-officer',
  'auditor',
  'operator',
  'senior-coordinator',
  'accountability-officer',
  'senior-commander',
] as const;
export type Role = (typeof roles)[number];

const CASE_WORK = [
  'referrals:read',
  'referrals:write',
  'messages:read',
  'messages:write',
  'inbox:read',
  'inbox:write',
  'directory:read',
  'meetings:read',
  'figures:read',
] as const satisfies readonly Permission[];

/**
 * Which role may do what, in the operation that it is held in: the one table of permissions. What is not here is refused.
 * Rows of another operation are closed to a person by the database, whatever the route.
 */
export const grants: Readonly<Record<Role, readonly Permission[]>> = {
  /** Sends cases and answers those sent to its body. */
  'liaison-officer': [...CASE_WORK, 'break-glass:request'],
  /** Runs the meetings, and sees how what its body sent and was sent stands. */
  coordinator: [
    'referrals:read',
    'messages:read',
    'messages:write',
    'directory:read',
    'meetings:read',
    'meetings:manage',
    'minutes:approve',
    'figures:read',
    'figures:release',
    'evidence:read',
    'people:read',
  ],
  /** Through whom its body is reached: cases, the body's systems, keys and people. */
  'focal-point': [
    ...CASE_WORK,
    'webhooks:manage',
    'keys:manage',
    'people:read',
    'people:manage',
    'minutes:approve',
    'figures:approve',
    'evidence:read',
    'access:read',
    'provisions:acknowledge',
    'break-glass:request',
  ],
  /** Guards the persons whom cases are about: consent, exceptions, reading, erasure. */
  'protection-officer': [
    'referrals:read',
    'messages:read',
    'inbox:read',
    'directory:read',
    'meetings:read',
    'figures:read',
    'release:approve',
    'evidence:read',
    'access:read',
    'access:oversee',
    'records:erase',
    'break-glass:approve',
    'people:read',
  ],
  /** Reads the evidence; no content. */
  auditor: ['directory:read', 'evidence:read', 'evidence:audit', 'access:read', 'access:oversee', 'people:read'],
  /** Runs the machine: queues, lanes, endpoints by their metadata; no content. */
  operator: ['directory:read', 'hub:operate', 'people:read'],
  /** Coordinates across operations: figures, meetings and their records; no content. */
  'senior-coordinator': [
    'directory:read',
    'meetings:read',
    'figures:read',
    'figures:release',
    'evidence:read',
    'people:read',
    'accountability:count',
  ],
  /** Brings allegations against personnel before their nation or, at the authority that a nation designated, answers them. */
  'accountability-officer': ['directory:read', 'accountability:read', 'accountability:report', 'accountability:answer'],
  /** Asks nations to repatriate offenders, of allegations that they were let know of. */
  'senior-commander': ['directory:read', 'accountability:read', 'accountability:repatriate', 'provisions:acknowledge'],
};

/** The permissions of a set of roles, in the order of `permissions`. */
export function permissionsOf(held: readonly Role[]): readonly Permission[] {
  return permissions.filter((permission) => held.some((role) => grants[role].includes(permission)));
}

/** A role that a person holds at the body that they act for; without an operation, in all of the body's operations. */
export interface HeldRole {
  readonly role: Role;
  readonly operation: string | null;
}

/**
 * Where a person may use a permission: the ids of operations, `all`, or `none`. A role that is held in all operations
 * counts for those to come too.
 */
export function operationsFor(held: readonly HeldRole[], permission: Permission): 'all' | 'none' | readonly string[] {
  const granting = held.filter(({ role }) => grants[role].includes(permission));
  if (granting.length === 0) return 'none';
  const operations = granting.map(({ operation }) => operation);
  return operations.includes(null) ? 'all' : [...new Set(operations.filter((one) => one !== null))].sort();
}
