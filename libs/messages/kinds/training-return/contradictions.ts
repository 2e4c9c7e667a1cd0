import type { InputProblem } from '#kernel';

/** The parts of a training return whose numbers must agree. */
export interface TrainingFigures {
  readonly strength: readonly { readonly rankGroup: string; readonly people: number }[];
  readonly trained: readonly {
    readonly course: string;
    readonly rankGroup: string;
    readonly role: string;
    readonly when: string;
    readonly validUntil?: string;
    readonly people: number;
  }[];
}

/** What cannot be: a group twice, training of a group that is not there, more people in a course than the group has. */
export function impossibleTotals({ strength, trained }: TrainingFigures): InputProblem[] {
  const people = new Map(strength.map((one) => [one.rankGroup, one.people]));
  const sofar = new Map<string, number>();
  return [
    ...repeated(strength, '/body/strength', ({ rankGroup }) => rankGroup),
    ...repeated(trained, '/body/trained', ({ course, rankGroup, role, when, validUntil }) =>
      [course, rankGroup, role, when, validUntil].join(' '),
    ),
    ...trained.flatMap(({ course, rankGroup, people: more }, index) => {
      const total = (sofar.get(`${course} ${rankGroup}`) ?? 0) + more;
      sofar.set(`${course} ${rankGroup}`, total);
      const most = people.get(rankGroup);
      if (most === undefined)
        return [problem(`/body/trained/${index}/rankGroup`, 'This group has no strength. Add it to "strength".')];
      if (total <= most) return [];
      return [
        problem(
          `/body/trained/${index}/people`,
          `This course has ${total} people of a group of ${most}. Correct one of the two numbers.`,
        ),
      ];
    }),
  ];
}

function repeated<Entry>(entries: readonly Entry[], pointer: string, keyOf: (entry: Entry) => string): InputProblem[] {
  const keys = entries.map(keyOf);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) === index ? [] : [problem(`${pointer}/${index}`, 'This is said twice. Add the two up.')],
  );
}

function problem(pointer: string, message: string): InputProblem {
  return { pointer, code: 'contradiction', message };
}
