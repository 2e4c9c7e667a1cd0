import type { Page } from 'playwright-core';
import { seedDirectory } from '#directory';
import { uuidv7 } from '#kernel';
import { Database } from '#platform/database';
import { ApiCaller } from '#test/api-caller';
import { ConsoleBrowser, type DemoName } from '#test/console-browser';
import { fictitiousCase } from '#test/fictitious';
import { openOwner, seededOperations, withClient } from '#test/hub-database';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually, freePort } from '#test/servers';

/** Several looks at one page, on a machine that does other things too, milliseconds. */
jest.setTimeout(120_000);

const DAY = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Milliseconds after which a hub has read at the latest what was seeded beside it, and some for a busy machine. */
const READ_ANEW = 60_000;
const seededOperation = seededOperations.find(({ id }) => id === 'kosovo')!;

/** A new version of a provision, as whoever runs the hub seeds it. */
async function seedAnother(hub: RunningHub, id: string): Promise<void> {
  const provisions = seededOperation.provisions.map((provision) =>
    provision.id === id
      ? { ...provision, version: provision.version + 1, text: `Exercise: ${provision.text}` }
      : provision,
  );
  const owner = await openOwner(hub.superuserUrl);
  try {
    await new Database(owner).transaction({ kind: 'worker' }, (tx) =>
      seedDirectory(tx, [{ ...seededOperation, provisions, digest: 'f'.repeat(64) }]),
    );
  } finally {
    await owner.destroy();
  }
}

/** A quarter that is over, with released figures of Kosovo on record: releasing takes one that has had its time. */
async function releasedQuarter(hub: RunningHub): Promise<string> {
  const quarter = '2025-Q1';
  const cells = [{ keys: ['referral', null, null, null, null], atLeast: 22, atMost: 32 }];
  await withClient(hub.superuserUrl, (client) =>
    client.query(
      `INSERT INTO figure_releases (id, operation_id, number, quarter, threshold, cells, digest, released_by, released_at)
       SELECT $1, 'kosovo', 1, $2, 11, $3, repeat('0', 64), id, now() FROM organisations WHERE slug = 'kfor-hq'`,
      [uuidv7(), quarter, JSON.stringify(cells)],
    ),
  );
  return quarter;
}

describe('what goes past the rules, who runs the hub, and what nations report', () => {
  let hub: RunningHub;
  let browser: ConsoleBrowser;
  const people: Record<string, Page> = {};

  const person = async (name: DemoName, body: string): Promise<Page> => {
    const key = `${name}@${body}`;
    if (!people[key]) {
      people[key] = (await browser.person()).page;
      await browser.signIn(people[key], name, body);
    }
    return people[key];
  };

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    browser = await ConsoleBrowser.start(hub);
  }, 120_000);

  afterAll(async () => {
    await browser.stop();
    await hub.stop();
  }, 60_000);

  describe('break-glass', () => {
    let messageId: string;
    const reason = 'Exercise: the shelter says that she left with a stranger.';

    beforeAll(async () => {
      const sender = new ApiCaller(hub, 'isaf-hq');
      const { body } = await sender.call<{ id: string }>('POST', '/v1/referrals', {
        json: {
          ...{ operation: 'afghanistan', priority: 'urgent', status: 'exercise', subject: 'Shelter for one person' },
          body: fictitiousCase(),
        },
      });
      messageId = body.id;
      await sender.call('POST', `/v1/referrals/${messageId}/submit`);
      const unhcr = new ApiCaller(hub, 'unhcr');
      await eventually('UNHCR has it', async () => (await unhcr.call('GET', `/v1/inbox/${messageId}`)).status === 200);
    });

    it('is asked for from the message, with a reason and the second factor', async () => {
      const officer = await person('officer', 'unhcr');
      await officer.goto(browser.address(`/inbox/${messageId}`));
      await officer.getByRole('link', { name: 'A person is in danger now, and you need the rest' }).click();
      await officer.getByRole('button', { name: 'Ask for a record' }).click();
      await officer.getByRole('link', { name: 'Enter why it cannot wait' }).waitFor();
      expect(await browser.faultsOf(officer, 'break-glass-wrong')).toEqual([]);
      await officer.getByLabel('Why it cannot wait').fill(reason);
      await officer.getByRole('button', { name: 'Ask for a record' }).click();
      await browser.proveAnew(officer);
      await officer.getByText('It is asked for.').waitFor();
      await officer.getByRole('article').getByText('To be decided').waitFor();
    });

    it('is agreed to by a person of the body that sent it', async () => {
      const guard = await person('protection', 'isaf-hq');
      await guard.getByRole('link', { name: 'Break-glass' }).click();
      await guard.getByText(reason).waitFor();
      expect(await browser.faultsOf(guard, 'break-glass-decide')).toEqual([]);
      await guard.getByRole('button', { name: 'Open it' }).click();
      await browser.proveAnew(guard);
      await guard.getByText('It is open.').waitFor();
    });

    it('shows the record to who asked, and to nobody once it is closed', async () => {
      const officer = await person('officer', 'unhcr');
      await officer.getByRole('button', { name: 'Show the record' }).click();
      const record = officer.getByRole('region', { name: 'The record' });
      await record.getByText('All of it, as it was written.').waitFor();
      await record.getByText('Testperson').waitFor();
      expect(await browser.faultsOf(officer, 'break-glass')).toEqual([]);
      const guard = await person('protection', 'isaf-hq');
      await guard.getByRole('button', { name: 'Close it now' }).click();
      await guard.getByText('It is closed.').waitFor();
      await officer.getByRole('article').getByText('Ended').first().waitFor();
      await record.waitFor({ state: 'detached' });
    });

    it('is seen by those who oversee', async () => {
      const guard = await person('protection', 'isaf-hq');
      await guard.getByRole('link', { name: 'Oversight' }).click();
      await guard.getByText('Nobody read unusually much').waitFor();
      await guard.getByRole('row').filter({ hasText: 'Record opened' }).getByText('ISAF HQ').waitFor();
      await guard.getByRole('row').filter({ hasText: 'Break-glass asked for' }).getByText('UNHCR').waitFor();
      expect(await browser.faultsOf(guard, 'oversight')).toEqual([]);
    });
  });

  describe('an exception because a life is at risk', () => {
    it('is asked for on the referral, with a reason', async () => {
      const sender = new ApiCaller(hub, 'isaf-hq');
      const { body } = await sender.call<{ id: string }>('POST', '/v1/referrals', {
        json: { operation: 'afghanistan', priority: 'emergency', status: 'exercise', body: fictitiousCase() },
      });
      const officer = await person('officer', 'isaf-hq');
      await officer.goto(browser.address(`/referrals/${body.id}`));
      await officer.getByRole('button', { name: 'A life is at risk' }).click();
      const dialog = officer.getByRole('dialog');
      await dialog.getByRole('button', { name: 'A life is at risk' }).click();
      await dialog.getByRole('link', { name: 'Choose a body' }).waitFor();
      await dialog.getByRole('link', { name: 'Say why a life is at risk' }).waitFor();
      expect(await browser.faultsOf(officer, 'exception-wrong')).toEqual([]);
      await dialog.getByLabel('Which body has to have it').selectOption('UNICEF');
      await dialog.getByLabel('Why a life is at risk').fill('Exercise: she is threatened where she is.');
      await dialog.getByRole('button', { name: 'A life is at risk' }).click();
      await officer.getByText('It is asked for.').waitFor();
    });

    it('is decided by another person, with the second factor', async () => {
      const guard = await person('protection', 'isaf-hq');
      await guard.goto(browser.address('/exceptions'));
      await guard.getByText('Exercise: she is threatened where she is.').waitFor();
      expect(await browser.faultsOf(guard, 'exceptions')).toEqual([]);
      await guard.getByRole('button', { name: 'Approve' }).click();
      await guard.getByRole('article').getByText('Approved', { exact: true }).waitFor();
      expect(await browser.faultsOf(guard, 'exceptions-approved')).toEqual([]);
    });
  });

  it('shows whoever runs the hub what waits, and the endpoints of all bodies without their addresses', async () => {
    const operator = await person('operator', 'isaf-hq');
    await operator.getByRole('link', { name: 'State of the hub' }).click();
    await operator.getByRole('row').filter({ hasText: 'Messages to be routed' }).getByText('On time').waitFor();
    await operator.getByText('No body has a webhook endpoint').waitFor();
    expect(await browser.faultsOf(operator, 'hub-empty')).toEqual([]);
    const url = `http://127.0.0.1:${await freePort()}/hook-of-unhcr`;
    const made = await new ApiCaller(hub, 'unhcr').call('POST', '/v1/webhook-endpoints', { json: { url } });
    expect(made.status).toBe(201);
    await operator.reload();
    const endpoint = operator.getByRole('row').filter({ hasText: 'UNHCR' });
    await endpoint.getByText('0 to send, 0 held').waitFor();
    expect(await operator.content()).not.toContain('hook-of-unhcr');
    expect(await browser.faultsOf(operator, 'hub')).toEqual([]);
    const refused = await operator.evaluate<number>(`fetch('/v1/referrals').then(({ status }) => status)`);
    expect(refused).toBe(403);
  });

  it('asks nations for a return, and shows how each stands', async () => {
    const coordinator = await person('coordinator', 'kfor-hq');
    await coordinator.getByRole('link', { name: 'Returns of nations' }).click();
    await coordinator.getByText('No nation was asked for a return').waitFor();
    await coordinator.getByRole('button', { name: 'Ask for a return' }).click();
    await coordinator.getByRole('link', { name: 'Choose a nation at least' }).waitFor();
    expect(await browser.faultsOf(coordinator, 'returns-wrong')).toEqual([]);
    await coordinator.getByLabel('Germany').check();
    await coordinator.getByLabel('Italy').check();
    await coordinator.getByLabel('Subject').fill('Exercise: training, first half of the year');
    await coordinator.getByLabel('First day of the period').fill('2026-01-01');
    await coordinator.getByLabel('Last day of the period').fill('2026-06-30');
    await coordinator.getByLabel('To be returned by').fill('2026-07-01');
    await coordinator.getByLabel('Exercise').check();
    await coordinator.getByRole('button', { name: 'Ask for a return' }).click();
    await coordinator.locator('.error-summary').getByRole('link').first().waitFor();
    await coordinator.getByLabel('To be returned by').fill(dayOf(Date.now() + 30 * DAY));
    await coordinator.getByRole('button', { name: 'Ask for a return' }).click();
    await coordinator.getByText('2 nations are asked.').waitFor();
    const campaign = coordinator.getByRole('article', { name: 'Exercise: training, first half of the year' });
    await campaign.getByRole('row').filter({ hasText: 'Germany' }).getByText('Due').waitFor();

    const germany = new ApiCaller(hub, 'germany');
    const asked = await germany.call<{ data: { messageId: string }[] }>('GET', '/v1/inbox?wait=20');
    const inReplyTo = asked.body.data[0]?.messageId;
    const answered = await germany.call('POST', '/v1/messages', {
      json: {
        ...{ kind: 'training-return', operation: 'kosovo', inReplyTo },
        body: {
          ...{ period: { from: '2026-01-01', to: '2026-06-30' }, final: true },
          strength: [{ rankGroup: 'officers', people: 40 }],
          trained: [
            { course: 'nso-adl-1', rankGroup: 'officers', role: 'staff', when: 'before-deployment', people: 30 },
          ],
        },
      },
    });
    expect(answered.status).toBe(201);
    const line = campaign.getByRole('row').filter({ hasText: 'Germany' });
    await line.getByText('Received').waitFor();
    await line.getByText('1 version').waitFor();
    expect(await browser.faultsOf(coordinator, 'returns')).toEqual([]);
  });

  it('takes the answer of a nation from a table or a form, as a draft that it looks at and sends', async () => {
    const officer = await person('officer', 'italy');
    const { body } = await new ApiCaller(hub, 'italy').call<{ data: { messageId: string }[] }>(
      'GET',
      '/v1/inbox?wait=20',
    );
    await officer.goto(browser.address(`/inbox/${body.data[0]?.messageId ?? ''}`));
    await officer.getByRole('link', { name: 'Answer with a return' }).click();
    await officer.getByRole('button', { name: 'Import a table' }).click();
    await officer.getByRole('link', { name: 'Choose a file' }).waitFor();
    const table = (people: string): { name: string; mimeType: string; buffer: Buffer } => ({
      ...{ name: 'figures.csv', mimeType: 'text/csv' },
      buffer: Buffer.from(
        `entry,rankGroup,course,role,when,people\nstrength,officers,,,,40\ntrained,officers,national,staff,in-deployment,${people}\n`,
      ),
    });
    await officer.getByLabel('Table (.xlsx or .csv)').setInputFiles(table('many'));
    await officer.getByRole('button', { name: 'Import a table' }).click();
    await officer.getByRole('cell', { name: 'Enter a whole number, without separators.' }).waitFor();
    await officer.getByRole('form', { name: 'Fill in' }).getByRole('button', { name: 'Make a draft' }).click();
    await officer.getByRole('link', { name: 'Enter the strength of one rank group at least' }).waitFor();
    expect(await browser.faultsOf(officer, 'return-answer')).toEqual([]);
    await officer.getByLabel('Table (.xlsx or .csv)').setInputFiles(table('31'));
    await officer.getByRole('button', { name: 'Import a table' }).click();
    await officer.getByText('Nobody else sees it yet.').waitFor();
    expect(await browser.faultsOf(officer, 'return-draft')).toEqual([]);
    await officer.getByRole('button', { name: 'Send it' }).click();
    await officer.getByText('is sent.').waitFor();
    const coordinator = await person('coordinator', 'kfor-hq');
    await coordinator.goto(browser.address('/returns'));
    await coordinator.getByRole('row').filter({ hasText: 'Italy' }).getByText('Received').waitFor();
  });

  it('shows how far contingents are trained, who lacks a course, and which nations returned nothing', async () => {
    const period = { from: '2025-07-01', to: '2025-12-31' };
    const sent = async (slug: string, message: object): Promise<void> => {
      const { status } = await new ApiCaller(hub, slug).call('POST', '/v1/messages', {
        json: { operation: 'kosovo', ...message },
      });
      expect(status).toBe(201);
    };
    const coordinator = await person('coordinator', 'kfor-hq');
    await coordinator.goto(browser.address('/returns'));
    await coordinator.getByText('No training was returned').waitFor();
    await sent('kfor-hq', {
      ...{ kind: 'training-return-request', to: ['turkey'] },
      body: { period, dueOn: dayOf(Date.now() + 30 * DAY) },
    });
    const turkey = new ApiCaller(hub, 'turkey');
    const asked = await turkey.call<{ data: { messageId: string }[] }>('GET', '/v1/inbox?wait=20');
    await sent('turkey', {
      ...{ kind: 'training-return', inReplyTo: asked.body.data[0]?.messageId },
      body: {
        ...{ period, final: true },
        strength: [
          { rankGroup: 'officers', people: 40 },
          { rankGroup: 'other-ranks', people: 300 },
        ],
        trained: [{ course: 'ndc-rome', rankGroup: 'officers', role: 'staff', when: 'in-deployment', people: 30 }],
      },
    });
    await eventually('it counts', async () => {
      await coordinator.reload();
      await coordinator.getByText('Nothing was returned by: ').waitFor();
      return (await coordinator.getByText('Nothing was returned by: Germany, Italy.').count()) === 1;
    });
    const table = coordinator.getByRole('table', { name: 'Training of contingents' });
    const line = (group: string): Promise<string[]> =>
      table.getByRole('row').filter({ hasText: group }).getByRole('cell').allInnerTexts();
    const [nation, , ...officers] = await line('Officers');
    expect([nation, ...officers.toSpliced(1, 1)]).toEqual(['Turkey', '40', '30', '0', '0', '10', '75%']);
    expect((await line('Other ranks')).slice(2)).toEqual(['300', 'None', '–', '–', '–', '300', '0%']);
    expect(await browser.faultsOf(coordinator, 'training-coverage')).toEqual([]);
    await coordinator.getByLabel('On the day').fill('2025-12-30');
    await coordinator.getByText('No training was returned').waitFor();
  });

  it('has a commander acknowledge provisions for a unit, and shows headquarters who has not', async () => {
    const commander = await person('officer', 'italy');
    await commander.getByRole('link', { name: 'Provisions' }).click();
    const infantry = commander.getByRole('form', { name: 'Acknowledge for Italian infantry battalion' });
    await infantry.getByRole('button', { name: 'Acknowledge' }).click();
    await infantry.getByRole('link', { name: 'Tick a provision at least' }).waitFor();
    expect(await browser.faultsOf(commander, 'provisions-wrong')).toEqual([]);
    await infantry.getByLabel('KOS-P1, version 1').check();
    await infantry.getByRole('button', { name: 'Acknowledge' }).click();
    await commander.getByText('1 provision is acknowledged for Italian infantry battalion.').waitFor();
    await infantry.getByLabel('KOS-P1, version 1').waitFor({ state: 'detached' });
    await infantry.getByRole('button', { name: 'Tick all' }).click();
    await infantry.getByRole('button', { name: 'Acknowledge' }).click();
    await infantry.waitFor({ state: 'detached' });
    expect(await browser.faultsOf(commander, 'provisions')).toEqual([]);

    const coordinator = await person('coordinator', 'kfor-hq');
    await coordinator.goto(browser.address('/provisions?operation=kosovo'));
    await coordinator.getByText('4 of 5 units have provisions to acknowledge yet.').waitFor();
    const row = coordinator.getByRole('row').filter({ hasText: 'Italian infantry battalion' });
    expect(await row.getByText('Done').count()).toBe(seededOperation.provisions.length);
    await coordinator.getByText('Who has not', { exact: true }).click();
    await row.waitFor({ state: 'detached' });
    expect(await browser.faultsOf(coordinator, 'provisions-matrix')).toEqual([]);
    await seedAnother(hub, 'KOS-P1');
  });

  it('makes a review report of what was released, shows it with charts and tables, and closes what it recommends', async () => {
    const coordinator = await person('coordinator', 'kfor-hq');
    await coordinator.getByRole('link', { name: 'Review reports' }).click();
    await coordinator.getByText('No report was made').waitFor();
    await coordinator.getByRole('button', { name: 'Make a report' }).click();
    await coordinator.getByRole('link', { name: 'Choose an operation at least' }).waitFor();
    expect(await browser.faultsOf(coordinator, 'reviews-wrong')).toEqual([]);
    const form = coordinator.getByRole('form', { name: 'Make a report' });
    await form.getByLabel('KFOR').check();
    await form.getByRole('button').click();
    await coordinator.locator('.error-summary').getByText('nothing of kosovo is released').waitFor();
    const quarter = await releasedQuarter(hub);
    for (const label of ['First quarter', 'Last quarter']) await form.getByLabel(label).selectOption(quarter);
    await form.getByRole('button').click();
    await coordinator.getByText('Report 1 is made.').waitFor();

    const advice = coordinator.getByRole('form', { name: 'Recommend' });
    await advice.getByLabel('KFOR').check();
    await advice.getByLabel('Recommendation').fill('Exercise: name a second focal point.');
    await advice.getByLabel('To be done by').fill('2031-03-12');
    await advice.getByRole('button').click();
    await coordinator.getByText('Recommendation 1 is made.').waitFor();
    expect(await browser.faultsOf(coordinator, 'reviews')).toEqual([]);
    await coordinator.getByRole('button', { name: 'Close recommendation 1' }).click();
    await coordinator.getByLabel('How it was done, or why not').fill('Exercise: named.');
    await coordinator.getByRole('form').getByRole('button', { name: 'Close recommendation 1' }).click();
    await coordinator.getByText('Recommendation 1 is closed.').waitFor();

    await coordinator.getByRole('link', { name: 'Report 1' }).click();
    await coordinator.getByRole('cell', { name: '22 to 32' }).first().waitFor();
    await coordinator.locator('figure.chart svg').first().waitFor();
    expect(await browser.faultsOf(coordinator, 'review')).toEqual([]);
    await coordinator.getByText('With your exact figures').click();
    await coordinator.getByText('Exact figures of your body: not for publication.').waitFor();
    await coordinator.getByText('Training of contingents, kosovo').waitFor();
    expect(await browser.faultsOf(coordinator, 'review-own')).toEqual([]);
    const prints = await coordinator.getByRole('link', { name: 'PDF' }).getAttribute('href');
    const type = await coordinator.evaluate<string>(
      `fetch('${prints ?? ''}').then(({ headers }) => headers.get('content-type'))`,
    );
    expect(type).toBe('application/pdf');
  });

  describe('an allegation against personnel of a nation', () => {
    const account = 'Exercise: a vehicle of the unit was seen there at night.';
    let address: string;

    it('is brought by a person of headquarters, and survives as a draft where nobody is designated', async () => {
      const writer = await person('accountability', 'kfor-hq');
      await writer.getByText('You know of no allegation').waitFor();
      expect(await browser.faultsOf(writer, 'allegations-empty')).toEqual([]);
      await writer.getByRole('link', { name: 'Bring an allegation' }).click();
      await writer.getByRole('button', { name: 'Send it to the authority' }).click();
      await writer.getByRole('link', { name: 'Choose what they are said to have done' }).waitFor();
      expect(await browser.faultsOf(writer, 'allegation-wrong')).toEqual([]);
      await writer.getByLabel('Whose personnel?').selectOption('Turkey');
      await writer.getByLabel('Use of the services of a victim').check();
      await writer.getByLabel('Military personnel').check();
      await writer.getByLabel('What happened').fill(account);
      await writer.getByLabel('Exercise').check();
      await writer.getByRole('button', { name: 'Keep a draft' }).click();
      await writer.getByText('Nobody else sees it yet.').waitFor();
      await writer.getByRole('button', { name: 'Send it to the authority' }).click();
      await writer.getByRole('alert').getByText('has designated no authority').waitFor();
      expect(await browser.faultsOf(writer, 'allegation-draft')).toEqual([]);
    });

    it('goes to the authority that the nation designated; a commander is let know', async () => {
      const writer = await person('accountability', 'kfor-hq');
      await writer.goto(browser.address('/accountability/new'));
      await writer.getByLabel('Whose personnel?').selectOption('Italy');
      await writer.getByLabel('Use of the services of a victim').check();
      await writer.getByLabel('Military personnel').check();
      await writer.getByLabel('What happened').fill(account);
      await writer.getByLabel('Name of who reported it').fill('Zz Testreporter');
      await writer.getByLabel('Exercise').check();
      await writer.getByRole('button', { name: 'Send it to the authority' }).click();
      await writer.getByText('Sent, not taken up yet').waitFor();
      address = new URL(writer.url()).pathname.replace('/console', '');
      await writer.getByLabel('Address of the colleague').fill('commander@kfor-hq.example');
      await writer.getByRole('button', { name: 'Let a colleague know' }).click();
      await writer.getByText('commander@kfor-hq.example knows of it now.').waitFor();
      expect(await browser.faultsOf(writer, 'allegation')).toEqual([]);
    });

    it('is read at the authority without who reported it, and its status is moved', async () => {
      const authority = await person('accountability', 'italy-authority');
      await authority.getByRole('row').filter({ hasText: 'KFOR HQ' }).getByRole('link').click();
      await authority.getByText(account).waitFor();
      await authority.getByText('Who reported it is protected.').waitFor();
      expect(await authority.content()).not.toContain('Testreporter');
      await authority.getByRole('button', { name: 'Say how it stands' }).click();
      await authority.getByRole('listitem').getByText('The nation has received it').waitFor();
      await authority.getByLabel('Under investigation').check();
      await authority.getByLabel('Words to those who brought it').fill('Exercise: an inquiry has begun.');
      await authority.getByRole('button', { name: 'Say how it stands' }).click();
      await authority.getByRole('listitem').getByText('The nation investigates').waitFor();
      await authority.getByLabel('Charged').waitFor();
      expect(await browser.faultsOf(authority, 'allegation-authority')).toEqual([]);
    });

    it('leads a commander to ask for repatriation, with a reason and the second factor', async () => {
      const commander = await person('commander', 'kfor-hq');
      const row = commander.getByRole('row').filter({ hasText: 'Under investigation' });
      await row.waitFor();
      expect(await browser.faultsOf(commander, 'allegations')).toEqual([]);
      await row.getByRole('link').click();
      await commander.getByText('Exercise: an inquiry has begun.').waitFor();
      await commander.getByRole('button', { name: 'Ask for repatriation' }).click();
      const dialog = commander.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Ask for repatriation' }).click();
      await dialog.getByRole('link', { name: 'Say why, in ten characters at least' }).waitFor();
      expect(await browser.faultsOf(commander, 'allegation-repatriation')).toEqual([]);
      await dialog.getByLabel('Why').fill('Exercise: he is not to stay in the area.');
      await dialog.getByRole('button', { name: 'Ask for repatriation' }).click();
      await browser.proveAnew(commander);
      await commander.getByText('Repatriation is asked for.').waitFor();
      await commander.getByRole('button', { name: 'Ask for repatriation' }).waitFor({ state: 'detached' });
    });

    it('names who reported it once they agreed, to the authority, which repatriates', async () => {
      const writer = await person('accountability', 'kfor-hq');
      await writer.goto(browser.address(address));
      await writer.getByRole('button', { name: 'Name who reported it' }).click();
      const dialog = writer.getByRole('dialog');
      await dialog.getByLabel('The day on which they agreed').fill(dayOf(Date.now() - DAY));
      await dialog.getByRole('button', { name: 'Name who reported it' }).click();
      await browser.proveAnew(writer);
      await writer.getByText('The authority knows who reported it.').waitFor();
      const authority = await person('accountability', 'italy-authority');
      await authority.reload();
      await authority.getByText('Zz Testreporter').waitFor();
      await authority.getByText('Exercise: he is not to stay in the area.').waitFor();
      await authority.getByLabel('Repatriated').check();
      await authority.getByRole('button', { name: 'Say how it stands' }).click();
      await authority.getByRole('listitem').getByText('The nation has repatriated').waitFor();
      await authority.getByText('Evidence: who read it, who did what').click();
      await authority.getByRole('cell', { name: 'Accountability status changed' }).first().waitFor();
      await authority.getByRole('cell', { name: 'Content read' }).first().waitFor();
      expect(await browser.faultsOf(authority, 'allegation-repatriated')).toEqual([]);
    });

    it('is a number to the senior coordinator, and nothing else', async () => {
      const coordinator = await person('coordinator', 'kfor-hq');
      await coordinator.goto(browser.address(address));
      await coordinator.getByText('Your roles do not allow this').waitFor();
      const pages = coordinator.getByRole('navigation', { name: 'Pages' });
      expect(await pages.getByRole('link', { name: 'Allegations', exact: true }).count()).toBe(0);
      await coordinator.getByRole('link', { name: 'Allegations in figures' }).click();
      await coordinator.getByText('Nothing of this quarter is released').waitFor();
      expect(await browser.faultsOf(coordinator, 'allegation-figures')).toEqual([]);
    });
  });

  it('asks every unit for a new version of a provision again', async () => {
    const commander = await person('officer', 'italy');
    const infantry = commander.getByRole('form', { name: 'Acknowledge for Italian infantry battalion' });
    await eventually(
      'the hub has read the new version',
      async () => {
        await commander.reload();
        await commander.getByRole('heading', { name: 'In force' }).waitFor();
        return (await infantry.getByLabel('KOS-P1, version 2').count()) > 0;
      },
      READ_ANEW,
    );
    const coordinator = await person('coordinator', 'kfor-hq');
    await coordinator.goto(browser.address('/provisions?operation=kosovo'));
    await coordinator.getByText('5 of 5 units have provisions to acknowledge yet.').waitFor();
    const row = coordinator.getByRole('row').filter({ hasText: 'Italian infantry battalion' });
    await row.getByText('had version 1').waitFor();
    expect(await row.getByText('Done').count()).toBe(seededOperation.provisions.length - 1);
    await infantry.getByLabel('KOS-P1, version 2').check();
    await infantry.getByRole('button', { name: 'Acknowledge' }).click();
    await infantry.waitFor({ state: 'detached' });
    await coordinator.reload();
    await coordinator.getByText('4 of 5 units have provisions to acknowledge yet.').waitFor();
  });

  it('stays within the screen at 200 % zoom', async () => {
    // Twice as large on a screen of 1280 px: a page of 640 px.
    const pages = {
      'officer@unhcr': ['/inbox', '/referrals', '/referrals/new', '/figures', '/endpoints', '/keys', '/account'],
      'protection@isaf-hq': ['/consents', '/access', '/erasures', '/exceptions', '/oversight', '/break-glass'],
      'coordinator@kfor-hq': [
        '/meetings',
        '/series',
        '/decisions',
        '/actions',
        '/returns',
        '/reviews',
        '/accountability-figures',
      ],
      'operator@isaf-hq': ['/hub', '/people'],
      'accountability@kfor-hq': ['/accountability', '/accountability/new'],
    };
    const wide: string[] = [];
    for (const [who, paths] of Object.entries(pages)) {
      const page = people[who]!;
      await page.setViewportSize({ width: 640, height: 450 });
      for (const path of paths) {
        await page.goto(browser.address(path));
        await page.getByRole('heading', { level: 1 }).waitFor();
        const over = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (over > 0) wide.push(`${path}: ${over} px`);
      }
    }
    expect(wide).toEqual([]);
  });

  it('made the browser complain of nothing', () => {
    expect(browser.complaints).toEqual([]);
  });
});
