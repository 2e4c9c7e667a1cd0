import { existsSync, lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { aptInstall, aptUnpack, hasApt } from './apt.mjs';
import { capture, findInPath, isExecutable, isRoot, root, ScriptError } from './run.mjs';

const toolDir = join(root, '.hub', 'tools', 'java');
/** What Specmatic is compiled for. */
const OLDEST = 17;
/** The releases with long support, newest first; a distribution has one or more of them. */
const releases = [25, 21, 17];

/**
 * The path of a java of version 17 or newer: JAVA_HOME, the PATH, one fetched before, or one fetched now with apt-get
 * (for the system as root, else into .hub/tools).
 */
export function provisionJava() {
  const home = process.env.JAVA_HOME;
  if (home) {
    const given = join(home, 'bin', 'java');
    return runs(given) ? given : fail(`JAVA_HOME is ${home}, whose bin/java is no Java ${OLDEST} or newer.`);
  }
  const present = [findInPath(['java']), join(toolDir, 'java')].find((path) => path !== undefined && runs(path));
  return present ?? fetchJava();
}

function fetchJava() {
  if (!hasApt()) return fail('There is none in the PATH, and no apt-get to fetch one with.');
  console.log('Fetching a Java runtime with apt-get (once, about 50 MB) ...');
  const problems = [];
  for (const release of releases) {
    const path = isRoot() ? install(release, problems) : unpack(release, problems);
    if (path !== undefined && runs(path)) return path;
  }
  return fail(problems.filter((problem) => problem !== undefined).join('\n'));
}

function install(release, problems) {
  problems.push(aptInstall([`openjdk-${release}-jre-headless`]));
  return findInPath(['java']);
}

function unpack(release, problems) {
  const architecture = capture('dpkg', ['--print-architecture']).stdout.trim();
  const program = `usr/lib/jvm/java-${release}-openjdk-${architecture}/bin/java`;
  const packages = [`openjdk-${release}-jre-headless`];
  const problem = aptUnpack({ packages, program, name: 'java', dir: toolDir });
  problems.push(problem);
  if (problem !== undefined) return undefined;
  keepLinksInside(join(toolDir, 'root'));
  return join(toolDir, 'java');
}

/** Debian keeps the settings of Java under /etc and links to them; unpacked, they are under `tree`/etc. */
function keepLinksInside(tree) {
  const links = readdirSync(tree, { recursive: true }).map((name) => join(tree, name));
  for (const link of links.filter((path) => lstatSync(path).isSymbolicLink())) {
    const target = readlinkSync(link);
    if (!isAbsolute(target) || !existsSync(join(tree, target))) continue;
    rmSync(link);
    symlinkSync(relative(dirname(link), join(tree, target)), link);
  }
}

function runs(path) {
  if (!isExecutable(path)) return false;
  const { ok, stderr } = capture(path, ['-version']);
  return ok && Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= OLDEST;
}

function fail(problem) {
  throw new ScriptError(
    `The contract tests run Specmatic, which needs Java ${OLDEST} or newer. ${problem ?? ''}\n` +
      'Install it (Debian, Ubuntu: `apt-get install default-jre-headless`; macOS: `brew install openjdk`), or set ' +
      'JAVA_HOME to where it is.',
  );
}
