import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { systemClock } from '#kernel';
import { faultsInEveryLook } from './accessibility';
import { codeOf } from './enrol';
import type { RunningHub } from './running-hub';
import { eventually } from './servers';

export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
];
/** Who works at a body of the demo, as the address of each begins. */
export type DemoName = 'officer' | 'protection' | 'coordinator' | 'operator' | 'accountability' | 'commander';

/** Milliseconds that a page may take to show what is waited for. */
const PATIENCE = 20_000;

/** A browser with the console of a hub, and what it complained of. */
export class ConsoleBrowser {
  readonly complaints: string[] = [];
  private constructor(
    private readonly hub: RunningHub,
    private readonly browser: Browser,
  ) {}

  static async start(hub: RunningHub): Promise<ConsoleBrowser> {
    const executablePath = process.env['CHROMIUM'];
    if (!executablePath) throw new Error('CHROMIUM is not set: run `npm test -- --only browser`, which finds one.');
    return new ConsoleBrowser(hub, await chromium.launch({ executablePath, args: CHROMIUM_FLAGS }));
  }

  /** A person's own browser: nothing is shared with the others'. */
  async person(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on('console', (message) => {
      // The browser itself says so of every answer that is no success; those are wanted here.
      if (
        ['error', 'warning'].includes(message.type()) &&
        !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())
      )
        this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    return { context, page };
  }

  address(path: string): string {
    return `${this.hub.api}/console${path}`;
  }

  /** Signs in as a person of the demo, whose password `npm start` prints once. */
  async signIn(page: Page, name: DemoName, organisation: string, path = '/'): Promise<void> {
    await page.goto(this.address(path));
    const email = `${name}@${organisation}.example`;
    await eventually('the hub has printed its passwords', () => this.hub.output().includes(email));
    await fillSignIn(page, organisation, email, await this.passwordOf(name, organisation));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  /** Makes a second factor in the dialog that asks for one. The request that wanted it goes on by itself. */
  async proveAnew(page: Page): Promise<void> {
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'I have no second factor yet' }).click();
    await dialog.getByRole('heading', { name: 'Make a second factor' }).waitFor();
    await dialog.getByLabel('The six digits').fill(codeOf(await dialog.locator('code').innerText(), systemClock));
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    await dialog.getByRole('button', { name: 'I have kept them' }).click();
  }

  passwordOf(name: string, organisation: string): Promise<string> {
    return this.hub.passwordOf(`${name}@${organisation}.example`);
  }

  /** What is wrong with the page for those who cannot see it, in every look; keeps pictures where SCREENSHOTS says. */
  async faultsOf(page: Page, name: string): Promise<string[]> {
    const directory = process.env['SCREENSHOTS'];
    if (directory !== undefined) mkdirSync(directory, { recursive: true });
    return faultsInEveryLook(page, async ({ scheme, width }) => {
      if (directory === undefined) return;
      await page.screenshot({ path: join(directory, `${name}-${width}-${scheme}.png`), fullPage: true });
    });
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}

export async function fillSignIn(page: Page, organisation: string, email: string, password: string): Promise<void> {
  await page.getByLabel('Your body').fill(organisation);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
