import { dayAfter } from '../days';
import { rate } from '../rounded';

/** The numbers of one training return, as of the last day of its period. */
export interface TrainingNumbers {
  readonly strength: readonly { readonly rankGroup: string; readonly people: number }[];
  readonly trained: readonly {
    readonly course: string;
    readonly rankGroup: string;
    readonly when: string;
    readonly people: number;
    /** The last day on which it counts; absent: it does not end. */
    readonly validUntil?: string;
  }[];
}

/** How far one rank group is trained in one course. */
export interface CourseCoverage {
  readonly course: string;
  readonly beforeDeployment: number;
  readonly inDeployment: number;
  /** Of both, those whose training still counts on the day. */
  readonly counting: number;
  /** Of both, those whose training no longer counts. */
  readonly expired: number;
  /** Of those that count, those whose training ends within 90 days. */
  readonly expiring: number;
  /** People of the group without this course, or whose training no longer counts. */
  readonly gap: number;
  /** counting / strength, 0 to 1; null where the group has nobody. */
  readonly coverage: number | null;
}

export interface GroupCoverage {
  readonly rankGroup: string;
  readonly strength: number;
  /** People whose training counts in one course at least: who was in several is in the numbers of each. */
  readonly anyCourse: { readonly atLeast: number; readonly atMost: number };
  readonly courses: readonly CourseCoverage[];
}

/** Training that ends within so many days is said to expire. */
const SOON = 90;

/** How far contingents are trained on a day, by rank group and course; several are added up. */
export function coverageOf(returns: readonly TrainingNumbers[], on: string): GroupCoverage[] {
  const soon = dayAfter(on, SOON);
  const strengths = totals(returns.flatMap(({ strength }) => strength.map((one) => [one.rankGroup, one.people])));
  const trained = returns.flatMap((one) => one.trained);
  return [...strengths].map(([rankGroup, strength]) => {
    const own = trained.filter((entry) => entry.rankGroup === rankGroup);
    const courses = [...new Set(own.map(({ course }) => course))].sort().map((course): CourseCoverage => {
      const entries = own.filter((entry) => entry.course === course);
      const people = (is: (entry: (typeof entries)[number]) => boolean): number =>
        entries.filter(is).reduce((sum, entry) => sum + entry.people, 0);
      const counting = people((entry) => counts(entry, on));
      return {
        course,
        beforeDeployment: people(({ when }) => when === 'before-deployment'),
        inDeployment: people(({ when }) => when === 'in-deployment'),
        counting,
        expired: people((entry) => !counts(entry, on)),
        expiring: people((entry) => counts(entry, on) && !counts(entry, soon)),
        gap: Math.max(0, strength - counting),
        coverage: rate(counting, strength),
      };
    });
    const each = courses.map(({ counting }) => counting);
    const anyCourse = {
      atLeast: Math.max(0, ...each),
      atMost: Math.min(
        strength,
        each.reduce((sum, one) => sum + one, 0),
      ),
    };
    return { rankGroup, strength, anyCourse, courses };
  });
}

function counts({ validUntil }: TrainingNumbers['trained'][number], on: string): boolean {
  return validUntil === undefined || validUntil >= on;
}

function totals(pairs: readonly (readonly [key: string, people: number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [key, people] of [...pairs].sort()) sums.set(key, (sums.get(key) ?? 0) + people);
  return sums;
}
