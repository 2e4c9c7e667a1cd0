import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, aptUnpack, hasApt } from './apt.mjs';
import { capture, findInPath, isExecutable, isRoot, root, ScriptError } from './run.mjs';

const modules = 'usr/lib/python3/dist-packages';

/** Opens encrypted webhooks independently of the hub's own library. */
export function provisionJwcrypto() {
  return provisionPython({
    ...{ name: 'jwcrypto', variable: 'JWCRYPTO_PYTHON', packages: ['python3-jwcrypto'] },
    ...{ imports: 'jwcrypto.jwe', holds: 'jwcrypto/jwe.py' },
    why: "The end-to-end tests open encrypted webhooks with Python's jwcrypto.",
  });
}

/** Calendar programs of others, which read what the hub invites by. */
export function provisionCalendarPrograms() {
  return provisionPython({
    ...{ name: 'calendars', variable: 'CALENDAR_PYTHON', packages: ['python3-icalendar', 'khal', 'radicale'] },
    ...{ imports: 'icalendar, khal.cli, radicale', holds: 'icalendar/__init__.py' },
    why: 'The conformance tests read invitations with python3-icalendar, khal and radicale.',
  });
}

/**
 * The path of a Python 3 that has the modules of Debian packages: what the variable says, the PATH, one fetched before, or
 * one fetched now with apt-get (for the system as root, else into .hub/tools).
 */
function provisionPython({ name, variable, packages, imports, holds, why }) {
  const dir = join(root, '.hub', 'tools', name);
  const tried = ['-c', `import ${imports}`];
  const runs = (path) => isExecutable(path) && capture(path, tried).ok;
  const fail = (problem) => {
    throw new ScriptError(
      `${why} ${problem ?? ''}\n` +
        `Install them (Debian, Ubuntu: \`apt-get install ${packages.join(' ')}\`; elsewhere with pip), or set ${variable} to the ` +
        `path of a python3 that can import ${imports}.`,
    );
  };
  const given = process.env[variable];
  if (given) return runs(given) ? given : fail(`${variable} is ${given}, which cannot import ${imports}.`);
  const fetched = join(dir, 'python3');
  // Debian's own Python is asked too: another may stand before it in the PATH and not see Debian's modules.
  const present = () =>
    [findInPath(['python3']), '/usr/bin/python3', fetched].find((path) => path !== undefined && runs(path));
  const found = present();
  if (found) return found;
  if (!hasApt()) return fail(`No python3 in the PATH can import ${imports}, and there is no apt-get to fetch it with.`);
  console.log(`Fetching ${packages.join(', ')} with apt-get (once) ...`);
  const problem = isRoot() ? aptInstall(packages) : unpack({ packages, holds, dir });
  return present() ?? fail(problem ?? capture(fetched, tried).stderr);
}

/** Modules are no program: the system's Python is told where they are. */
function unpack({ packages, holds, dir }) {
  const problem = aptUnpack({ packages, program: `${modules}/${holds}`, name: 'python3', dir });
  if (problem !== undefined) return problem;
  const wrapper = [
    '#!/bin/sh',
    'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)',
    `PYTHONPATH="$here/root/${modules}" exec /usr/bin/python3 "$@"`,
  ];
  const path = join(dir, 'python3');
  writeFileSync(path, `${wrapper.join('\n')}\n`);
  chmodSync(path, 0o755);
  return undefined;
}
