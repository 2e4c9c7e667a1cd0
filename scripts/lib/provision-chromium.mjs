import { join } from 'node:path';
import { aptInstall, aptUnpack, hasApt } from './apt.mjs';
import { capture, findInPath, isExecutable, isRoot, root, ScriptError } from './run.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chromium-headless-shell'];
const toolDir = join(root, '.hub', 'tools', 'chromium');

/** The headless shell is the same browser with a quarter of the dependencies; not every distribution packs it. */
const offers = [
  { packages: ['chromium-headless-shell'], program: 'usr/lib/chromium/chromium-headless-shell' },
  { packages: ['chromium'], program: 'usr/lib/chromium/chromium' },
];

/**
 * The path of a Chromium that starts headless: CHROMIUM, the PATH, one fetched before, or one fetched now with apt-get
 * (for the system as root, else into .hub/tools).
 */
export function provisionChromium() {
  const given = process.env.CHROMIUM;
  if (given) return starts(given) ? given : fail(`CHROMIUM is ${given}, which does not start headless.`);
  const inPath = names.map((name) => findInPath([name]));
  const present = [...inPath, join(toolDir, 'chromium')].find((path) => path !== undefined && starts(path));
  return present ?? fetchChromium();
}

function fetchChromium() {
  if (!hasApt()) return fail('There is none in the PATH, and no apt-get to fetch one with.');
  console.log('Fetching Chromium with apt-get (once, about 100 MB) ...');
  const problems = [];
  for (const { packages, program } of offers) {
    problems.push(isRoot() ? aptInstall(packages) : aptUnpack({ packages, program, name: 'chromium', dir: toolDir }));
    const candidates = isRoot() ? names.map((name) => findInPath([name])) : [join(toolDir, 'chromium')];
    const path = candidates.find((candidate) => candidate !== undefined && starts(candidate));
    if (path !== undefined) return path;
  }
  return fail(problems.filter((problem) => problem !== undefined).join('\n'));
}

/** A browser can be installed and yet not start, for want of a library: so a page is really rendered. */
function starts(path) {
  if (!isExecutable(path)) return false;
  const page = 'data:text/html,<p>it%20renders</p>';
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return capture(path, [...flags, '--dump-dom', page], { timeout: 60_000 }).stdout.includes('it renders');
}

function fail(problem) {
  throw new ScriptError(
    `The browser tests need Chromium. ${problem ?? ''}\n` +
      'Install it (Debian: `apt-get install chromium`; macOS: `brew install --cask chromium`), or set CHROMIUM to the path ' +
      'of a Chromium or Chrome.',
  );
}
