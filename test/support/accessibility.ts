import { appendFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What people have before them: a desk and a telephone, by day and by night. */
const looks = [
  { name: 'light, 1280 px', scheme: 'light', width: 1280 },
  { name: 'dark, 1280 px', scheme: 'dark', width: 1280 },
  { name: 'light, 375 px', scheme: 'light', width: 375 },
  { name: 'dark, 375 px', scheme: 'dark', width: 375 },
] as const;
export type Look = (typeof looks)[number];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

const RUN_AXE = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) })))`;
/** What is wider than the screen. */
const TOO_WIDE = `document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 5).map((e) => 'too wide: ' + e.tagName + '.' + e.className) : []`;

/** Everything that axe finds on the page as it stands, in each look, and what sticks out of the screen. */
export async function faultsInEveryLook(page: Page, inLook?: (look: Look) => Promise<void>): Promise<string[]> {
  const faults: string[] = [];
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: look.width, height: 900 });
    await page.evaluate(axeSource);
    const violations = await page.evaluate<Violation[]>(RUN_AXE);
    const wide = await page.evaluate<string[]>(TOO_WIDE);
    faults.push(
      ...violations.map(({ id, nodes }) => `${look.name}: ${id}: ${JSON.stringify(nodes.slice(0, 3))}`),
      ...wide.map((fault) => `${look.name}: ${fault}`),
    );
    await inLook?.(look);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  noteJudged(page);
  return faults;
}

/** `npm test` asks afterwards whether any page of the console was left out. */
function noteJudged(page: Page): void {
  const { JUDGED_PAGES } = process.env;
  if (JUDGED_PAGES !== undefined) appendFileSync(JUDGED_PAGES, `${new URL(page.url()).pathname}\n`);
}
