import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { startHub, type RunningHub } from '#test/running-hub';

/** Neither updates nor telemetry: every request that the browser makes is the page's. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type Operations = Readonly<Record<string, Readonly<Record<string, { readonly summary: string }>>>>;

const committed = JSON.parse(readFileSync(join(__dirname, '../../apps/api/openapi.json'), 'utf8')) as {
  readonly paths: Operations;
};
const operations = Object.values(committed.paths).flatMap((methods) => Object.values(methods));

// What waits for a page waits for conditions; how fast a machine draws it is no matter of this spec.
jest.setTimeout(60_000);

/**
 * Runs in the page: one screen further down, or back on top. Of so many operations the page draws only those in sight, so
 * that one has to go through it to see them all.
 */
const NEXT_SCREEN = `new Promise((drawn) => {
  const before = scrollY;
  scrollBy(0, innerHeight / 2);
  const isEnd = scrollY === before;
  if (isEnd) scrollTo(0, 0);
  requestAnimationFrame(() => requestAnimationFrame(() => drawn(isEnd)));
})`;

/** Runs in the page: what is wider than the screen and not in a box that scrolls by itself. */
const STICKING_OUT = `
  [...document.querySelectorAll('body *')].filter((element) => {
    for (let box = element; box; box = box.parentElement)
      if (box !== element && getComputedStyle(box).overflowX !== 'visible') return false;
    return element.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
  }).map((element) => element.tagName + '.' + element.className)`;

describe('/docs in a browser', () => {
  let hub: RunningHub;
  let browser: Browser;
  let page: Page;
  /** What the browser complained of, and whom it asked. */
  const complaints: string[] = [];
  const asked = new Set<string>();

  beforeAll(async () => {
    const executablePath = process.env['CHROMIUM'];
    if (!executablePath) throw new Error('CHROMIUM is not set: run `npm test -- --only browser`, which finds one.');
    hub = await startHub('one process on its own PostgreSQL');
    browser = await chromium.launch({ executablePath, args: FLAGS });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText ?? ''}`));
    page.on('request', (request) => {
      if (/^https?:/.test(request.url())) asked.add(new URL(request.url()).origin);
    });
    await page.goto(`${hub.api}/docs`);
    await page.locator('.opblock').first().waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await hub.stop();
  }, 60_000);

  /** Goes through the page until it is drawn. */
  const operationOf = async (id: string): Promise<Locator> => {
    const operation = page.locator(`#operations-${id}`);
    await page.evaluate('scrollTo(0, 0)');
    while ((await operation.count()) === 0)
      if (await page.evaluate<boolean>(NEXT_SCREEN)) throw new Error(`${id} is not on the page`);
    return operation;
  };

  it('shows every operation by its summary', async () => {
    expect(await page.title()).toBe('Liaison Hub API');
    const shown = new Set<string>();
    let isEnd = false;
    while (!isEnd) {
      for (const summary of await page.locator('.opblock-summary-description').allInnerTexts()) shown.add(summary);
      isEnd = await page.evaluate<boolean>(NEXT_SCREEN);
    }
    expect([...shown]).toEqual(expect.arrayContaining(operations.map(({ summary }) => summary)));
  });

  it('shows what an operation takes and answers, down to the schema of the case', async () => {
    const create = await operationOf('referrals-createReferral');
    await create.locator('.opblock-summary-control').click();
    await create.getByText('Idempotency-Key').first().waitFor();
    await create.getByText('AFG-DEMO-001').first().waitFor();
    await create.getByText('Needs the scope').waitFor();
    expect(await create.locator('tr.response[data-code="422"]').count()).toBe(1);
  });

  it('tries an operation with a key, against the hub that serves the page', async () => {
    await page.locator('.scheme-container .btn.authorize').click();
    await page.getByRole('textbox', { name: 'auth-bearer-value' }).fill(hub.keys['isaf-hq'] ?? '');
    await page.locator('.auth-btn-wrapper .authorize').first().click();
    await page.locator('.auth-btn-wrapper .btn-done').first().click();
    const me = await operationOf('people-getMe');
    await me.locator('.opblock-summary-control').click();
    await me.locator('.try-out__btn').click();
    await me.locator('.execute').click();
    await me.locator('.live-responses-table .microlight').first().waitFor();
    expect(await me.locator('.live-responses-table').innerText()).toContain('"organisation": "isaf-hq"');
  });

  it('fits a telephone', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    const decide = await operationOf('inbox-decideInboxItem');
    await decide.locator('.opblock-summary-control').click();
    await decide.locator('.responses-table').first().waitFor();
    const wide = await page.evaluate(STICKING_OUT);
    expect(wide).toEqual([]);
  });

  it('is kept from running or loading anything that did not come from the hub', async () => {
    const answer = await fetch(`${hub.api}/docs`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain("'unsafe-inline'");
  });

  it('made the browser complain of nothing and ask nobody else', () => {
    expect(complaints).toEqual([]);
    expect([...asked]).toEqual([hub.api]);
  });

  it('reads the document that is committed', async () => {
    expect(await (await fetch(`${hub.api}/openapi.json`)).json()).toEqual(committed);
  });
});
