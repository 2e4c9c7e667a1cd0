import type { Check, Finding, OperationDraft, Path } from './finding';

/** Finds entries that share an id; the second one is reported. */
function repeated(ids: readonly string[], pathOf: (index: number) => Path, what: string): Finding[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: pathOf(index), reason: `The ${what} "${id}" appears twice.`, fix: 'Rename or remove one of them.' }],
  );
}

/** Ids and slugs are unique within their list. */
export const uniqueIds: Check = (operation) => [
  ...repeated(
    operation.bodies.map((each) => each.slug),
    (index) => ['bodies', index, 'slug'],
    'body',
  ),
  ...repeated(
    operation.provisions.map((each) => each.id),
    (index) => ['provisions', index, 'id'],
    'provision',
  ),
  ...repeated(
    (operation.units ?? []).map((each) => each.id),
    (index) => ['units', index, 'id'],
    'unit',
  ),
  ...repeated(
    operation.profiles.map((each) => each.id),
    (index) => ['profiles', index, 'id'],
    'profile',
  ),
  ...repeated(
    operation.rules.map((each) => each.id),
    (index) => ['rules', index, 'id'],
    'rule',
  ),
];

/** A name in a rule must mean one thing: no role is called like a body. */
export const rolesAreNotSlugs: Check = (operation) => {
  const slugs = new Set(operation.bodies.map((body) => body.slug));
  return operation.bodies.flatMap((body, index) =>
    body.roles.flatMap((role, at) =>
      slugs.has(role)
        ? [
            {
              path: ['bodies', index, 'roles', at],
              reason: `The role "${role}" is also the slug of a body.`,
              fix: 'Give the role another name.',
            },
          ]
        : [],
    ),
  );
};

/** Ids of provisions and rules begin with the code of their operation, so that they are unique across operations. */
export const idsCarryTheCode: Check = (operation) => {
  const wrong = (id: string, path: Path): Finding[] =>
    id.startsWith(`${operation.code}-`)
      ? []
      : [
          {
            path,
            reason: `"${id}" does not begin with "${operation.code}-".`,
            fix: `Begin it with "${operation.code}-".`,
          },
        ];
  return [
    ...operation.provisions.flatMap((each, index) => wrong(each.id, ['provisions', index, 'id'])),
    ...operation.rules.flatMap((each, index) => wrong(each.id, ['rules', index, 'id'])),
  ];
};

/** A body has two different ways to be reached. */
export const backUpDiffers: Check = (operation) =>
  operation.bodies.flatMap((body, index) =>
    body.focalPoint.mailbox === body.backUp.mailbox
      ? [
          {
            path: ['bodies', index, 'backUp', 'mailbox'],
            reason: `The back-up of "${body.slug}" has the mailbox of its focal point.`,
            fix: 'Name another mailbox: the back-up is reached when the focal point does not answer.',
          },
        ]
      : [],
  );

/** An operation with the place where it came from. */
export interface Placed<Place> {
  readonly operation: OperationDraft;
  readonly place: Place;
}

/** Checks across operations: ids and codes are unique, and a body has one identity wherever it takes part. */
export function checkAcross<Place>(all: readonly Placed<Place>[]): { place: Place; finding: Finding }[] {
  return all.flatMap(({ operation, place }, index) =>
    all
      .slice(0, index)
      .flatMap((earlier) => clashes(operation, earlier.operation).map((finding) => ({ place, finding }))),
  );
}

function clashes(operation: OperationDraft, earlier: OperationDraft): Finding[] {
  const findings: Finding[] = [];
  for (const key of ['id', 'code'] as const) {
    if (operation[key] !== earlier[key]) continue;
    const reason = `The operation "${earlier.id}" has the ${key} "${operation[key]}" already.`;
    findings.push({ path: [key], reason, fix: `Choose another ${key}.` });
  }
  operation.bodies.forEach((body, index) => {
    const same = earlier.bodies.find((each) => each.slug === body.slug);
    if (same === undefined) return;
    for (const key of ['name', 'shortName', 'kind'] as const) {
      if (body[key] === same[key]) continue;
      findings.push({
        path: ['bodies', index, key],
        reason: `The body "${body.slug}" has the ${key} "${same[key]}" in the operation "${earlier.id}".`,
        fix: `Write the same ${key} in both, or give one of two different bodies another slug.`,
      });
    }
  });
  return findings;
}
