import type { Locator, Page } from 'playwright-core';
import { ApiCaller, type CallOptions } from '#test/api-caller';
import { ConsoleBrowser } from '#test/console-browser';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

/** Several looks at one page, on a machine that does other things too, milliseconds. */
jest.setTimeout(120_000);

interface Meeting {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
}

const TITLE = 'Exercise: shelters for the winter';
const IN_THREE_WEEKS = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);

describe('the pages of meetings', () => {
  let hub: RunningHub;
  let browser: ConsoleBrowser;
  /** Keeps the record of the seeded series. */
  let secretary: Page;
  let partner: Page;
  let meeting: Meeting;
  let item: Locator;

  const call = async <T>(slug: string, method: string, path: string, options: CallOptions = {}): Promise<T> => {
    const { status, body } = await new ApiCaller(hub, slug).call<T>(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    browser = await ConsoleBrowser.start(hub);
    secretary = (await browser.person()).page;
    partner = (await browser.person()).page;
    const from = new Date().toISOString();
    await eventually(
      'the hub has made the meetings of the seeded series',
      async () => {
        const { data } = await call<{ data: Meeting[] }>(
          'unhcr',
          'GET',
          `/v1/meetings?operation=afghanistan&from=${from}`,
        );
        // Not the next one: the hub writes its agenda meanwhile.
        const [, second] = data;
        if (second) meeting = second;
        return second !== undefined;
      },
      30_000,
    );
  }, 120_000);

  afterAll(async () => {
    await browser.stop();
    await hub.stop();
  }, 60_000);

  describe('the list', () => {
    it('shows when, where and in which state each is, and answers the invitation', async () => {
      await browser.signIn(partner, 'officer', 'unhcr', '/meetings');
      const row = partner.getByRole('row').filter({ hasText: meeting.reference });
      await row.getByText('Liaison office').waitFor();
      await row.getByText('GMT+4:30').waitFor();
      await row.getByText('On your clock').waitFor();
      await row.getByText('Not answered').waitFor();
      await row.getByRole('button', { name: /^Tentative: / }).click();
      await row.getByText('May come').waitFor();
      await row.getByRole('button', { name: /^Accept: / }).click();
      await row.getByText('Comes', { exact: true }).waitFor();
      await partner.getByText('Your body’s answer is kept').waitFor();
      const { data } = await call<{ data: { body: string; answer: string }[] }>(
        'isaf-hq',
        'GET',
        `/v1/meetings/${meeting.id}/answers`,
      );
      expect(data).toContainEqual(expect.objectContaining({ body: 'unhcr', answer: 'accepted' }));
      expect(await browser.faultsOf(partner, 'meetings')).toEqual([]);
    });

    it('keeps its filters in the address', async () => {
      await partner.getByLabel('State', { exact: true }).selectOption('Cancelled');
      await partner.getByText('No meeting is like that').waitFor();
      expect(partner.url()).toContain('state=cancelled');
      expect(await browser.faultsOf(partner, 'meetings-empty')).toEqual([]);
      await partner.reload();
      await partner.getByText('No meeting is like that').waitFor();
      await partner.getByLabel('State', { exact: true }).selectOption('All');
      await partner.getByLabel('Operation').selectOption('afghanistan');
      await partner.getByRole('row').filter({ hasText: meeting.reference }).waitFor();
      expect(partner.url()).toContain('operation=afghanistan');
      await partner.getByText('Before today').click();
      await partner.getByRole('link', { name: 'Earlier meetings' }).waitFor();
      expect(partner.url()).toContain('show=past');
      await partner.getByText('From today on').click();
    });
  });

  describe('an item that is proposed', () => {
    it('is asked for what it needs, by the page and by the hub', async () => {
      const row = partner.getByRole('row').filter({ hasText: meeting.reference });
      await row.getByRole('link', { name: meeting.title }).click();
      await partner.getByRole('button', { name: 'Propose an item' }).click();
      await partner.getByRole('button', { name: 'Propose it' }).click();
      await partner.getByRole('link', { name: 'Choose what is wanted of it' }).waitFor();
      expect(await browser.faultsOf(partner, 'meeting-propose-wrong')).toEqual([]);
      await partner.getByLabel('What it is about').fill(TITLE);
      await partner.getByLabel('To decide').check();
      await partner.getByLabel('References').fill('shelter');
      await partner.getByRole('button', { name: 'Propose it' }).click();
      await partner
        .getByRole('alert')
        .getByRole('link', { name: /must hold references/ })
        .waitFor();
    });

    it('stands on the agenda with what it is about', async () => {
      await partner.getByLabel('References').fill('AFG-2026-000123');
      await partner.getByRole('button', { name: 'Propose it' }).click();
      await partner.getByText('It is on the agenda.').waitFor();
      item = partner.getByRole('article', { name: TITLE });
      for (const text of ['To decide', '10 minutes', 'new on the agenda', 'AFG-2026-000123'])
        await item.getByText(text).first().waitFor();
      expect(await item.getByRole('link').count()).toBe(0);
      expect(await browser.faultsOf(partner, 'meeting')).toEqual([]);
    });

    it('is recorded of by nobody but who runs the meeting', async () => {
      expect(await partner.getByRole('button', { name: 'Open the meeting' }).count()).toBe(0);
      expect(await partner.getByRole('button', { name: /^Write notes/ }).count()).toBe(0);
    });
  });

  describe('the meeting', () => {
    it('is opened by whoever runs it, after one more question', async () => {
      await browser.signIn(secretary, 'coordinator', 'isaf-hq', `/meetings/${meeting.id}`);
      item = secretary.getByRole('article', { name: TITLE });
      await item.waitFor();
      await secretary.getByRole('button', { name: 'Open the meeting' }).click();
      expect(await browser.faultsOf(secretary, 'meeting-opening')).toEqual([]);
      await secretary.getByRole('dialog').getByRole('button', { name: 'Open the meeting' }).click();
      await secretary.getByText('The meeting goes on.').waitFor();
    });

    it('decides nothing before enough bodies are noted as present', async () => {
      await item.getByRole('button', { name: /^Record a decision/ }).click();
      await item.getByRole('button', { name: 'Record the decision' }).click();
      await item.getByRole('link', { name: 'Enter what is decided' }).waitFor();
      await item.getByLabel('What is decided').fill('Exercise: the shelter stays open in winter.');
      await item.getByRole('button', { name: 'Record the decision' }).click();
      await item.getByRole('alert').getByText('are needed to decide').waitFor();
      expect(await browser.faultsOf(secretary, 'meeting-no-quorum')).toEqual([]);
      for (const body of ['isaf-hq', 'unhcr', 'unicef'])
        await call('iom', 'POST', `/v1/meetings/${meeting.id}/attendance`, { json: { body, state: 'present' } });
      await secretary.getByLabel('Which body', { exact: true }).selectOption('iom');
      await secretary.getByLabel('Is it there?').selectOption('remote');
      await secretary.getByLabel('By which role').fill('Focal point');
      await secretary.getByRole('button', { name: 'Note it' }).click();
      await secretary.getByText('Noted: IOM.').waitFor();
      await item.getByRole('button', { name: 'Record the decision' }).click();
      await secretary.getByText('The decision is recorded.').waitFor();
      await item.getByText('the shelter stays open in winter').waitFor();
    });

    it('loses nothing when two people write one note', async () => {
      await item.getByRole('button', { name: /^Write notes/ }).click();
      await item.getByLabel('Notes', { exact: true }).fill('Exercise: what the secretary wrote.');
      await call('iom', 'POST', `/v1/meetings/${meeting.id}/agenda/${await itemId()}/note`, {
        json: { note: 'Exercise: what the chair wrote.' },
        headers: { 'If-Match': '"0"' },
      });
      await item.getByRole('button', { name: 'Save the notes' }).click();
      await item.getByText('Somebody wrote these notes meanwhile').waitFor();
      await item.getByRole('region', { name: 'What both began from' }).getByText('None').waitFor();
      await item.getByRole('region', { name: 'Yours' }).getByText('what the secretary wrote').waitFor();
      await item.getByRole('region', { name: 'The other' }).getByText('what the chair wrote').waitFor();
      expect(await browser.faultsOf(secretary, 'meeting-conflict')).toEqual([]);
      await item.getByRole('button', { name: 'Both, one after the other' }).click();
      await item.getByRole('button', { name: 'Save the notes' }).click();
      await secretary.getByText('The notes are saved.').waitFor();
      await item.getByText(/what the chair wrote\.\s+Exercise: what the secretary wrote/).waitFor();
    });

    it('asks a body to do something', async () => {
      await item.getByRole('button', { name: /^Record an action/ }).click();
      await item.getByRole('button', { name: 'Record the action' }).click();
      await item.getByRole('link', { name: 'Enter what is to be done' }).waitFor();
      expect(await browser.faultsOf(secretary, 'meeting-action-wrong')).toEqual([]);
      await item.getByLabel('What is to be done').fill('Exercise: ask the shelter about the winter.');
      await item.getByLabel('By which body').selectOption('unhcr');
      await item.getByLabel('Due on').fill(IN_THREE_WEEKS);
      await item.getByRole('button', { name: 'Record the action' }).click();
      await secretary.getByText('The action is recorded.').waitFor();
      await item.getByText('ask the shelter about the winter').waitFor();
    });

    it('is closed, after one more question', async () => {
      expect(await browser.faultsOf(secretary, 'meeting-open')).toEqual([]);
      await secretary.getByRole('button', { name: 'Close the meeting' }).click();
      await secretary.getByRole('dialog').getByRole('button', { name: 'Close the meeting' }).click();
      await secretary.getByText('The meeting is held.').waitFor();
      await secretary.getByRole('button', { name: 'Close the meeting' }).waitFor({ state: 'detached' });
    });
  });

  describe('its minutes', () => {
    it('are a draft, which is submitted', async () => {
      await secretary.getByRole('link', { name: 'Minutes', exact: true }).click();
      await secretary.getByRole('heading', { level: 1, name: 'Minutes' }).waitFor();
      await secretary.getByText('the shelter stays open in winter').waitFor();
      expect(await browser.faultsOf(secretary, 'minutes-draft')).toEqual([]);
      await secretary.getByRole('button', { name: 'Submit the minutes' }).click();
      await secretary.getByText('The bodies are asked to approve the minutes.').waitFor();
    });

    it('are sent back with remarks for another round', async () => {
      await partner.goto(browser.address(`/meetings/${meeting.id}/minutes`));
      await partner.getByLabel('Something is to be changed').check();
      await partner.getByRole('button', { name: 'Send the answer' }).click();
      await partner.getByRole('link', { name: 'Write what is to be changed' }).waitFor();
      expect(await browser.faultsOf(partner, 'minutes-answer-wrong')).toEqual([]);
      await partner.getByLabel('Remarks').fill('Exercise: say which shelter.');
      await partner.getByRole('button', { name: 'Send the answer' }).click();
      await partner.getByText('Your body’s answer is kept.').waitFor();
      await secretary.getByText('Changes asked for').waitFor();
      await secretary.getByText('Exercise: say which shelter.').waitFor();
      expect(await browser.faultsOf(secretary, 'minutes-returned')).toEqual([]);
      await secretary.getByRole('button', { name: 'Submit the minutes' }).click();
      await secretary.getByText('To be approved').waitFor();
    });

    it('are approved once enough bodies approve', async () => {
      await partner.reload();
      await partner.getByLabel('We approve them').check();
      await partner.getByLabel('Remarks').fill('Exercise: it is clear now.');
      await partner.getByRole('button', { name: 'Send the answer' }).click();
      await partner.getByText('Your body has answered in this round.').waitFor();
      for (const body of ['iom', 'unicef'])
        await call(body, 'POST', `/v1/meetings/${meeting.id}/minutes/approve`, { json: {} });
      await secretary.getByLabel('We approve them').check();
      await secretary.getByRole('button', { name: 'Send the answer' }).click();
      await secretary.getByText('Digest of the whole').waitFor();
      await partner.getByText('Digest of the whole').waitFor();
      await partner.getByText('Exercise: it is clear now.').waitFor();
    });

    it('are verified, and are there as files', async () => {
      await partner.getByRole('button', { name: 'Verify the digest' }).click();
      await partner.getByText('What your body has is bound to the record, and unchanged.').waitFor();
      expect(await browser.faultsOf(partner, 'minutes-approved')).toEqual([]);
      const types: string[] = [];
      for (const name of ['PDF', 'HTML', 'Text']) {
        const href = await partner.getByRole('link', { name, exact: true }).getAttribute('href');
        types.push(
          await partner.evaluate<string>(`fetch('${href!}').then((answer) => answer.headers.get('content-type'))`),
        );
      }
      expect(types.map((type) => type.split(';')[0])).toEqual(['application/pdf', 'text/html', 'text/plain']);
    });
  });

  describe('the registers', () => {
    it.each([
      ['Decisions', 'the shelter stays open in winter'],
      ['Actions', 'ask the shelter about the winter'],
    ])('of %s are searched by words', async (name, text) => {
      await partner.getByRole('link', { name, exact: true }).click();
      await partner.getByRole('heading', { level: 1, name }).waitFor();
      await partner.getByText(text).waitFor();
      expect(await browser.faultsOf(partner, name.toLowerCase())).toEqual([]);
      await partner.getByLabel('Words that it holds').fill('nowhere');
      await partner.getByRole('button', { name: 'Search' }).click();
      await partner.getByText('Nothing is like that').waitFor();
      expect(partner.url()).toContain('q=nowhere');
      await partner.getByLabel('Words that it holds').fill('shelter winter');
      await partner.getByRole('button', { name: 'Search' }).click();
      await partner.getByText(text).waitFor();
    });

    it('list the actions of one body in one state', async () => {
      await partner.getByLabel('State', { exact: true }).selectOption('Declined');
      await partner.getByText('Nothing is like that').waitFor();
      await partner.getByLabel('State', { exact: true }).selectOption('All');
      await partner.getByLabel('Body', { exact: true }).selectOption('unhcr');
      await partner.getByText('ask the shelter about the winter').waitFor();
    });
  });

  it('shows the same for a meeting of others and for one that is none', async () => {
    await partner.goto(browser.address('/meetings/01980000-0000-7000-8000-000000000001'));
    await partner.getByText('There is nothing at this address, or it is not for your body.').waitFor();
    expect(await browser.faultsOf(partner, 'meeting-not-found')).toEqual([]);
  });

  it('made the browser complain of nothing', () => {
    expect(browser.complaints).toEqual([]);
  });

  async function itemId(): Promise<string> {
    const { items } = await call<{ items: { id: string; title: string }[] }>(
      'iom',
      'GET',
      `/v1/meetings/${meeting.id}/agenda`,
    );
    return items.find(({ title }) => title === TITLE)!.id;
  }
});
