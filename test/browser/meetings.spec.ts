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
      await secretary.getByLabel('Came at').fill(`${new Date().getUTCFullYear()}-03-25T09:10`);
      await secretary.getByRole('button', { name: 'Note it' }).click();
      await secretary.getByText('Noted: IOM.').waitFor();
      await secretary.getByText(/^Came .*09:10/).waitFor();
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

    it('tells by a clock what an item takes of its time, one item at once', async () => {
      await item.getByRole('button', { name: /^Take up: / }).click();
      await item
        .getByRole('timer')
        .getByText(/^00:0[1-9] of 10 minutes$/)
        .waitFor();
      await item.getByText('Dealt with now').waitFor();
      expect(await browser.faultsOf(secretary, 'meeting-timer')).toEqual([]);
      await item.getByRole('button', { name: /^Done for now: / }).click();
      await item.getByRole('timer').waitFor({ state: 'detached' });
      await item.getByText(/^\d\d:\d\d of 10 minutes/).waitFor();
      await secretary.getByRole('link', { name: 'Sheet for signatures (PDF)' }).waitFor();
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

    it('puts a decision in the place of an earlier one', async () => {
      await item.getByRole('button', { name: /^Record a decision/ }).click();
      await item.getByLabel('What is decided').fill('Exercise: it stays open until April.');
      await item.getByLabel('It takes the place of').selectOption({ index: 1 });
      expect(await browser.faultsOf(secretary, 'meeting-decision')).toEqual([]);
      await item.getByRole('button', { name: 'Record the decision' }).click();
      await item.getByText('Another took its place').waitFor();
    });

    it('has its items put in another order, and one noted as done', async () => {
      await call('iom', 'POST', `/v1/meetings/${meeting.id}/agenda`, {
        json: { title: 'Exercise: who has room', tag: 'discussion', minutes: 5 },
      });
      await secretary.reload();
      const first = (): Promise<string> => secretary.getByRole('article').first().innerText();
      const before = await first();
      await secretary
        .getByRole('button', { name: /^Down: / })
        .first()
        .click();
      await secretary.getByText('The order is changed.').waitFor();
      await eventually('another item is the first', async () => (await first()) !== before);
      await item.getByRole('button', { name: /^Change the item/ }).click();
      await item.getByLabel('Done', { exact: true }).check();
      expect(await browser.faultsOf(secretary, 'meeting-item')).toEqual([]);
      await item.getByRole('button', { name: 'Change it' }).click();
      await secretary.getByText('The item is changed.').waitFor();
      await item.getByText('Done', { exact: true }).waitFor();
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

  it('has its approved minutes amended, beside what stands', async () => {
    await secretary.getByRole('button', { name: 'Write an amendment' }).click();
    await secretary.getByRole('button', { name: 'Amend the minutes' }).click();
    await secretary.getByRole('link', { name: 'Choose the item' }).waitFor();
    await secretary.getByLabel('Which item').selectOption({ label: await amended() });
    await secretary.getByLabel('Its notes').fill('Exercise: what both wrote, put right.');
    await secretary.getByLabel('Why').fill('Exercise: a slip of the pen.');
    expect(await browser.faultsOf(secretary, 'minutes-amend')).toEqual([]);
    await secretary.getByRole('button', { name: 'Amend the minutes' }).click();
    await secretary.getByText('The amendment stands beside the minutes.').waitFor();
    await secretary.getByRole('heading', { name: 'Amendment 1 by ISAF HQ' }).waitFor();
    await secretary.getByText('put right').waitFor();
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

    it('show what is open as a board, by body and age', async () => {
      await partner.getByText('Board by body').click();
      const column = partner.getByRole('region', { name: 'UNHCR' });
      await column.getByText('ask the shelter about the winter').waitFor();
      await column.getByText(/open for \d+ minutes?/).waitFor();
      expect(await browser.faultsOf(partner, 'actions-board')).toEqual([]);
      await partner.getByText('List', { exact: true }).click();
    });

    it('list the actions of one body in one state', async () => {
      await partner.getByLabel('State', { exact: true }).selectOption('Declined');
      await partner.getByText('Nothing is like that').waitFor();
      await partner.getByLabel('State', { exact: true }).selectOption('All');
      await partner.getByLabel('Body', { exact: true }).selectOption('unhcr');
      await partner.getByText('ask the shelter about the winter').waitFor();
    });
  });

  describe('what a coordinator arranges', () => {
    let coordinator: Page;

    beforeAll(async () => {
      coordinator = (await browser.person()).page;
    });

    const NAME = 'Exercise: legal help, monthly';

    it('is asked for what a series needs', async () => {
      await browser.signIn(coordinator, 'coordinator', 'isaf-hq', '/series');
      await coordinator.getByRole('table', { name: 'Series of meetings' }).waitFor();
      expect(await browser.faultsOf(coordinator, 'series')).toEqual([]);
      await coordinator.getByRole('link', { name: 'New series' }).click();
      await coordinator.getByRole('button', { name: 'See what it would do' }).click();
      await coordinator.getByRole('link', { name: 'Enter when it begins' }).waitFor();
      expect(await browser.faultsOf(coordinator, 'series-wrong')).toEqual([]);
    });

    it('says who would be told and when is met, before anybody is told', async () => {
      await coordinator.getByLabel('Operation').selectOption('afghanistan');
      await coordinator.getByLabel('What is met about').fill(NAME);
      await coordinator.getByLabel('Begins', { exact: true }).fill(`${IN_THREE_WEEKS}T10:00`);
      await coordinator.getByLabel('Every month, on that day').check();
      await coordinator.getByRole('checkbox', { name: 'UNHCR' }).check();
      await coordinator.getByRole('button', { name: 'Add an item' }).click();
      await coordinator.getByLabel('Item 1', { exact: true }).fill('Exercise: who has room');
      await coordinator.getByRole('button', { name: 'See what it would do' }).click();
      await coordinator.getByRole('heading', { name: 'What would happen' }).waitFor();
      await coordinator.getByText('10:00 AM GMT+4:30').first().waitFor();
      expect(await browser.faultsOf(coordinator, 'series-consequences')).toEqual([]);
      await coordinator.getByRole('button', { name: 'Make the series' }).click();
      await coordinator.getByRole('heading', { level: 1, name: NAME }).waitFor();
      await coordinator.getByText(/^Monthly on a /).waitFor();
      expect(await browser.faultsOf(coordinator, 'series-one')).toEqual([]);
    });

    it('says that answers count no more when its time changes, and shows both sides when another changed it', async () => {
      await coordinator.getByRole('button', { name: 'Change the series' }).click();
      await coordinator.getByLabel('Begins', { exact: true }).fill(`${IN_THREE_WEEKS}T11:00`);
      await coordinator.getByRole('button', { name: 'See what it would do' }).click();
      await coordinator.getByText('All answers count no more').waitFor();
      const id = coordinator.url().split('/').at(-1)!;
      await call('isaf-hq', 'PATCH', `/v1/meeting-series/${id}`, {
        json: { place: 'Exercise: elsewhere' },
        headers: { 'If-Match': '"1"' },
      });
      await coordinator.getByRole('button', { name: 'Change it' }).click();
      await coordinator.getByRole('region', { name: 'The other' }).getByText('Exercise: elsewhere').waitFor();
      expect(await browser.faultsOf(coordinator, 'series-both')).toEqual([]);
      await coordinator.getByRole('button', { name: 'Go on with yours' }).click();
      expect(await coordinator.getByLabel('Where (optional)', { exact: true }).inputValue()).toBe(
        'Exercise: elsewhere',
      );
      await coordinator.getByRole('button', { name: 'See what it would do' }).click();
      await coordinator.getByRole('button', { name: 'Change it' }).click();
      await coordinator.getByText('The series is changed.').waitFor();
      const series = await call<{ start: string; place: string }>('unhcr', 'GET', `/v1/meeting-series/${id}`);
      expect(series).toMatchObject({ start: `${IN_THREE_WEEKS}T11:00`, place: 'Exercise: elsewhere' });
    });

    it('ends a series, after one more question', async () => {
      await coordinator.getByRole('button', { name: 'End the series' }).click();
      await coordinator.getByRole('dialog').getByRole('button', { name: 'End the series' }).click();
      await coordinator.getByText('The series has ended.').waitFor();
      await coordinator.getByText('Ended', { exact: true }).waitFor();
    });
    it('calls a meeting, because something cannot wait', async () => {
      await coordinator.goto(browser.address('/meetings/new'));
      await coordinator.getByLabel('Operation').selectOption('afghanistan');
      await coordinator.getByLabel('What is met about').fill('Exercise: one case that cannot wait');
      await coordinator.getByLabel('Begins', { exact: true }).fill(`${IN_THREE_WEEKS}T15:00`);
      await coordinator.getByRole('checkbox', { name: 'UNHCR' }).check();
      await coordinator.getByRole('button', { name: 'Call it' }).click();
      await coordinator.getByRole('link', { name: 'Enter why it cannot wait' }).waitFor();
      expect(await browser.faultsOf(coordinator, 'call-wrong')).toEqual([]);
      await coordinator.getByLabel('Why it cannot wait').fill('Exercise: the shelter closes.');
      await coordinator.getByRole('button', { name: 'Call it' }).click();
      await coordinator.getByRole('heading', { level: 1, name: 'Exercise: one case that cannot wait' }).waitFor();
      await coordinator.getByText('Exercise: the shelter closes.').waitFor();
    });

    it('moves it, with a look at what that does', async () => {
      await coordinator.getByRole('button', { name: 'Move or change it' }).click();
      await coordinator.getByLabel('Begins', { exact: true }).fill(`${IN_THREE_WEEKS}T16:30`);
      expect(await browser.faultsOf(coordinator, 'meeting-move')).toEqual([]);
      await coordinator.getByRole('button', { name: 'See what it would do' }).click();
      await coordinator.getByText('All answers count no more').waitFor();
      await coordinator.getByRole('button', { name: 'Move it' }).click();
      await coordinator.getByText('The meeting is changed, and the bodies are told.').waitFor();
      await coordinator.getByText('04:30 PM GMT+4:30').first().waitFor();
    });

    it('calls it off, with its reason', async () => {
      await coordinator.getByRole('button', { name: 'Call it off' }).click();
      await coordinator.getByRole('button', { name: 'Call it off' }).click();
      await coordinator.getByRole('link', { name: 'Enter why it does not take place' }).waitFor();
      await coordinator.getByLabel('Why it does not take place').fill('Exercise: it is solved.');
      await coordinator.getByRole('button', { name: 'Call it off' }).click();
      await coordinator.getByText('The meeting is called off.').waitFor();
      await coordinator.getByText('Cancelled', { exact: true }).waitFor();
      expect(await browser.faultsOf(coordinator, 'meeting-called-off')).toEqual([]);
    });
  });

  it('shows a month as a calendar, each meeting on the day of its own clocks', async () => {
    const { start, title } = await call<{ start: string; title: string }>('unhcr', 'GET', `/v1/meetings/${meeting.id}`);
    await partner.goto(browser.address(`/meetings?show=month&month=${start.slice(0, 7)}`));
    const day = partner.getByRole('cell').filter({ has: partner.locator(`time[datetime="${start.slice(0, 10)}"]`) });
    await day.getByRole('link', { name: `09:00 ${title}` }).waitFor();
    expect(await browser.faultsOf(partner, 'meetings-calendar')).toEqual([]);
    await partner.getByRole('link', { name: 'Month after' }).click();
    await partner.getByRole('table').waitFor();
    expect(partner.url()).not.toContain(`month=${start.slice(0, 7)}`);
  });

  it('gives a calendar program an address, once, and takes it back', async () => {
    await partner.getByRole('link', { name: 'Calendar feeds' }).click();
    await partner.getByRole('button', { name: 'Make a feed' }).click();
    await partner.getByRole('link', { name: 'Enter what it is for' }).waitFor();
    await partner.getByLabel('What it is for').fill('Duty desk');
    await partner.getByRole('button', { name: 'Make a feed' }).click();
    const address = await partner.getByRole('dialog').getByText('.ics').innerText();
    expect(await browser.faultsOf(partner, 'feed-address')).toEqual([]);
    await partner.getByRole('button', { name: 'I have kept it' }).click();
    expect((await fetch(address)).headers.get('content-type')).toContain('text/calendar');
    await partner.getByRole('button', { name: 'Revoke Duty desk' }).click();
    await partner.getByText('Revoked', { exact: true }).waitFor();
    expect((await fetch(address)).status).toBe(404);
    expect(await browser.faultsOf(partner, 'feeds')).toEqual([]);
  });

  it('shows the same for a meeting of others and for one that is none', async () => {
    await partner.goto(browser.address('/meetings/01980000-0000-7000-8000-000000000001'));
    await partner.getByText('There is nothing at this address, or it is not for your body.').waitFor();
    expect(await browser.faultsOf(partner, 'meeting-not-found')).toEqual([]);
  });

  it('made the browser complain of nothing', () => {
    expect(browser.complaints).toEqual([]);
  });

  /** The item of the proposal, as the list of items has it: with its number. */
  async function amended(): Promise<string> {
    return (await secretary.getByRole('option').filter({ hasText: TITLE }).innerText()).trim();
  }

  async function itemId(): Promise<string> {
    const { items } = await call<{ items: { id: string; title: string }[] }>(
      'iom',
      'GET',
      `/v1/meetings/${meeting.id}/agenda`,
    );
    return items.find(({ title }) => title === TITLE)!.id;
  }
});
