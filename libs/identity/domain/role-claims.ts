import { roles, type HeldRole } from './roles';

/** A role at a body, as a value of a claim stands for it. */
export interface ClaimedRole extends HeldRole {
  readonly organisation: string;
}

/** Value of the claim → roles. */
export type RoleMapping = ReadonlyMap<string, readonly ClaimedRole[]>;

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Reads the mapping as the configuration holds it. @throws Error that says what is wrong with it */
export function parseRoleMapping(text: string): RoleMapping {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  if (!isObject(parsed)) throw new Error('it must be an object: value of the claim → list of roles');
  return new Map(
    Object.entries(parsed).map(([value, list]) => {
      if (!Array.isArray(list)) throw new Error(`"${value}" must have a list of roles`);
      return [value, list.map((one) => claimedRole(value, one))];
    }),
  );
}

function claimedRole(value: string, given: unknown): ClaimedRole {
  const { organisation, role, operation = null, ...rest } = isObject(given) ? given : {};
  const known = roles.find((one) => one === role);
  const more = Object.keys(rest);
  if (typeof organisation !== 'string' || !SLUG.test(organisation)) throw new Error(`"${value}" names no organisation`);
  if (!known) throw new Error(`"${value}" names no role. Roles are: ${roles.join(', ')}`);
  if (operation !== null && (typeof operation !== 'string' || !SLUG.test(operation)))
    throw new Error(`"${value}" names no operation`);
  if (more.length > 0) throw new Error(`"${value}" has members that are not known: ${more.join(', ')}`);
  return { organisation, role: known, operation };
}

/** What somebody is by their claims: roles at one body. */
export type ClaimedPlace =
  | { readonly organisation: string; readonly roles: readonly HeldRole[] }
  /** No value stands for a role, or values stand for roles at more bodies than one. */
  | 'no_role'
  | 'several_bodies';

/** The body and the roles that the values of a claim stand for. */
export function placeOf(mapping: RoleMapping, claim: unknown): ClaimedPlace {
  const values = Array.isArray(claim) ? claim : [claim];
  const claimed = values.flatMap((value) => (typeof value === 'string' ? (mapping.get(value) ?? []) : []));
  const [first] = claimed;
  if (!first) return 'no_role';
  if (claimed.some(({ organisation }) => organisation !== first.organisation)) return 'several_bodies';
  const distinct = new Map(claimed.map(({ role, operation }) => [`${role}@${operation ?? ''}`, { role, operation }]));
  return { organisation: first.organisation, roles: [...distinct.values()] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
