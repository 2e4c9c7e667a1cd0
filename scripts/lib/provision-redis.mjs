import { join } from 'node:path';
import { aptInstall, aptUnpack, hasApt } from './apt.mjs';
import { capture, findInPath, isExecutable, isRoot, root, ScriptError } from './run.mjs';

const names = ['redis-server', 'valkey-server'];
const toolDir = join(root, '.hub', 'tools', 'redis');

/**
 * The path of a redis-server or valkey-server: REDIS_SERVER, the PATH, one fetched before, or one fetched now with
 * apt-get (for the system as root, else into .hub/tools). No system service is started or relied on.
 */
export function provisionRedis() {
  const given = process.env.REDIS_SERVER;
  if (given) return runs(given) ? given : fail(`REDIS_SERVER is ${given}, which cannot be run.`);
  const present = [findInPath(names), join(toolDir, 'redis-server')].find((path) => path !== undefined && runs(path));
  return present ?? fetchRedis();
}

function fetchRedis() {
  if (!hasApt()) return fail('There is no redis-server in the PATH, and no apt-get to fetch one with.');
  console.log('Fetching redis-server with apt-get (once) ...');
  if (isRoot()) {
    const problem = aptInstall(['redis-server']);
    const path = findInPath(names);
    return path !== undefined && runs(path) ? path : fail(problem);
  }
  const packages = ['redis-server', 'redis-tools'];
  const problem = aptUnpack({ packages, program: 'usr/bin/redis-server', name: 'redis-server', dir: toolDir });
  const path = join(toolDir, 'redis-server');
  return problem === undefined && runs(path) ? path : fail(problem ?? capture(path, ['--version']).stderr);
}

function runs(path) {
  return isExecutable(path) && capture(path, ['--version']).ok;
}

function fail(problem) {
  throw new ScriptError(
    `The tests need a Redis (>= 6.2) or Valkey server program. ${problem ?? ''}\n` +
      'Install one (Debian, Ubuntu: `apt-get install redis-server`; macOS: `brew install redis`), or set REDIS_SERVER to ' +
      'the path of a redis-server or valkey-server.',
  );
}
