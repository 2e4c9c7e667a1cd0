import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

/** Leads to others and shows nothing. */
const noPage = ['/'];

/** @returns the routes of the console that are not among the addresses in the file, in which each judged page is a line. */
export function unjudgedRoutes(file) {
  const judged = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const router = readFileSync(join(root, 'apps/console/src/router.tsx'), 'utf8');
  const routes = [...router.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path);
  const fixed = new Set(routes.map((path) => `/console${path}`));
  return routes.filter((route) => {
    if (noPage.includes(route)) return false;
    const pattern = new RegExp(`^/console${route.replaceAll(/\$\w+/g, '[^/]+')}$`);
    // A route of its own, such as /meetings/new, is no example of /meetings/$id.
    return !judged.some((path) => pattern.test(path) && (path === `/console${route}` || !fixed.has(path)));
  });
}
