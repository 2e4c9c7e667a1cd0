import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { systemClock } from '#kernel';
import { ApiCaller } from '#test/api-caller';
import { ConsoleBrowser, fillSignIn } from '#test/console-browser';
import { codeOf } from '#test/enrol';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually, freePort } from '#test/servers';
import { repositoryRoot } from '#test/repository';
import { WebhookReceiver } from '#test/webhook-receiver';

/** Bytes of compressed JavaScript before the first page is drawn. */
const BUDGET = 200_000;
/** Milliseconds there and back, and bytes a second each way: 400 kbit/s. */
const BAD_LINE = { offline: false, latency: 500, downloadThroughput: 50_000, uploadThroughput: 50_000 };
/** Milliseconds after which what one person did is to be seen by another without a reload. */
const LIVE = 2_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

/** Several looks at one page, on a machine that does other things too, milliseconds. */
jest.setTimeout(120_000);

describe('the console', () => {
  let hub: RunningHub;
  let browser: ConsoleBrowser;
  let officer: Page;
  let partner: Page;
  let caller: ApiCaller;

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    browser = await ConsoleBrowser.start(hub);
    caller = new ApiCaller(hub, 'isaf-hq');
    officer = (await browser.person()).page;
    partner = (await browser.person()).page;
  }, 120_000);

  afterAll(async () => {
    await browser.stop();
    await hub.stop();
  }, 60_000);

  const send = async (subject: string, status = 'exercise'): Promise<{ id: string; reference: string }> => {
    const { body } = await caller.call<{ id: string; reference: string }>('POST', '/v1/referrals', {
      json: { operation: 'afghanistan', priority: 'urgent', status, subject, body: fictitiousCase() },
    });
    await caller.call('POST', `/v1/referrals/${body.id}/submit`);
    return body;
  };

  /** What was sent, as a workbook, and a row after it with a gender that nobody knows. */
  const workbook = async (): Promise<Buffer> => {
    const exported = await caller.fetch('GET', '/v1/referrals/export?format=xlsx');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await exported.arrayBuffer());
    const sheet = book.worksheets[0]!;
    const names = sheet.getRow(1).values as unknown[];
    sheet.getRow(sheet.rowCount + 1).getCell(names.indexOf('prs_Gender')).value = 'Fictitious';
    return Buffer.from(await book.xlsx.writeBuffer());
  };

  /** The first page of a new referral, answered. */
  const begin = async (page: Page, caseCode: string): Promise<void> => {
    await page.goto(browser.address('/referrals/new'));
    await page.getByLabel('Operation').selectOption('afghanistan');
    await page.getByLabel('Case code').fill(caseCode);
    await page.getByRole('group', { name: 'Is the person under 18?' }).getByLabel('No').check();
    await page.getByLabel('Protection', { exact: true }).check();
    await page.getByLabel('Additional services required').check();
    await page.getByLabel('Medium').check();
    await page.getByLabel('Exercise').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'The person' }).waitFor();
  };

  it('is small: what runs before the first page stays within its budget', () => {
    const directory = join(repositoryRoot, 'dist/apps/console');
    const chunks = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
    const inbox = Object.keys(chunks).find((name) => name.endsWith('inbox-page.tsx')) ?? '';
    const needed = new Set<string>();
    const need = (name: string): void => {
      if (needed.has(name)) return;
      needed.add(name);
      for (const other of chunks[name]?.imports ?? []) need(other);
    };
    for (const [name, { isEntry }] of Object.entries(chunks)) if (isEntry) need(name);
    need(inbox);
    const bytes = [...needed].map((name) => readFileSync(join(directory, `${chunks[name]!.file}.gz`)).length);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(BUDGET);
  });

  it('is kept from running or loading anything that did not come from the hub', async () => {
    const { headers } = await fetch(browser.address('/inbox'));
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self';",
    );
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  describe('signing in', () => {
    it('has nothing that axe finds, in any look', async () => {
      await officer.goto(browser.address('/sign-in'));
      await officer.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await browser.faultsOf(officer, 'sign-in')).toEqual([]);
    });

    it('says what is missing in a summary that takes the focus and leads to the fields', async () => {
      await officer.getByRole('button', { name: 'Sign in' }).click();
      const summary = officer.getByRole('alert');
      await summary.waitFor();
      expect(await officer.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
      expect(await officer.title()).toMatch(/^Error: Sign in/);
      await summary.getByRole('link', { name: 'Enter your password' }).press('Enter');
      expect(await officer.evaluate('document.activeElement.id')).toBe('password');
      expect(await browser.faultsOf(officer, 'sign-in-wrong')).toEqual([]);
    });

    it('refuses a wrong password without saying which part was wrong', async () => {
      await fillSignIn(officer, 'isaf-hq', 'officer@isaf-hq.example', 'not the password');
      await officer.getByText('These do not belong together').first().waitFor();
      expect(await officer.getByLabel('Password').inputValue()).toBe('not the password');
    });

    it('leads back to the page that was asked for', async () => {
      await browser.signIn(partner, 'officer', 'unhcr', '/account');
      await partner.getByRole('heading', { name: 'Your account' }).waitFor();
      await partner.getByText('officer@unhcr.example').waitFor();
      await partner.getByRole('row').filter({ hasText: 'This one' }).waitFor();
      expect(await browser.faultsOf(partner, 'account')).toEqual([]);
    });

    it('ends a session elsewhere, and shows which one is this', async () => {
      const elsewhere = await browser.person();
      await browser.signIn(elsewhere.page, 'officer', 'unhcr', '/account');
      await partner.reload();
      await partner.getByRole('button', { name: 'End it' }).click();
      await partner.getByRole('button', { name: 'End it' }).waitFor({ state: 'detached' });
      await elsewhere.page.reload();
      await elsewhere.page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await elsewhere.context.close();
    });

    it('never leads to another site', async () => {
      const { page, context } = await browser.person();
      await browser.signIn(page, 'protection', 'unhcr', '/sign-in?to=//elsewhere.example');
      expect(new URL(page.url()).origin).toBe(hub.api);
      await context.close();
    });
  });

  describe('from one body to the other', () => {
    let sent: { id: string; reference: string };

    it('shows a referral in the inbox of who receives it, without a reload', async () => {
      await partner.getByRole('link', { name: 'Inbox' }).click();
      await partner.getByText('Nothing waits for you').waitFor();
      expect(await browser.faultsOf(partner, 'inbox-empty')).toEqual([]);
      await partner.getByText('Live', { exact: true }).waitFor();
      sent = await send('Shelter for one person');
      await partner.getByRole('link', { name: sent.reference }).waitFor();
      expect(await browser.faultsOf(partner, 'inbox')).toEqual([]);
    });

    it('shows the sender live, within two seconds, that it was acknowledged by one click', async () => {
      await browser.signIn(officer, 'officer', 'isaf-hq', `/referrals/${sent.id}`);
      const track = officer.getByRole('article', { name: 'How it stands with UNHCR' });
      await track.getByText('Not acknowledged').waitFor();
      await officer.getByText('Live', { exact: true }).waitFor();
      await partner.getByRole('button', { name: `Acknowledge ${sent.reference}` }).click();
      await partner.getByText(`${sent.reference} is acknowledged.`).waitFor();
      await track.getByText('Acknowledged, not decided').waitFor({ timeout: LIVE });
      expect(await browser.faultsOf(officer, 'referral')).toEqual([]);
    });

    it('opens the message with the keyboard alone', async () => {
      await partner.getByRole('heading', { name: 'Inbox' }).focus();
      await partner.keyboard.press('j');
      await partner.keyboard.press('Enter');
      await partner.getByRole('heading', { name: sent.reference }).waitFor();
      await partner.getByText('FICTION-1').waitFor();
      expect(await browser.faultsOf(partner, 'item')).toEqual([]);
    });

    it('asks for a reason before it declines, and decides', async () => {
      await partner.getByRole('button', { name: 'Send the decision' }).click();
      await partner.getByRole('link', { name: 'Choose what your body decides' }).waitFor();
      await partner.getByLabel('We decline').check();
      await partner.getByRole('button', { name: 'Send the decision' }).click();
      await partner.getByRole('link', { name: 'Choose why your body declines' }).waitFor();
      expect(await browser.faultsOf(partner, 'item-decide')).toEqual([]);
      await partner.getByLabel('We accept').check();
      await partner.getByRole('button', { name: 'Send the decision' }).click();
      await partner.getByText('Your body has accepted.').waitFor();
      const track = officer.getByRole('article', { name: 'How it stands with UNHCR' });
      await track.getByText('Accepted').first().waitFor({ timeout: LIVE });
    });

    it('tells how the case goes, down to its outcome', async () => {
      await partner.getByLabel('It is done').check();
      await partner.getByLabel('Services were provided', { exact: true }).check();
      await partner.getByRole('button', { name: 'Tell the sender' }).click();
      const track = officer.getByRole('article', { name: 'How it stands with UNHCR' });
      await track.getByText('Services were provided').waitFor({ timeout: LIVE + 1_000 });
    });

    it('lists what was sent, and keeps its filters in the address', async () => {
      await officer.getByRole('link', { name: 'Referrals' }).first().click();
      await officer.getByRole('link', { name: sent.reference }).waitFor();
      await officer.getByLabel('Priority').selectOption('Emergency');
      await officer.getByText('No referral is like that').waitFor();
      expect(officer.url()).toContain('priority=emergency');
      await officer.getByLabel('Priority').selectOption('Urgent');
      await officer.getByRole('link', { name: sent.reference }).waitFor();
      expect(await browser.faultsOf(officer, 'referrals')).toEqual([]);
    });

    it('keeps what the inbox is to show under a name, at the hub', async () => {
      await partner.getByRole('link', { name: 'Inbox' }).first().click();
      await partner.getByText('Everything', { exact: true }).click();
      await partner.getByText('Choose what is listed').click();
      await partner.getByLabel('Priority').selectOption('Emergency');
      await partner.getByText('No message is like that').waitFor();
      await partner.getByLabel('Priority').selectOption('Urgent');
      await partner.getByRole('link', { name: sent.reference }).waitFor();
      await partner.getByRole('button', { name: 'Keep this filter' }).click();
      await partner.getByRole('dialog').getByRole('button', { name: 'Keep this filter' }).click();
      await partner.getByRole('dialog').getByRole('link', { name: 'Enter a name' }).waitFor();
      await partner.getByRole('dialog').getByLabel('Name').fill('All that is urgent');
      await partner.getByRole('dialog').getByRole('button', { name: 'Keep this filter' }).click();
      await partner.getByRole('link', { name: 'All that is urgent' }).waitFor();
      expect(await browser.faultsOf(partner, 'inbox-filters')).toEqual([]);
      await partner.goto(browser.address('/inbox'));
      await partner.getByRole('link', { name: 'All that is urgent' }).click();
      await partner.getByRole('link', { name: sent.reference }).waitFor();
      expect(partner.url()).toContain('priority=urgent');
      await partner.getByRole('button', { name: 'Remove the filter All that is urgent' }).click();
      await partner.getByRole('link', { name: 'All that is urgent' }).waitFor({ state: 'detached' });
    });

    it('asks once more before consent is taken as withdrawn', async () => {
      await officer.getByRole('link', { name: sent.reference }).click();
      await officer.getByRole('button', { name: 'Consent was withdrawn' }).click();
      await officer.getByRole('dialog').getByText('This cannot be taken back.').waitFor();
      expect(await browser.faultsOf(officer, 'referral-withdraw')).toEqual([]);
      await officer.keyboard.press('Escape');
      await officer.getByRole('dialog').waitFor({ state: 'detached' });
    });
  });

  describe('a question to another body', () => {
    let question: string;

    it('says what is missing before it goes out', async () => {
      await officer.getByRole('link', { name: 'Messages sent' }).click();
      await officer.getByRole('link', { name: 'Write a message' }).first().click();
      await officer.getByRole('button', { name: 'Send the message' }).click();
      await officer.getByRole('link', { name: 'Choose what it is about' }).waitFor();
      await officer.getByRole('link', { name: 'Write your question, or what you tell' }).waitFor();
      expect(await browser.faultsOf(officer, 'message-wrong')).toEqual([]);
    });

    it('is asked, and stands with each body that it went to', async () => {
      await officer.getByRole('group', { name: 'What is it about?' }).getByLabel('Route').check();
      await officer.getByLabel('Your question').fill('Exercise: is the northern road open again?');
      await officer.getByRole('group', { name: 'To which bodies' }).getByLabel('UNHCR').check();
      await officer.getByLabel('Exercise').check();
      expect(await browser.faultsOf(officer, 'message-new')).toEqual([]);
      await officer.getByRole('button', { name: 'Send the message' }).click();
      await officer.getByRole('article', { name: 'How it stands with UNHCR' }).waitFor();
      question = await officer.getByRole('heading', { level: 1 }).innerText();
      expect(await browser.faultsOf(officer, 'message')).toEqual([]);
    });

    it('is answered by who has no system, and the answer is known within two seconds', async () => {
      await partner.getByRole('link', { name: 'Inbox' }).first().click();
      await partner.getByRole('link', { name: question }).click();
      await partner.getByRole('button', { name: 'Send the answer' }).click();
      await partner.getByRole('link', { name: 'Say whether more will follow' }).waitFor();
      expect(await browser.faultsOf(partner, 'item-question')).toEqual([]);
      await partner.getByRole('textbox', { name: 'Your answer' }).fill('Exercise: it is, since Monday.');
      await partner.getByLabel('Yes, nothing more will follow').check();
      await partner.getByRole('button', { name: 'Send the answer' }).click();
      await partner.getByText('Who asked is told.').waitFor();
      const track = officer.getByRole('article', { name: 'How it stands with UNHCR' });
      await track.getByText('Answered', { exact: true }).waitFor({ timeout: LIVE });
      await officer.getByRole('heading', { name: 'What belongs to it' }).waitFor();
    });

    it('is listed with what else was sent; room for services is told in the same place', async () => {
      await partner.getByRole('link', { name: 'Messages sent' }).click();
      await partner.getByRole('row').filter({ hasText: 'Information response' }).waitFor();
      expect(await browser.faultsOf(partner, 'messages')).toEqual([]);
      await partner.getByRole('link', { name: 'Write a message' }).click();
      await partner.getByLabel('For what we have room').check();
      await partner.getByLabel('Exercise').check();
      await partner.getByLabel('Safe shelter').selectOption('Limited');
      expect(await browser.faultsOf(partner, 'message-room')).toEqual([]);
      await partner.getByRole('button', { name: 'Send the message' }).click();
      await partner.getByRole('heading', { name: 'Bodies' }).waitFor();
    });
  });

  describe('a new referral', () => {
    it('asks for what a draft needs, and says what is missing', async () => {
      await officer.goto(browser.address('/referrals/new'));
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('link', { name: 'Enter the case code' }).waitFor();
      expect(await browser.faultsOf(officer, 'new')).toEqual([]);
      await officer.getByLabel('Operation').selectOption('afghanistan');
      await officer.getByLabel('Case code').fill('FICTION-2');
      await officer.getByRole('group', { name: 'Is the person under 18?' }).getByLabel('No').check();
      await officer.getByLabel('Legal').check();
      await officer.getByLabel('Protection', { exact: true }).check();
      await officer.getByLabel('Additional services required').check();
      await officer.getByLabel('Medium').check();
      await officer.getByLabel('Exercise').check();
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('heading', { name: 'The person' }).waitFor();
    });

    it('keeps at the hub what is written, through a connection that is lost meanwhile', async () => {
      await officer.context().setOffline(true);
      await officer.getByLabel('Given name').fill('Testperson');
      await officer.getByText('Not saved yet').waitFor();
      await officer.context().setOffline(false);
      await officer.getByText('Saved at the hub').waitFor();
      await officer.reload();
      await officer.getByRole('heading', { name: 'The person' }).waitFor();
      expect(await officer.getByLabel('Given name').inputValue()).toBe('Testperson');
      expect(await browser.faultsOf(officer, 'new-person')).toEqual([]);
    });

    it('shows both sides when somebody else changed the draft', async () => {
      const id = /referrals\/([0-9a-f-]+)\/edit/.exec(officer.url())?.[1] ?? '';
      const before = await caller.call('GET', `/v1/referrals/${id}`);
      await caller.call('PATCH', `/v1/referrals/${id}`, {
        json: { priority: 'urgent' },
        headers: { 'if-match': before.headers.get('etag') ?? '' },
      });
      await officer.getByLabel('Given name').fill('Testperson Beta');
      await officer.getByRole('button', { name: 'Keep mine' }).waitFor();
      expect(await browser.faultsOf(officer, 'new-conflict')).toEqual([]);
      await officer.getByRole('button', { name: 'Keep mine' }).click();
      await officer.getByText('Saved at the hub').waitFor();
    });

    it('shows what each body would see and who would be refused, and is sent', async () => {
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('heading', { name: 'Trafficking' }).waitFor();
      await officer.getByLabel('Possible victim of trafficking').check();
      expect(await browser.faultsOf(officer, 'new-trafficking')).toEqual([]);
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('heading', { name: 'Consent' }).waitFor();
      await officer.getByRole('group', { name: 'Did the person agree' }).getByLabel('Yes').check();
      await officer.getByLabel('Assistance', { exact: true }).check();
      await officer.getByLabel('Protection', { exact: true }).check();
      // Legal help is AIHRC's, which the person did not name.
      for (const name of [/^UNHCR /, /^IOM /]) await officer.getByRole('checkbox', { name }).check();
      expect(await browser.faultsOf(officer, 'new-consent')).toEqual([]);
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('heading', { name: 'Bodies' }).waitFor();
      expect(await browser.faultsOf(officer, 'new-bodies')).toEqual([]);
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByText('UNHCR would see').waitFor();
      await officer.getByText('AIHRC would not get it').waitFor();
      expect(await browser.faultsOf(officer, 'new-check')).toEqual([]);
      await officer.getByRole('button', { name: 'Send' }).click();
      await officer.getByRole('article', { name: 'How it stands with UNHCR' }).waitFor();
    });

    it('rests on a consent that says body by body what each may have', async () => {
      await begin(officer, 'FICTION-3');
      for (const heading of ['Trafficking', 'Consent']) {
        await officer.getByRole('button', { name: 'Continue' }).click();
        await officer.getByRole('heading', { name: heading }).waitFor();
      }
      await officer.getByRole('group', { name: 'Did the person agree' }).getByLabel('Yes').check();
      await officer.getByLabel('Assistance', { exact: true }).check();
      await officer.getByLabel('Protection', { exact: true }).check();
      await officer.getByLabel('Body by body').check();
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('link', { name: 'Choose a body at least' }).waitFor();
      await officer.getByRole('checkbox', { name: /^UNHCR / }).check();
      await officer.getByRole('group', { name: 'What UNHCR may have' }).getByLabel('Identity').uncheck();
      expect(await browser.faultsOf(officer, 'new-consent-parts')).toEqual([]);
      await officer.getByRole('button', { name: 'Continue' }).click();
      await officer.getByRole('heading', { name: 'Bodies' }).waitFor();
      await officer.getByRole('button', { name: 'Back' }).click();
      await officer.getByText('This referral rests on a record of its own').waitFor();
      for (const heading of ['Bodies', 'Check'] as const) {
        await officer.getByRole('button', { name: 'Continue' }).click();
        await officer.getByRole('heading', { level: 1, name: heading }).waitFor();
      }
      await officer.getByText('UNHCR would see').waitFor();
      await officer.getByText('1 field is kept from it').waitFor();
    });
  });

  it('imports a workbook: good rows become drafts, and a bad one is named by row and column', async () => {
    await officer.goto(browser.address('/referrals/import'));
    await officer.getByRole('button', { name: 'Import' }).click();
    await officer.getByRole('link', { name: 'Choose a file' }).waitFor();
    await officer.getByLabel('File').setInputFiles({ name: 'cases.xlsx', mimeType: XLSX, buffer: await workbook() });
    await officer.getByLabel('Operation of rows that name no country').selectOption('afghanistan');
    await officer.getByRole('button', { name: 'Import' }).click();
    await officer.getByText(/drafts? (was|were) made/).waitFor();
    await officer.getByRole('row').filter({ hasText: 'prs_Gender' }).waitFor();
    expect(await browser.faultsOf(officer, 'import')).toEqual([]);
    await officer.getByRole('button', { name: 'Import' }).click();
    await officer.getByText(/imported before/).waitFor();
  });

  it('sends a referral on a bad line: 400 kbit/s, and half a second there and back', async () => {
    const { context, page } = await browser.person();
    context.setDefaultTimeout(60_000);
    await browser.signIn(page, 'officer', 'isaf-hq', '/account');
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.clearBrowserCache');
    await line.send('Network.emulateNetworkConditions', BAD_LINE);
    await begin(page, 'FICTION-4');
    for (const heading of ['Trafficking', 'Consent']) {
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
    }
    await page.getByRole('group', { name: 'Did the person agree' }).getByLabel('Yes').check();
    await page.getByLabel('Assistance', { exact: true }).check();
    await page.getByLabel('Protection', { exact: true }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Bodies' }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('UNHCR would see').waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('article', { name: 'How it stands with UNHCR' }).waitFor();
    await context.close();
  });

  describe('the pages of a focal point', () => {
    let focal: Page;
    let recoveryCodes: string[];

    beforeAll(async () => {
      focal = (await browser.person()).page;
      await browser.signIn(focal, 'officer', 'iom', '/endpoints');
    });

    it('add an endpoint, and show its secret once', async () => {
      // Nobody answers there.
      const address = `http://127.0.0.1:${await freePort()}/hook`;
      await focal.getByLabel('Address').fill(address);
      await focal.getByRole('button', { name: 'Add it' }).click();
      await focal.getByRole('dialog').getByText('whsec_').waitFor();
      expect(await browser.faultsOf(focal, 'endpoint-secret')).toEqual([]);
      await focal.getByRole('button', { name: 'I have kept it' }).click();
      expect(await browser.faultsOf(focal, 'endpoints')).toEqual([]);
      await focal.getByRole('link', { name: address }).click();
      await focal.getByRole('button', { name: 'Send the challenge' }).click();
      await focal.getByRole('alert').waitFor();
      expect(await browser.faultsOf(focal, 'endpoint')).toEqual([]);
    });

    it('want a second factor for what is grave, and make one for who has none', async () => {
      await focal.getByRole('link', { name: 'API keys' }).click();
      await focal.getByLabel('Name').fill('Case system');
      await focal.getByLabel('inbox:read').check();
      await focal.getByRole('button', { name: 'Make a key' }).click();
      const dialog = focal.getByRole('dialog');
      await dialog.getByLabel('Code').waitFor();
      expect(await browser.faultsOf(focal, 'proof')).toEqual([]);
      await dialog.getByRole('button', { name: 'I have no second factor yet' }).click();
      await dialog.getByRole('heading', { name: 'Make a second factor' }).waitFor();
      expect(await browser.faultsOf(focal, 'proof-enrol')).toEqual([]);
      const code = codeOf(await dialog.locator('code').innerText(), systemClock);
      await dialog.getByLabel('The six digits').fill(code);
      await dialog.getByRole('button', { name: 'Continue' }).click();
      await dialog.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
      expect(await browser.faultsOf(focal, 'proof-recovery')).toEqual([]);
      recoveryCodes = await dialog.getByRole('listitem').allInnerTexts();
      expect(recoveryCodes).toHaveLength(10);
      await dialog.getByRole('button', { name: 'I have kept them' }).click();
    });

    it('make the key that was asked for before the second factor, show it once, and revoke it', async () => {
      await focal.getByRole('dialog').getByText(/^lh_/).waitFor();
      await focal.getByRole('button', { name: 'I have kept it' }).click();
      await focal.getByRole('button', { name: 'Revoke Case system' }).click();
      await focal.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await focal.getByRole('dialog').waitFor({ state: 'detached' });
      await focal.getByText('Revoked', { exact: true }).waitFor();
      expect(await browser.faultsOf(focal, 'keys')).toEqual([]);
    });

    it('have an endpoint show that it listens, take a test event, once more, and sign with a new secret', async () => {
      const receiver = await WebhookReceiver.open();
      try {
        await focal.getByRole('link', { name: 'Webhook endpoints' }).first().click();
        await focal.getByLabel('Address').fill(receiver.url);
        await focal.getByRole('button', { name: 'Add it' }).click();
        await focal.getByRole('button', { name: 'I have kept it' }).click();
        await focal.getByRole('link', { name: receiver.url }).click();
        await focal.getByRole('button', { name: 'Send the challenge' }).click();
        await focal.getByText('It answered the challenge.').waitFor();
        await focal.getByRole('button', { name: 'Send a test event' }).click();
        await focal.getByRole('row').filter({ hasText: 'Delivered' }).waitFor();
        expect(await browser.faultsOf(focal, 'endpoint-attempts')).toEqual([]);
        await focal.getByRole('button', { name: /^Send again: / }).click();
        await eventually('it came again', () => receiver.captured.length === 2);
        const [first, again] = receiver.captured.map(({ headers, raw }) => [headers['webhook-id'], raw]);
        expect(again).toEqual(first);
        await focal.getByRole('button', { name: 'New secret' }).click();
        await focal.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
        await focal.getByRole('dialog').getByText('whsec_').waitFor();
        await focal.getByRole('button', { name: 'I have kept it' }).click();
      } finally {
        await receiver.close();
      }
    });

    it('let somebody whom they added choose a password', async () => {
      await focal.getByRole('link', { name: 'People', exact: true }).click();
      await focal.getByRole('button', { name: 'Add them' }).click();
      await focal.getByRole('link', { name: 'Choose a role at least' }).waitFor();
      expect(await browser.faultsOf(focal, 'people-wrong')).toEqual([]);
      await focal.getByLabel('Name', { exact: true }).fill('Fictitious Colleague');
      await focal.getByLabel('E-mail address').fill('colleague@iom.example');
      await focal.getByLabel('Liaison officer, in every operation').check();
      await focal.getByRole('button', { name: 'Add them' }).click();
      const link = await focal.getByRole('dialog').getByText('/console/set-up').innerText();
      await focal.getByRole('button', { name: 'I have kept it' }).click();
      const colleague = focal.getByRole('article', { name: 'Fictitious Colleague' });
      await colleague.getByText('Has set no password').waitFor();
      expect(await browser.faultsOf(focal, 'people')).toEqual([]);
      const { page, context } = await browser.person();
      const password = 'four fictitious words suffice';
      await page.goto(link);
      await page.getByLabel('New password').fill(password);
      await page.getByLabel('The same again').fill('something else');
      await page.getByRole('button', { name: 'Set it' }).click();
      await page.getByRole('link', { name: 'Enter the same password twice' }).waitFor();
      expect(await browser.faultsOf(page, 'set-up')).toEqual([]);
      await page.getByLabel('The same again').fill(password);
      await page.getByRole('button', { name: 'Set it' }).click();
      await page.getByText('Your password is set.').waitFor();
      await fillSignIn(page, 'iom', 'colleague@iom.example', password);
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      await focal.getByRole('button', { name: 'Roles of Fictitious Colleague' }).click();
      await colleague.getByLabel('Coordinator, in every operation').check();
      expect(await browser.faultsOf(focal, 'people-roles')).toEqual([]);
      await colleague.getByRole('button', { name: 'Give these roles' }).click();
      await focal.getByText('Fictitious Colleague has these roles from now on.').waitFor();
      await focal.getByRole('button', { name: 'Lock out Fictitious Colleague' }).click();
      await focal.getByRole('dialog').getByRole('button', { name: 'Lock out' }).click();
      await colleague.getByText('Locked out').waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await context.close();
    });

    it('are reached with the second factor from then on', async () => {
      await focal.getByRole('button', { name: 'Sign out' }).click();
      await focal.getByText('You are signed out.').waitFor();
      await fillSignIn(focal, 'iom', 'officer@iom.example', await browser.passwordOf('officer', 'iom'));
      await focal.getByLabel('Code').waitFor();
      expect(await browser.faultsOf(focal, 'sign-in-code')).toEqual([]);
      await focal.getByLabel('Code').fill('000 000');
      await focal.getByRole('button', { name: 'Sign in' }).click();
      await focal.getByRole('link', { name: 'That code is not right' }).waitFor();
      await focal.getByLabel('Code').fill(recoveryCodes[0] ?? '');
      await focal.getByRole('button', { name: 'Sign in' }).click();
      await focal.getByRole('button', { name: 'Sign out' }).waitFor();
    });
  });

  describe('the pages of a protection officer', () => {
    let protection: Page;
    let read: { id: string; reference: string };

    beforeAll(async () => {
      protection = (await browser.person()).page;
      read = await send('Shelter for a person who asks who read it');
      const unhcr = new ApiCaller(hub, 'unhcr');
      await eventually('UNHCR has it', async () => (await unhcr.call('GET', `/v1/inbox/${read.id}`)).status === 200);
      await browser.signIn(protection, 'protection', 'isaf-hq', '/access');
    });

    it('show who read a case', async () => {
      await protection.getByLabel('Message').fill('AFG-2026-000001');
      await protection.getByRole('button', { name: 'Show who read it' }).click();
      await protection.getByRole('link', { name: 'Enter the id of a message' }).waitFor();
      await protection.getByRole('link', { name: read.reference }).click();
      const line = protection.getByRole('row').filter({ hasText: 'UNHCR' }).first();
      await line.getByText('Read it').waitFor();
      await line.getByText('Known to that body').waitFor();
      expect(await browser.faultsOf(protection, 'access')).toEqual([]);
    });

    it('show what persons agreed to, and what rests on it', async () => {
      await protection.getByRole('link', { name: 'Consents' }).click();
      await protection
        .getByRole('button', { name: /^Read what was said/ })
        .first()
        .click();
      await protection.getByRole('link', { name: read.reference }).waitFor();
      expect(await browser.faultsOf(protection, 'consents')).toEqual([]);
    });

    it('ask for an erasure, which another person decides', async () => {
      await protection.getByRole('link', { name: 'Erasures' }).click();
      await protection.getByText('Nothing was erased').waitFor();
      await protection.getByRole('button', { name: 'Ask for an erasure' }).click();
      await protection.getByRole('link', { name: 'Enter the case code' }).waitFor();
      expect(await browser.faultsOf(protection, 'erasures-wrong')).toEqual([]);
      await protection.getByLabel('One message').check();
      await protection.getByLabel('Message', { exact: true }).fill(read.id);
      await protection.getByLabel('The person whom the case is about').check();
      await protection.getByLabel('Why', { exact: true }).fill('Exercise: the person asked for it.');
      await protection.getByRole('button', { name: 'Ask for an erasure' }).click();
      await protection.getByText('It is asked for. Another person decides.').waitFor();
      await protection.getByText('You asked for it: another person decides.').waitFor();
      expect(await browser.faultsOf(protection, 'erasures')).toEqual([]);
    });
  });

  it('shows figures as a chart and as a table, of what is no exercise', async () => {
    await officer.getByRole('link', { name: 'Figures' }).click();
    await officer.getByText('Nothing was sent in that time').waitFor();
    expect(await browser.faultsOf(officer, 'figures-empty')).toEqual([]);
    await send('Shelter for another person', 'actual');
    await officer.reload();
    await officer.locator('.chart svg.recharts-surface').first().waitFor();
    await officer.getByRole('table', { name: 'Figures' }).getByText('UNHCR').waitFor();
    await officer.getByText('Counted up to').waitFor();
    expect(await browser.faultsOf(officer, 'figures')).toEqual([]);
  });

  describe('when something is amiss', () => {
    it('says that it is offline, and keeps what is there', async () => {
      await officer.context().setOffline(true);
      await officer.getByText('You are offline.').waitFor();
      await officer.context().setOffline(false);
      await officer.getByText('You are offline.').waitFor({ state: 'detached' });
    });

    it('shows the same for a record of another body and for one that is none', async () => {
      await partner.goto(browser.address('/inbox/01980000-0000-7000-8000-000000000001'));
      await partner.getByText('There is nothing at this address, or it is not for your body.').waitFor();
      expect(await browser.faultsOf(partner, 'not-found')).toEqual([]);
    });

    it('asks to sign in again when the session has ended, and comes back to the same place', async () => {
      await partner.goto(browser.address('/inbox?show=all'));
      await partner.getByRole('link', { name: /^AFG-/ }).first().waitFor();
      await partner.evaluate(`fetch('/v1/session', { method: 'DELETE', headers: { 'x-liaison-hub': 'person' } })`);
      await partner.getByRole('link', { name: /^AFG-/ }).first().click();
      await partner.getByText('Your session has ended.').waitFor();
      await fillSignIn(partner, 'unhcr', 'officer@unhcr.example', await browser.passwordOf('officer', 'unhcr'));
      await partner.getByText('FICTION-1').waitFor();
    });
  });

  describe('in other languages', () => {
    it('has no word outside of the messages, and room for longer ones', async () => {
      await partner.goto(browser.address('/inbox?show=all&lang=en-XA'));
      await partner.getByRole('heading', { level: 1, name: /^Îñbôx/ }).waitFor();
      const words = await partner.locator('nav, header, th, legend + label').allInnerTexts();
      expect(words.join(' ')).not.toMatch(/\b(?:Sign out|Inbox|Deadline|Priority)\b/);
      expect(await browser.faultsOf(partner, 'inbox-accents')).toEqual([]);
    });

    it('turns round from right to left', async () => {
      await partner.goto(browser.address('/inbox?show=all&lang=ar-XB'));
      await partner.getByRole('heading', { level: 1 }).waitFor();
      expect(await partner.locator('html').getAttribute('dir')).toBe('rtl');
      const box = await partner.locator('#navigation').boundingBox();
      expect(box!.x).toBeGreaterThan(640);
      expect(await browser.faultsOf(partner, 'inbox-mirrored')).toEqual([]);
    });
  });

  it('leaves nothing in the browser when somebody signs out', async () => {
    await officer.getByRole('button', { name: 'Sign out' }).click();
    await officer.getByText('You are signed out.').waitFor();
    expect(await officer.evaluate('[localStorage.length, sessionStorage.length]')).toEqual([0, 0]);
    expect(await officer.context().cookies()).toEqual([]);
    await officer.goBack();
    await officer.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('made the browser complain of nothing', () => {
    expect(browser.complaints).toEqual([]);
  });
});
