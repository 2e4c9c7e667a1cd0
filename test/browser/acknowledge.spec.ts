import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';
import { readableMail, tokenIn } from '#test/smtp-server';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
];

// What waits for a page waits for conditions; how fast a machine draws it is no matter of this spec.
jest.setTimeout(60_000);

describe('the acknowledgement page in a browser without JavaScript', () => {
  let hub: RunningHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const executablePath = process.env['CHROMIUM'];
    if (!executablePath) throw new Error('CHROMIUM is not set: run `npm test -- --only browser`, which finds one.');
    hub = await startHub('one process on its own PostgreSQL');
    const officer = new ApiCaller(hub, 'isaf-hq');
    const { body } = await officer.call<{ id: string }>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'urgent', status: 'exercise', body: fictitiousCase() },
    });
    await officer.call('POST', `/v1/referrals/${body.id}/submit`);
    const outbox = join(dirname(hub.credentialsFile!), 'mail-outbox');
    let mail: string | undefined;
    await eventually('the mail is written', () => {
      try {
        mail = readdirSync(outbox)
          .filter((name) => name.endsWith('.eml'))
          .map((name) => readFileSync(join(outbox, name), 'utf8'))
          // The demo invites to its meetings by mail too.
          .find(
            (content) =>
              content.includes('To: focal-point@unhcr.example') && readableMail(content).includes('/acknowledge/'),
          );
      } catch {
        // The folder comes with the first mail.
      }
      return mail !== undefined;
    });
    browser = await chromium.launch({ executablePath, args: FLAGS });
    context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
    page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(`${hub.api}/acknowledge/${tokenIn(mail!)}`);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await hub.stop();
  }, 60_000);

  it('fits a telephone, and its button is large enough for a thumb', async () => {
    const button = page.getByRole('button', { name: 'Acknowledge for UNHCR' });
    const box = await button.boundingBox();
    expect(box!.height).toBeGreaterThanOrEqual(44);
    expect(box!.x + box!.width).toBeLessThanOrEqual(375);
    expect(await page.getByText('this is not a real case').isVisible()).toBe(true);
  });

  it('shows the receipt after the button, also when it is opened again', async () => {
    await page.getByRole('button').press('Enter');
    await page.getByRole('status').waitFor();
    const receipt = await page.locator('code').innerText();
    expect(receipt).toMatch(/^[0-9a-f-]{36}$/);
    await page.goto(page.url());
    expect(await page.locator('code').innerText()).toBe(receipt);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('made the browser complain of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
