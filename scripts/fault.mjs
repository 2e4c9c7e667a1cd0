// `npm run fault -- --kills 500 --submissions 10000 --flushes 50`: runs the hub while its processes and servers are killed
// at random, and compares it with a ledger of its own (docs/faults.md). Builds, fetches and starts what it needs.
import { join } from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { compileTests } from './lib/compile-tests.mjs';
import { checkNodeVersion, installIfNeeded } from './lib/install.mjs';
import { provisionRedis } from './lib/provision-redis.mjs';
import { root, run, script } from './lib/run.mjs';

script(async () => {
  // Standard output is for the report.
  console.log = console.error;
  checkNodeVersion();
  await installIfNeeded();
  await buildIfStale();
  for (const folder of ['test/support', 'test/fault/driver']) compileTests(folder);
  const flags = ['--disable-warning=ExperimentalWarning', '--enable-source-maps'];
  const driver = [...flags, join(root, 'build/test/fault/driver/main.js'), ...process.argv.slice(2)];
  return run(process.execPath, driver, {
    env: { ...process.env, REDIS_SERVER: provisionRedis() },
    onSpawn: (child) => {
      // Ctrl-C reaches the driver by itself; what it started ends with it.
      process.on('SIGINT', () => undefined);
      process.on('SIGTERM', () => child.kill('SIGTERM'));
    },
  });
});
