import type { Body } from './operation';

/** Whether a list of slugs and roles names this body. */
export function namesBody(names: readonly string[], body: Pick<Body, 'slug' | 'roles'>): boolean {
  return names.includes(body.slug) || body.roles.some((role) => names.includes(role));
}
