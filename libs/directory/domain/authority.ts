import type { Body, Operation, Slug } from './operation';

/** The body that a nation designated to answer for its personnel; undefined where it designated none. */
export function authorityOf({ bodies }: Pick<Operation, 'bodies'>, nation: Slug): Body | undefined {
  return bodies.find(({ answersFor }) => answersFor === nation);
}
