// `npm test`: every check, in order, stopping at the first that fails. Needs only Node.js and npm; it fetches the rest.
//   npm test                              everything
//   npm test -- --only lint,unit          some stages
//   npm test -- --only integration -- x   with arguments for Jest
//   npm test -- --only pooler             the end-to-end specs with every hub behind PgBouncer
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, buildIfStale } from './lib/build.mjs';
import { compileTests } from './lib/compile-tests.mjs';
import { checkNodeVersion, installIfNeeded } from './lib/install.mjs';
import { provisionChromium } from './lib/provision-chromium.mjs';
import { provisionLighthouse } from './lib/provision-lighthouse.mjs';
import { provisionJava } from './lib/provision-java.mjs';
import { provisionPgBouncer } from './lib/provision-pgbouncer.mjs';
import { provisionCalendarPrograms, provisionJwcrypto } from './lib/provision-python.mjs';
import { provisionRedis } from './lib/provision-redis.mjs';
import { unjudgedRoutes } from './lib/judged-routes.mjs';
import { npm, root, run, script, ScriptError } from './lib/run.mjs';
import { TestServices } from './lib/services.mjs';

const needServers = ['integration', 'e2e', 'pooler', 'contract', 'browser', 'fault'];
/** Stages of Jest, two workers each. */
const jestStages = [['unit', 'conformance', 'integration'], ['e2e', 'contract'], ['browser'], ['fault']];
/** Only when asked for: the end-to-end specs once more, every hub behind PgBouncer. Those of two shapes do it anyway. */
const onDemand = ['pooler'];
const stages = ['typecheck', 'lint', 'deps', 'build', 'benches', 'openapi', 'compose', 'supply', ...jestStages.flat()];
/** Milliseconds after which a stage hangs rather than works. */
const patience = 30 * 60_000;

const services = new TestServices();
const totals = { passed: 0, failed: 0 };
/** Process groups of the stages that run. */
const running = new Set();
let failed;
let interrupted = false;

script(async () => {
  const { selected, jestArgs } = parseCommandLine();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  const started = performance.now();
  try {
    checkNodeVersion();
    await installIfNeeded();
    await runStages(selected, jestArgs);
    console.log(`\nAll stages passed in ${seconds(started)}.`);
  } catch (error) {
    if (totals.failed === 0) totals.failed = 1;
    console.error(error instanceof ScriptError ? `\n${error.message}` : error);
  } finally {
    await services.stop();
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 ? 0 : 1;
});

async function runStages(selected, jestArgs) {
  const wants = (name) => selected.includes(name);
  // Reading the code takes one core for minutes; what else needs only the code is checked on another meanwhile.
  const checks = [
    [['lint', () => npmRun('lint')]],
    [
      ['typecheck', () => npmRun('typecheck')],
      ['deps', () => npmRun('lint:deps')],
      ['build', build],
      // What the benches and the fault driver are made of: they run when somebody asks for them.
      ['benches', () => ['test/bench', 'test/support', 'test/fault/driver'].forEach(compileTests)],
      ['openapi', () => npmRun('openapi:check')],
      ['compose', () => npmRun('compose:check')],
      ['supply', () => npmRun('supply:check')],
    ],
  ];
  await allOrNone(
    checks.map(async (line) => {
      for (const [name, work] of line) if (wants(name)) await stage(name, work);
    }),
  );
  const environment = { ...process.env };
  if (needServers.some(wants)) {
    await stage('servers', async () => void Object.assign(environment, await startServers(wants)));
  }
  if (wants('conformance')) environment.CALENDAR_PYTHON = provisionCalendarPrograms();
  if (wants('pooler')) {
    const behindPgBouncer = {
      ...environment,
      TEST_HUB_SHAPE: 'separate processes behind PgBouncer, on PostgreSQL and Redis',
    };
    await stage('pooler', () => jest(['e2e'], behindPgBouncer, jestArgs));
  }
  for (const projects of jestStages.map((names) => names.filter(wants))) {
    if (projects.length === 0) continue;
    const work = projects.includes('browser')
      ? () => pages(environment, jestArgs)
      : () => jest(projects, environment, jestArgs);
    await stage(projects.join(', '), work);
  }
}

/** When one fails the others are ended, and the failure is told once they have. */
async function allOrNone(works) {
  await Promise.all(
    works.map((work) =>
      work.catch((error) => {
        failed ??= error;
        endStages();
      }),
    ),
  );
  if (failed) throw failed;
}

async function stage(name, work) {
  if (interrupted) throw new ScriptError('Interrupted.');
  if (failed) return;
  console.log(`\n=== ${name} ===`);
  const started = performance.now();
  try {
    const code = (await work()) ?? 0;
    if (interrupted) throw new ScriptError('Interrupted.');
    if (code !== 0) throw new ScriptError(`Stage "${name}" failed (exit code ${code}); what it said is above.`);
  } finally {
    console.log(`--- ${name}: ${seconds(started)}`);
  }
}

async function startServers(wants) {
  await buildIfStale();
  const redis = provisionRedis();
  const programs = {
    ...(wants('browser') ? { CHROMIUM: provisionChromium(), LIGHTHOUSE: provisionLighthouse() } : {}),
    ...(wants('contract') ? { JAVA: provisionJava() } : {}),
    ...(wants('e2e') || wants('pooler') ? { JWCRYPTO_PYTHON: provisionJwcrypto() } : {}),
    ...(['integration', 'e2e', 'pooler'].some(wants) ? { PGBOUNCER: provisionPgBouncer() } : {}),
  };
  const [postgresUrl, redisUrl] = [await services.postgres(), await services.redis(redis)];
  const told = Object.entries(programs).map(([name, path]) => `; ${name} is ${path}`);
  console.log(`PostgreSQL and Redis run for the tests${told.join('')}.`);
  return { TEST_POSTGRES_URL: postgresUrl, TEST_REDIS_URL: redisUrl, REDIS_SERVER: redis, ...programs };
}

/** Pages have the machine to themselves: they are held to seconds. A run of all of them leaves no page unjudged. */
async function pages(environment, jestArgs) {
  const scratch = mkdtempSync(join(tmpdir(), 'liaison-hub-judged-pages-'));
  const JUDGED_PAGES = join(scratch, 'pages.txt');
  try {
    const code = await jest(['browser'], { ...environment, JUDGED_PAGES }, ['--runInBand', ...jestArgs]);
    if (code !== 0 || jestArgs.length > 0) return code;
    const unjudged = unjudgedRoutes(JUDGED_PAGES);
    if (unjudged.length === 0) return code;
    throw new ScriptError(
      `axe has not seen these pages of the console: ${unjudged.join(', ')}. Let a spec of test/browser look at them.`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function jest(projects, env, extra) {
  const scratch = mkdtempSync(join(tmpdir(), 'liaison-hub-test-results-'));
  const outputFile = join(scratch, 'results.json');
  const args = ['--selectProjects', ...projects, '--passWithNoTests', '--json', `--outputFile=${outputFile}`];
  const cli = join(root, 'node_modules/jest/bin/jest.js');
  try {
    const node = [process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args, ...extra]];
    return await tracked((options) => run(...node, { ...options, env }));
  } finally {
    count(outputFile);
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A suite that could not even run counts as one failure. */
function count(outputFile) {
  if (!existsSync(outputFile)) return;
  const results = JSON.parse(readFileSync(outputFile, 'utf8'));
  totals.passed += results.numPassedTests;
  totals.failed += results.numFailedTests + results.numRuntimeErrorTestSuites;
}

function npmRun(name) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (!(name in scripts)) {
    console.log(`(package.json has no script "${name}": skipped)`);
    return 0;
  }
  return tracked((options) => npm(['run', '--silent', name], options));
}

/** The stage is a process group of its own, so that ending it ends its workers too. */
async function tracked(start) {
  const ownGroup = process.platform !== 'win32';
  const timer = setTimeout(() => {
    console.error(`No end after ${patience / 60_000} minutes; ending it.`);
    endStages();
  }, patience);
  let own;
  try {
    return await start({ detached: ownGroup, onSpawn: (child) => running.add((own = child)) });
  } finally {
    clearTimeout(timer);
    running.delete(own);
  }
}

function interrupt() {
  interrupted = true;
  endStages();
}

/** Ends what runs; the servers are stopped on the way out. */
function endStages() {
  for (const stage of running) {
    killGroup(stage, 'SIGTERM');
    setTimeout(() => killGroup(stage, 'SIGKILL'), 5_000).unref();
  }
}

function killGroup({ pid }, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended.
  }
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function parseCommandLine() {
  const { values, positionals } = parseArgs({
    options: { only: { type: 'string', multiple: true } },
    allowPositionals: true,
  });
  const selected = (values.only ?? stages).flatMap((list) => list.split(',')).map((name) => name.trim());
  const known = [...stages, ...onDemand];
  const unknown = selected.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ScriptError(`There is no stage "${unknown.join('", "')}". The stages are: ${known.join(', ')}.`);
  }
  return { selected, jestArgs: positionals };
}
