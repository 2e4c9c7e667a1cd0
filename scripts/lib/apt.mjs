import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, findInPath } from './run.mjs';

const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' } };

export function hasApt() {
  return findInPath(['apt-get']) !== undefined && findInPath(['dpkg-deb']) !== undefined;
}

/**
 * As root: installs packages for the system. Their services stay off: runlevel 1 makes Debian's invoke-rc.d refuse to
 * start them. Returns undefined, or what apt-get complained of.
 */
export function aptInstall(packages) {
  const update = capture('apt-get', ['update', '-q'], quiet);
  const install = capture('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], quiet);
  return install.ok ? undefined : complaint(install) || complaint(update);
}

/**
 * As an ordinary user: unpacks packages, and what they need beyond the installed ones, under `dir` (whole or not at
 * all), and writes `<dir>/<name>`, which runs `program` (a path in the packages) with their libraries.
 * Returns undefined, or what went wrong.
 */
export function aptUnpack({ packages, program, name, dir }) {
  const draft = `${dir}.new`;
  rmSync(draft, { recursive: true, force: true });
  const apt = privateApt(join(draft, 'apt'));
  const update = capture('apt-get', [...apt, 'update', '-q'], quiet);
  const plan = [...apt, 'install', '-y', '--no-install-recommends', '--reinstall', '--print-uris', '-qq', ...packages];
  const uris = capture('apt-get', plan, quiet);
  if (!uris.ok) return complaint(uris) || complaint(update);
  const archives = join(draft, 'archives');
  mkdirSync(archives, { recursive: true });
  const download = capture('apt-get', [...apt, 'download', '-q', ...exactVersions(uris.stdout)], {
    ...quiet,
    cwd: archives,
  });
  if (!download.ok) return complaint(download);
  for (const archive of readdirSync(archives)) {
    const unpack = capture('dpkg-deb', ['-x', join(archives, archive), join(draft, 'root')]);
    if (!unpack.ok) return complaint(unpack);
  }
  if (!existsSync(join(draft, 'root', program))) return `The packages hold no ${program}.`;
  for (const scratch of ['apt', 'archives']) rmSync(join(draft, scratch), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
  renameSync(draft, dir);
  writeWrapper(dir, name, program);
  return undefined;
}

/** Lists and caches of our own: the system's may be absent or not ours to write. */
function privateApt(state) {
  for (const path of ['lists/partial', 'cache/archives/partial', 'log']) {
    mkdirSync(join(state, path), { recursive: true });
  }
  const options = {
    'Dir::State': state,
    'Dir::State::lists': join(state, 'lists'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(state, 'cache'),
    'Dir::Log': join(state, 'log'),
    'Debug::NoLocking': '1',
  };
  return Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
}

/** `'uri' name_version_arch.deb size hash` per line, as `name:arch=version`. */
function exactVersions(printed) {
  return [...printed.matchAll(/^'[^']+' ([^_\s]+)_([^_\s]+)_([^_\s]+)\.deb /gm)].map(
    ([, name, version, arch]) => `${name}${arch === 'all' ? '' : `:${arch}`}=${decodeURIComponent(version)}`,
  );
}

function writeWrapper(dir, name, program) {
  const libraries = libraryDirectories(join(dir, 'root')).map((path) => `$here/root/${path}`);
  const wrapper = [
    '#!/bin/sh',
    'here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)',
    `LD_LIBRARY_PATH="${libraries.join(':')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"`,
    'export LD_LIBRARY_PATH',
    `exec "$here/root/${program}" "$@"`,
  ];
  writeFileSync(join(dir, name), `${wrapper.join('\n')}\n`);
  chmodSync(join(dir, name), 0o755);
}

function libraryDirectories(tree) {
  const found = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.so(\.\d+)*$/.test(entry.name))
    .map((entry) => (entry.parentPath ?? entry.path).slice(tree.length + 1));
  return [...new Set(found)];
}

function complaint({ stderr, stdout }) {
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => /^(E:|W:|Err|.*rror)/.test(line))
    .slice(0, 5)
    .join('\n');
}
