import { childProtectionRole, isSecurityKind } from '#directory';
import type { ReleaseCase } from './release-case';

/**
 * Whether the procedure for children lets a body have the case. For a child, known or presumed, it needs a note on the
 * child's best interests, and the assent of the child or a guardian. The lead agency and child-protection bodies need
 * none of it: they are the ones who carry the procedure out.
 */
export function childProcedureHolds({ input, body }: ReleaseCase): boolean {
  const { minor, childProcedure } = input.facts;
  if (minor === 'no') return true;
  const isLead = body.slug === input.operation.leadAgency.body;
  const protectsChildren = isLead || body.roles.includes(childProtectionRole);
  if (protectsChildren && !isSecurityKind(body.kind)) return true;
  if (childProcedure?.bestInterestsNote !== true) return false;
  return childProcedure.assent === true || childProcedure.guardian === true;
}
