import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { capture, root, ScriptError } from './run.mjs';

/** The last version that runs on Node 20. */
const VERSION = '12.8.2';
const dir = join(root, '.hub', 'tools', `lighthouse-${VERSION}`);
const entry = join(dir, 'node_modules', 'lighthouse', 'core', 'index.js');

/**
 * The path of Lighthouse's own module: LIGHTHOUSE, one fetched before, or one fetched now from the registry. It is no
 * dependency of the project: it is large, and judges from outside.
 */
export function provisionLighthouse() {
  const given = process.env.LIGHTHOUSE;
  if (given) return existsSync(given) ? given : fail(`LIGHTHOUSE is ${given}, which is not there.`);
  if (existsSync(entry)) return entry;
  console.log(`Fetching Lighthouse ${VERSION} with npm (once, about 190 MB) ...`);
  const args = ['install', '--prefix', dir, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  const { stderr } = capture('npm', [...args, `lighthouse@${VERSION}`], { timeout: 600_000 });
  return existsSync(entry) ? entry : fail(stderr);
}

function fail(problem) {
  throw new ScriptError(
    `The browser tests have Lighthouse judge the console. ${problem ?? ''}\n` +
      `Install it (\`npm install lighthouse@${VERSION}\` in a folder of its own), and set LIGHTHOUSE to its core/index.js.`,
  );
}
