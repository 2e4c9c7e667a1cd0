import { isSecurityKind } from '../domain/directory.codes';
import { namesBody } from '../domain/naming';
import type { Body, FieldProfile } from '../domain/operation';
import type { Check, Finding, OperationDraft, Path } from './finding';

/** One place where a profile is given to bodies. */
interface Use {
  readonly profile: FieldProfile;
  readonly bodies: readonly Body[];
  readonly kinds: readonly string[] | undefined;
  readonly path: Path;
}

function uses(operation: OperationDraft): Use[] {
  const named = (names: readonly string[]): Body[] => operation.bodies.filter((body) => namesBody(names, body));
  const found = (id: string | undefined): FieldProfile | undefined => operation.profiles.find((each) => each.id === id);
  const lead = found(operation.leadAgency.profile);
  const leadUse: Use[] =
    lead === undefined
      ? []
      : [
          {
            profile: lead,
            bodies: named([operation.leadAgency.body]),
            kinds: undefined,
            path: ['leadAgency', 'profile'],
          },
        ];
  const ruleUses = operation.rules.flatMap((rule, index): Use[] => {
    const profile = found(rule.then.profile);
    if (profile === undefined) return [];
    const bodies = named([...(rule.then.include ?? []), ...(rule.then.allow ?? [])]);
    return [{ profile, bodies, kinds: rule.when.kinds, path: ['rules', index, 'then', 'profile'] }];
  });
  return [...leadUse, ...ruleUses];
}

/** A profile is given only to the bodies, and used only for the kinds, that it was made for. */
export const profilesFitTheirUse: Check = (operation) =>
  uses(operation).flatMap(({ profile, bodies, kinds, path }) => {
    const strangers = bodies.filter((body) => !namesBody(profile.bodies, body));
    const findings = strangers.map((body): Finding => {
      const reason = `The profile "${profile.id}" is not made for "${body.slug}".`;
      return { path, reason, fix: `Use a profile that lists "${body.slug}", or add it to the profile's "bodies".` };
    });
    const covered = profile.kinds;
    const outside = covered !== undefined && (kinds?.some((kind) => !covered.includes(kind)) ?? true);
    if (outside) {
      const reason = `The profile "${profile.id}" does not cover every message kind that is sent with it here.`;
      findings.push({ path, reason, fix: `Limit it to the kinds ${covered.join(', ')}, or use another profile.` });
    }
    return findings;
  });

/** Beyond case code and request, a security body is shown only what is for an investigation. */
export const securityProfilesAreForInvestigation: Check = (operation) =>
  uses(operation).flatMap(({ profile, bodies, path }) => {
    const shown = profile.groups.filter((group) => group !== 'case' && group !== 'request');
    if (profile.purpose === 'investigation' || shown.length === 0) return [];
    return bodies
      .filter((body) => isSecurityKind(body.kind))
      .map(({ slug }): Finding => {
        const reason = `The security body "${slug}" would see ${shown.join(', ')} for the purpose "${profile.purpose}".`;
        return { path, reason, fix: 'Use a profile with the purpose "investigation".' };
      });
  });
