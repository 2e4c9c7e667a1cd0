// `npm start`: from a fresh clone to a running hub. Needs only Node.js and npm; every argument goes to the hub.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { checkNodeVersion, installIfNeeded } from './lib/install.mjs';
import { root, script } from './lib/run.mjs';

script(async () => {
  checkNodeVersion();
  await installIfNeeded();
  await buildIfStale();
  return runHub(process.argv.slice(2));
});

function runHub(args) {
  // Node 20 warns of require(esm), which NestJS 12 needs.
  const flags = ['--disable-warning=ExperimentalWarning'];
  const hub = spawn(process.execPath, [...flags, join(root, 'dist/apps/hub/main.js'), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal gives Ctrl-C to the hub as well; twice would read as impatience.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) hub.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    hub.once('error', reject);
    hub.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)));
  });
}
