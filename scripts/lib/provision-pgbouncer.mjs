import { join } from 'node:path';
import { aptInstall, aptUnpack, hasApt } from './apt.mjs';
import { capture, findInPath, isExecutable, isRoot, root, ScriptError } from './run.mjs';

const toolDir = join(root, '.hub', 'tools', 'pgbouncer');
/** Debian keeps it where only root's PATH leads. */
const systemPath = '/usr/sbin/pgbouncer';

/**
 * The path of a pgbouncer: PGBOUNCER, the PATH, one fetched before, or one fetched now with apt-get (for the system as
 * root, else into .hub/tools). No system service is started or relied on.
 */
export function provisionPgBouncer() {
  const given = process.env.PGBOUNCER;
  if (given) return runs(given) ? given : fail(`PGBOUNCER is ${given}, which cannot be run.`);
  return installed() ?? fetchPgBouncer();
}

function installed() {
  return [findInPath(['pgbouncer']), systemPath, join(toolDir, 'pgbouncer')].find(
    (path) => path !== undefined && runs(path),
  );
}

function fetchPgBouncer() {
  if (!hasApt()) return fail('There is no pgbouncer in the PATH, and no apt-get to fetch one with.');
  console.log('Fetching pgbouncer with apt-get (once) ...');
  if (isRoot()) {
    const problem = aptInstall(['pgbouncer']);
    return installed() ?? fail(problem);
  }
  const problem = aptUnpack({
    packages: ['pgbouncer'],
    program: 'usr/sbin/pgbouncer',
    name: 'pgbouncer',
    dir: toolDir,
  });
  const path = join(toolDir, 'pgbouncer');
  return problem === undefined && runs(path) ? path : fail(problem ?? capture(path, ['--version']).stderr);
}

function runs(path) {
  return isExecutable(path) && capture(path, ['--version']).ok;
}

function fail(problem) {
  throw new ScriptError(
    `The tests need PgBouncer. ${problem ?? ''}\n` +
      'Install it (Debian, Ubuntu: `apt-get install pgbouncer`; macOS: `brew install pgbouncer`), or set PGBOUNCER to the ' +
      'path of the program.',
  );
}
