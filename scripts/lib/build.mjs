import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, ScriptError } from './run.mjs';

/**
 * What is built, and from which sources: modules into build/, and what runs into dist/. Each part has a stamp of its own, so
 * that a change of one does not build the other. `foreign` is what lies within `folders` and belongs to another part;
 * `leaves`: where the output of a deleted source would stay.
 */
const parts = [
  {
    script: 'build:server',
    stamp: '.built',
    leaves: ['build', 'dist'],
    folders: ['apps', 'libs', 'config'],
    foreign: /^(?:apps[\\/]console|libs[\\/]api-client)[\\/]/,
    files: ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/bundle.mjs'],
  },
  {
    script: 'build:console',
    stamp: '.built-console',
    leaves: [],
    folders: ['apps/console', 'libs/api-client'],
    files: ['package.json', 'package-lock.json'],
  },
];

/** Builds what has a source that is newer than its last build, or was added or removed since. */
export async function buildIfStale() {
  for (const part of parts) {
    if (readStamp(part) === JSON.stringify(snapshot(part))) continue;
    console.log(`Building (${part.script}) ...`);
    await buildPart(part);
  }
}

export async function build() {
  for (const part of parts) await buildPart(part);
}

async function buildPart(part) {
  // Taken first: a file saved during the build makes it stale.
  const sources = snapshot(part);
  removeLeftovers(part, sources);
  mkdirSync(join(root, 'dist'), { recursive: true });
  if ((await npm(['run', '--silent', part.script])) !== 0) {
    throw new ScriptError('The build failed: the compiler says where above.');
  }
  writeFileSync(stampFile(part), JSON.stringify(sources));
}

/** A deleted migration, for one, would still be found there. */
function removeLeftovers(part, sources) {
  const before = readStamp(part);
  if (before === undefined) return;
  const known = new Set(sources.map(([path]) => path));
  if (JSON.parse(before).every(([path]) => known.has(path))) return;
  for (const folder of part.leaves) rmSync(join(root, folder), { recursive: true, force: true });
}

function readStamp(part) {
  if (part.leaves.some((folder) => !existsSync(join(root, folder)))) return undefined;
  return existsSync(stampFile(part)) ? readFileSync(stampFile(part), 'utf8') : undefined;
}

function stampFile({ stamp }) {
  return join(root, 'dist', stamp);
}

/** Every source with its time of change. */
function snapshot({ folders, files, foreign }) {
  const found = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => !/\.spec\.ts$/.test(path) && !foreign?.test(path));
  return [...found, ...files.filter((path) => existsSync(join(root, path)))]
    .sort()
    .map((path) => [path, statSync(join(root, path))])
    .filter(([, stat]) => stat.isFile())
    .map(([path, stat]) => [path, Math.round(stat.mtimeMs)]);
}
