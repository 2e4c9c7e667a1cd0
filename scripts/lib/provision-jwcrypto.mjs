import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, aptUnpack, hasApt } from './apt.mjs';
import { capture, findInPath, isExecutable, isRoot, root, ScriptError } from './run.mjs';

const toolDir = join(root, '.hub', 'tools', 'jwcrypto');
const modules = 'usr/lib/python3/dist-packages';

/**
 * The path of a Python 3 with jwcrypto, which opens encrypted webhooks independently of the hub's own library:
 * JWCRYPTO_PYTHON, the PATH, one fetched before, or one fetched now with apt-get (for the system as root, else into
 * .hub/tools).
 */
export function provisionJwcrypto() {
  const given = process.env.JWCRYPTO_PYTHON;
  if (given) return runs(given) ? given : fail(`JWCRYPTO_PYTHON is ${given}, which cannot import jwcrypto.`);
  return present() ?? fetchJwcrypto();
}

/** Debian's own Python is asked too: another may stand before it in the PATH and not see Debian's modules. */
function present() {
  const candidates = [findInPath(['python3']), '/usr/bin/python3', join(toolDir, 'python3')];
  return candidates.find((path) => path !== undefined && runs(path));
}

function fetchJwcrypto() {
  if (!hasApt()) return fail('No python3 in the PATH can import it, and there is no apt-get to fetch it with.');
  console.log('Fetching python3-jwcrypto with apt-get (once) ...');
  if (isRoot()) {
    const problem = aptInstall(['python3-jwcrypto']);
    return present() ?? fail(problem);
  }
  return unpack();
}

/** Modules are no program: the system's Python is told where they are. */
function unpack() {
  const program = `${modules}/jwcrypto/jwe.py`;
  const problem = aptUnpack({ packages: ['python3-jwcrypto'], program, name: 'python3', dir: toolDir });
  if (problem !== undefined) return fail(problem);
  const wrapper = [
    '#!/bin/sh',
    'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)',
    `PYTHONPATH="$here/root/${modules}" exec /usr/bin/python3 "$@"`,
  ];
  const path = join(toolDir, 'python3');
  writeFileSync(path, `${wrapper.join('\n')}\n`);
  chmodSync(path, 0o755);
  return runs(path) ? path : fail(capture(path, ['-c', 'import jwcrypto.jwe']).stderr);
}

function runs(path) {
  return isExecutable(path) && capture(path, ['-c', 'import jwcrypto.jwe']).ok;
}

function fail(problem) {
  throw new ScriptError(
    `The end-to-end tests open encrypted webhooks with Python's jwcrypto. ${problem ?? ''}\n` +
      'Install it (Debian, Ubuntu: `apt-get install python3-jwcrypto`; elsewhere: `pip install jwcrypto`), or set ' +
      'JWCRYPTO_PYTHON to the path of a python3 that has it.',
  );
}
