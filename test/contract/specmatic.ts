import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cleanUpAfterwards, temporaryDirectory } from '#test/servers';

const JAR = resolve(__dirname, '../../node_modules/specmatic/specmatic.jar');
const NO_JAVA =
  'Specmatic needs Java 17 or newer: run the tests with `npm test`, which gets one, or install it (Debian: ' +
  '`apt-get install default-jre-headless`; macOS: `brew install openjdk`), or set JAVA_HOME.';

export interface SpecmaticTask {
  /** The document in a form that Specmatic reads. */
  readonly document: object;
  /** Its files of examples, by name. */
  readonly exampleFiles: Readonly<Record<string, object>>;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** How many variants of one request it makes at most from the combinations of its optional parts. */
  readonly combinations: number;
  /** Milliseconds for one answer. */
  readonly patience: number;
}

export interface SpecmaticReport {
  /** Names of the scenarios that ran: `+ve …` made from the document, `-ve …` against it. */
  readonly scenarios: readonly string[];
  /** What it printed. */
  readonly output: string;
}

/**
 * Runs Specmatic's tests, made from the document, against a server, one after another. That scenarios fail is no error
 * here: Specmatic expects success of every valid request, while a hub may refuse one for its state.
 * @throws Error when there is no Java, or when Specmatic gave up before it ran a scenario.
 */
export async function runSpecmatic(task: SpecmaticTask): Promise<SpecmaticReport> {
  const dir = temporaryDirectory('specmatic');
  cleanUpAfterwards({ pids: [], directories: [dir] });
  try {
    const write = (name: string, value: object): void => {
      writeFileSync(join(dir, name), JSON.stringify(value));
    };
    write('openapi.json', task.document);
    write('specmatic.json', {
      version: 2,
      contracts: [{ provides: ['openapi.json'] }],
      test: { resiliencyTests: { enable: 'all' }, maxTestRequestCombinations: task.combinations },
    });
    mkdirSync(join(dir, 'openapi_examples'));
    for (const [name, example] of Object.entries(task.exampleFiles)) write(join('openapi_examples', name), example);
    const output = await run(dir, task);
    const report = join(dir, 'report/TEST-junit-jupiter.xml');
    const scenarios = existsSync(report) ? scenariosIn(readFileSync(report, 'utf8')) : [];
    if (scenarios.length === 0) throw new Error(`Specmatic ran no scenario:\n${output.slice(-4_000)}`);
    return { scenarios, output };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function run(dir: string, { baseUrl, apiKey, patience }: SpecmaticTask): Promise<string> {
  const args = ['test', 'openapi.json', `--testBaseURL=${baseUrl}`, '--junitReportDir=report'];
  const child = spawn(java(), ['-Xmx1g', '-jar', JAR, ...args, `--timeout-in-ms=${patience}`], {
    cwd: dir,
    // Specmatic takes the token of a security scheme from the variable of its name.
    env: { PATH: process.env['PATH'] ?? '', HOME: dir, apiKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) cleanUpAfterwards({ pids: [child.pid], directories: [] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise<void>((done, fail) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      fail(error.code === 'ENOENT' ? new Error(NO_JAVA) : error);
    });
    child.once('close', () => {
      done();
    });
  });
  return output;
}

function java(): string {
  const home = process.env['JAVA_HOME'];
  return process.env['JAVA'] ?? (home ? join(home, 'bin/java') : 'java');
}

/** The names of the test cases of a JUnit report of Specmatic. */
function scenariosIn(junit: string): string[] {
  return [...junit.matchAll(/<testcase [^>]*?name="[^"]*?([+-]ve) +Scenario: ([^"]*)"/g)].map(
    ([, sign, name]) => `${sign ?? ''} ${(name ?? '').replaceAll('&apos;', "'").replaceAll('&gt;', '>')}`,
  );
}
