// `npm run bench:<name>` (intake, delivery, tracking, lists, latency, fairness, growth, evidence, meetings, cost, report): measures the hub
// against baselines of the same run. Builds, fetches and starts what it needs. `-- --json` prints JSON lines only; `-- --rounds 5`
// measures longer.
import { join } from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { compileTests } from './lib/compile-tests.mjs';
import { checkNodeVersion, installIfNeeded } from './lib/install.mjs';
import { provisionRedis } from './lib/provision-redis.mjs';
import { root, run, script, ScriptError } from './lib/run.mjs';
import { TestServices } from './lib/services.mjs';

const benches = [
  'intake',
  'delivery',
  'tracking',
  'lists',
  'latency',
  'fairness',
  'growth',
  'evidence',
  'meetings',
  'cost',
  'report',
];
const services = new TestServices();

script(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (!benches.includes(name)) throw new ScriptError(`Name a bench: ${benches.join(', ')}.`);
  // Standard output is for figures.
  console.log = console.error;
  checkNodeVersion();
  await installIfNeeded();
  await buildIfStale();
  for (const folder of ['test/bench', 'test/support']) compileTests(folder);
  try {
    const BENCH_REDIS_URL = await services.redis(provisionRedis());
    const flags = ['--disable-warning=ExperimentalWarning', '--enable-source-maps'];
    const bench = [...flags, join(root, `build/test/bench/${name}.bench.js`), ...args];
    return await run(process.execPath, bench, {
      env: { ...process.env, BENCH_REDIS_URL },
      // Ctrl-C reaches the bench by itself; here it must only not end this script before the servers are stopped.
      onSpawn: (child) => {
        process.on('SIGINT', () => undefined);
        process.on('SIGTERM', () => child.kill('SIGTERM'));
      },
    });
  } finally {
    await services.stop();
  }
});
