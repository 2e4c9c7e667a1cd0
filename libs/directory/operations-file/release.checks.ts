import { caseKinds, isSecurityKind, type FieldGroup } from '../domain/directory.codes';
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

/** What may be shown to a security body for any purpose: none of it tells what happened to whom. */
const harmless: readonly FieldGroup[] = ['case', 'request', 'information'];

/** Beyond case code, request and information, a security body is shown only what is for an investigation. */
export const securityProfilesAreForInvestigation: Check = (operation) =>
  uses(operation).flatMap(({ profile, bodies, path }) => {
    const shown = profile.groups.filter((group) => !harmless.includes(group));
    if (profile.purpose === 'investigation' || shown.length === 0) return [];
    return bodies
      .filter((body) => isSecurityKind(body.kind))
      .map(({ slug }): Finding => {
        const reason = `The security body "${slug}" would see ${shown.join(', ')} for the purpose "${profile.purpose}".`;
        return { path, reason, fix: 'Use a profile with the purpose "investigation".' };
      });
  });

/** Consent to an investigation is consent to an investigation by police or security forces: nobody else needs such a profile. */
export const investigationsAreForSecurityBodies: Check = (operation) =>
  uses(operation).flatMap(({ profile, bodies, path }) => {
    if (profile.purpose !== 'investigation') return [];
    return bodies
      .filter((body) => !isSecurityKind(body.kind))
      .map(({ slug }): Finding => {
        const reason = `The profile "${profile.id}" is for an investigation, and "${slug}" is no security body.`;
        return { path, reason, fix: 'Use a profile with the purpose "assistance" or "protection".' };
      });
  });

/** Capacity is asked where services are: a message of another kind would always find it unknown. */
export const capacityIsAskedOfCases: Check = ({ rules }) =>
  rules.flatMap(({ when }, index): Finding[] => {
    if (when.capacity === undefined || (when.kinds?.every((kind) => caseKinds.includes(kind)) ?? false)) return [];
    const reason = 'Only messages that ask for services can be routed by capacity.';
    const fix = `Limit the rule to the kinds ${caseKinds.join(', ')}.`;
    return [{ path: ['rules', index, 'when', 'capacity'], reason, fix }];
  });
