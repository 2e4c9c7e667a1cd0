import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, ScriptError } from './run.mjs';

const stampFile = join(root, 'dist', '.built');
const folders = ['apps', 'libs', 'config'];
const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Compiles to dist/ when a source is newer than the last build, or was added or removed since. */
export async function buildIfStale() {
  if (readStamp() === JSON.stringify(snapshot())) return;
  console.log('Building ...');
  await build();
}

export async function build() {
  // Taken first: a file saved during the build makes it stale.
  const sources = snapshot();
  removeLeftovers(sources);
  mkdirSync(join(root, 'dist'), { recursive: true });
  if ((await npm(['run', '--silent', 'build'])) !== 0) {
    throw new ScriptError('The build failed: the compiler says where above.');
  }
  writeFileSync(stampFile, JSON.stringify(sources));
}

/** The compiler leaves the output of deleted sources, and a deleted migration would still be found there. */
function removeLeftovers(sources) {
  const before = readStamp();
  if (before === undefined) return;
  const known = new Set(sources.map(([path]) => path));
  if (JSON.parse(before).some(([path]) => !known.has(path)))
    rmSync(join(root, 'dist'), { recursive: true, force: true });
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
}

/** Every source with its time of change. */
function snapshot() {
  const found = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => !/\.spec\.ts$/.test(path));
  return [...found, ...files.filter((path) => existsSync(join(root, path)))]
    .sort()
    .map((path) => [path, statSync(join(root, path))])
    .filter(([, stat]) => stat.isFile())
    .map(([path, stat]) => [path, Math.round(stat.mtimeMs)]);
}
