import { standingRuleIds } from '../domain/directory.codes';
import { namesBody } from '../domain/naming';
import type { Check, EffectDraft, Finding, OperationDraft, Path } from './finding';

function unknown(what: string, name: string, path: Path, known: readonly string[]): Finding {
  return { path, reason: `There is no ${what} "${name}" in this operation.`, fix: `Use one of: ${known.join(', ')}.` };
}

/** Every name that does not stand for at least one body. */
function unknownNames(operation: OperationDraft, names: readonly string[] | undefined, path: Path): Finding[] {
  const slugs = operation.bodies.map((body) => body.slug);
  const roles = [...new Set(operation.bodies.flatMap((body) => body.roles))];
  return (names ?? []).flatMap((name, index) =>
    operation.bodies.some((body) => namesBody([name], body))
      ? []
      : [unknown('body or role', name, [...path, index], [...slugs, ...roles])],
  );
}

function unknownProfile(operation: OperationDraft, profile: string, path: Path): Finding[] {
  const known = operation.profiles.map((each) => each.id);
  return known.includes(profile) ? [] : [unknown('profile', profile, path, known)];
}

/** The lead agency is one of the bodies, and what it gets exists. */
export const leadAgencyExists: Check = (operation) => {
  const { body, profile } = operation.leadAgency;
  const slugs = operation.bodies.map((each) => each.slug);
  return [
    ...(slugs.includes(body) ? [] : [unknown('body', body, ['leadAgency', 'body'], slugs)]),
    ...unknownProfile(operation, profile, ['leadAgency', 'profile']),
  ];
};

/** Who watches over data protection is one of the bodies. */
export const dataProtectionBodyExists: Check = ({ dataProtection, bodies }) => {
  const slugs = bodies.map((each) => each.slug);
  if (dataProtection === undefined || slugs.includes(dataProtection.body)) return [];
  return [unknown('body', dataProtection.body, ['dataProtection', 'body'], slugs)];
};

/** A designated authority answers for one nation of the operation, and no nation has two of them. */
export const authoritiesAnswerForNations: Check = ({ bodies }) => {
  const nations = bodies.filter(({ kind }) => kind === 'nation').map(({ slug }) => slug);
  return bodies.flatMap(({ kind, answersFor }, index): Finding[] => {
    const path = ['bodies', index, 'answersFor'];
    const isAuthority = kind === 'nation-authority';
    if (isAuthority !== (answersFor !== undefined))
      return [
        {
          path: isAuthority ? ['bodies', index] : path,
          reason: 'A body of kind nation-authority, and no other, answers for a nation.',
          fix: 'Give it both the kind nation-authority and answersFor, or neither.',
        },
      ];
    if (answersFor === undefined) return [];
    if (!nations.includes(answersFor)) return [unknown('nation', answersFor, path, nations)];
    return bodies.findIndex((other) => other.answersFor === answersFor) === index
      ? []
      : [
          {
            path,
            reason: `"${answersFor}" has an authority already.`,
            fix: 'A nation designates one: remove the other.',
          },
        ];
  });
};

/** A unit is part of a nation's contingent or of headquarters. */
export const unitsBelongToContingents: Check = ({ bodies, units = [] }) => {
  const owners = bodies.filter(({ kind }) => kind === 'nation' || kind === 'mission-hq').map(({ slug }) => slug);
  return units.flatMap(({ body }, index) =>
    owners.includes(body) ? [] : [unknown('nation or headquarters', body, ['units', index, 'body'], owners)],
  );
};

/** Series of meetings invite bodies of the operation, two of which chair them and keep their record. */
export const meetingSeriesNameBodies: Check = (operation) => {
  const slugs = operation.bodies.map((each) => each.slug);
  return (operation.meetingSeries ?? []).flatMap((series, index) => [
    ...unknownNames(operation, series.bodies, ['meetingSeries', index, 'bodies']),
    ...(['chair', 'secretary'] as const).flatMap((key) =>
      slugs.includes(series[key]) ? [] : [unknown('body', series[key], ['meetingSeries', index, key], slugs)],
    ),
  ]);
};

/** Agreements and profiles name bodies of the operation. */
export const agreementsAndProfilesNameBodies: Check = (operation) => {
  const slugs = operation.bodies.map((each) => each.slug);
  return [
    ...operation.agreements.flatMap(({ body }, index) =>
      slugs.includes(body) ? [] : [unknown('body', body, ['agreements', index, 'body'], slugs)],
    ),
    ...operation.profiles.flatMap((profile, index) =>
      unknownNames(operation, profile.bodies, ['profiles', index, 'bodies']),
    ),
  ];
};

/** Rules name bodies, provisions and profiles of the operation. */
export const rulesReferToWhatExists: Check = (operation) => {
  const provisions = operation.provisions.map((each) => each.id);
  return operation.rules.flatMap((rule, index) => {
    const then: Path = ['rules', index, 'then'];
    return [
      ...(provisions.includes(rule.provision)
        ? []
        : [unknown('provision', rule.provision, ['rules', index, 'provision'], provisions)]),
      ...unknownNames(operation, rule.when.senders, ['rules', index, 'when', 'senders']),
      ...unknownNames(operation, rule.then.include, [...then, 'include']),
      ...unknownNames(operation, rule.then.allow, [...then, 'allow']),
      ...unknownNames(operation, rule.then.refuse, [...then, 'refuse']),
      ...(rule.then.profile === undefined ? [] : unknownProfile(operation, rule.then.profile, [...then, 'profile'])),
      ...oneEffect(rule.then, then),
    ];
  });
};

/** A rule includes, allows or refuses; the first two say in which capacity and with which profile. */
function oneEffect(then: EffectDraft, path: Path): Finding[] {
  const effects = (['include', 'allow', 'refuse'] as const).filter((key) => then[key] !== undefined);
  if (effects.length !== 1) {
    const reason = `A rule has exactly one of "include", "allow", "refuse"; this one has ${effects.length}.`;
    return [{ path, reason, fix: 'Keep one, and make a rule of its own for each other.' }];
  }
  return (['as', 'profile'] as const).flatMap((key) => {
    if (then.refuse !== undefined && then[key] !== undefined) {
      return [{ path: [...path, key], reason: `A rule that refuses has no "${key}".`, fix: `Remove "${key}".` }];
    }
    if (then.refuse === undefined && then[key] === undefined) {
      return [{ path, reason: `The key "${key}" is missing.`, fix: `Add "${key}": what the bodies get, and as what.` }];
    }
    return [];
  });
}

/** Each standing rule rests on exactly one provision, so that every refusal can name it. */
export const standingRulesRestOnAProvision: Check = (operation) =>
  standingRuleIds.flatMap((rule) => {
    const at = operation.provisions.flatMap((each, index) => (each.enforces?.includes(rule) === true ? [index] : []));
    if (at.length === 0) {
      const reason = `No provision enforces the standing rule "${rule}".`;
      return [{ path: ['provisions'], reason, fix: `Add "${rule}" to "enforces" of the provision behind it.` }];
    }
    return at.slice(1).map((index) => ({
      path: ['provisions', index, 'enforces'],
      reason: `The standing rule "${rule}" is enforced by another provision already.`,
      fix: `Leave "${rule}" with one of them.`,
    }));
  });

/** Message kinds that rules and profiles name are kinds that the hub knows. */
export function kindsAreKnown(known: readonly string[]): Check {
  return (operation) => {
    const wrong = (kinds: readonly string[] | undefined, path: Path): Finding[] =>
      (kinds ?? []).flatMap((kind, index) =>
        known.includes(kind)
          ? []
          : [
              {
                path: [...path, index],
                reason: `There is no message kind "${kind}".`,
                fix: `Use one of: ${known.join(', ')}.`,
              },
            ],
      );
    return [
      ...operation.profiles.flatMap((each, index) => wrong(each.kinds, ['profiles', index, 'kinds'])),
      ...operation.rules.flatMap((each, index) => wrong(each.when.kinds, ['rules', index, 'when', 'kinds'])),
    ];
  };
}
