// What the hub is made of: known weaknesses of what it runs on, and a bill of materials that names all of it.
//   node scripts/supply-check.mjs [--sbom FILE]
// Writes the bill (CycloneDX) to FILE. Without a registry that offers audits, that part is not done, and this is said.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, script, ScriptError } from './lib/run.mjs';

/** From this severity on a weakness fails the check. */
const SEVERE = ['high', 'critical'];

script(() => {
  const { values } = parseArgs({ options: { sbom: { type: 'string' } } });
  audit();
  const bill = billOfMaterials();
  if (values.sbom !== undefined) writeFileSync(values.sbom, `${JSON.stringify(bill, null, 2)}\n`);
  return 0;
});

function audit() {
  const { status, stdout } = npmJson(['audit', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=20000']);
  const report = parsed(stdout);
  const counts = report?.metadata?.vulnerabilities;
  if (counts === undefined) {
    const why = report?.message ?? report?.error?.summary ?? `npm ended with ${status} and no report`;
    console.log(`NOT AUDITED: the registry gave no report (${why}). Run "npm audit --omit=dev" where it does.`);
    return;
  }
  const severe = Object.values(report.vulnerabilities ?? {}).filter(({ severity }) => SEVERE.includes(severity));
  console.log(
    `audit: ${counts.total} known weaknesses in what is installed without dev dependencies, ${severe.length} of them severe`,
  );
  if (severe.length > 0) {
    const names = severe.map(({ name, severity }) => `${name} (${severity})`).join(', ');
    throw new ScriptError(`Known weaknesses: ${names}. See "npm audit --omit=dev".`);
  }
}

/**
 * The bill as npm makes it from the lock file, once it is found to name every package there that the hub runs on. Tools are
 * in it too, marked as such: with --omit=dev npm leaves out what the hub and a tool both need.
 */
function billOfMaterials() {
  const { stdout, stderr } = npmJson(['sbom', '--sbom-format=cyclonedx', '--package-lock-only']);
  const bill = parsed(stdout);
  if (bill?.bomFormat !== 'CycloneDX') throw new ScriptError(`npm made no bill of materials: ${stderr.slice(0, 500)}`);
  const listed = new Set(
    bill.components.map(({ purl }) => decodeURIComponent(purl.replace(/^pkg:npm\//, '').split('?')[0])),
  );
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const needed = Object.entries(packages).flatMap(([path, entry]) => {
    // npm leaves out what only tools need, and optional packages of other platforms that are not installed.
    if (path === '' || entry.link || entry.dev || entry.devOptional || entry.optional || entry.peer) return [];
    return [`${entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${entry.version}`];
  });
  const missing = [...new Set(needed)].filter((name) => !listed.has(name));
  if (missing.length > 0) throw new ScriptError(`The bill of materials lacks: ${missing.join(', ')}.`);
  const unhashed = bill.components.filter(({ hashes }) => !hashes?.length).map(({ name }) => name);
  if (unhashed.length > 0) throw new ScriptError(`The bill has no digest of: ${unhashed.join(', ')}.`);
  console.log(
    `SBOM: ${listed.size} components, with all ${new Set(needed).size} that package-lock.json needs, each with its digest`,
  );
  return bill;
}

function npmJson(args) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return spawnSync(npm, [...args, '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
}

function parsed(text) {
  try {
    return JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return undefined;
  }
}
