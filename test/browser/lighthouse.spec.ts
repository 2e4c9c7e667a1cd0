import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type BrowserContext } from 'playwright-core';
import { ApiCaller } from '#test/api-caller';
import { CHROMIUM_FLAGS, fillSignIn } from '#test/console-browser';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { cleanUpAfterwards, freePort, temporaryDirectory } from '#test/servers';
import { repositoryRoot } from '#test/repository';

/** Lighthouse looks at each page for some seconds. */
jest.setTimeout(300_000);

interface Scores {
  readonly page: string;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly lost: readonly string[];
}

describe('Lighthouse', () => {
  let hub: RunningHub;
  let context: BrowserContext;
  let port: number;

  beforeAll(async () => {
    const executablePath = process.env['CHROMIUM'];
    if (!executablePath) throw new Error('CHROMIUM is not set: run `npm test -- --only browser`, which finds one.');
    hub = await startHub('one process on its own PostgreSQL');
    port = await freePort();
    const profile = temporaryDirectory('lighthouse');
    cleanUpAfterwards({ pids: [], directories: [profile] });
    // The tabs that Lighthouse opens share its session.
    context = await chromium.launchPersistentContext(profile, {
      executablePath,
      args: [...CHROMIUM_FLAGS, `--remote-debugging-port=${port}`],
    });
  }, 120_000);
  afterAll(async () => {
    await context.close();
    await hub.stop();
  }, 60_000);

  const judged = async (paths: readonly string[]): Promise<Scores[]> => {
    const entry = process.env['LIGHTHOUSE'];
    if (!entry) throw new Error('LIGHTHOUSE is not set: run `npm test -- --only browser`, which fetches it.');
    const script = join(repositoryRoot, 'scripts/lighthouse-scores.mjs');
    const urls = paths.map((path) => `${hub.api}/console${path}`);
    const { stdout } = await promisify(execFile)(process.execPath, [script, entry, String(port), ...urls]);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Scores);
  };
  const perfect = (path: string): Scores => ({
    page: `/console${path}`,
    accessibility: 100,
    bestPractices: 100,
    lost: [],
  });

  it('finds nothing to lose a point for in accessibility and best practices', async () => {
    expect(await judged(['/sign-in'])).toEqual([perfect('/sign-in')]);
    const { body } = await new ApiCaller(hub, 'isaf-hq').call<{ id: string }>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'urgent', status: 'exercise', body: fictitiousCase() },
    });
    const page = await context.newPage();
    await page.goto(`${hub.api}/console/inbox`);
    const email = 'officer@isaf-hq.example';
    await fillSignIn(page, 'isaf-hq', email, await hub.passwordOf(email));
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    const paths = ['/inbox', `/referrals/${body.id}`, '/messages/new'];
    expect(await judged(paths)).toEqual(paths.map(perfect));
  });
});
