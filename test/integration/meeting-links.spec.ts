import {
  askForApproval,
  closeMeeting,
  createMeeting,
  openMeeting,
  proposeItem,
  readAnswers,
  readMeeting,
  readMinutes,
  settleMinutes,
  submitMinutes,
  systemZones,
  writeNote,
  type MeetingTools,
  type MeetingView,
} from '#meetings';
import { ApiActions } from '#runtime';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { drain } from '#test/referral-flow';
import { sentMails } from '#test/sent-mails';
import { MeetingLinkController } from '../../apps/api/meeting-links/meeting-link.controller';

jest.setTimeout(90_000);

const DAY = 86_400_000;

describe('the pages behind links in mails about meetings', () => {
  let hub: HubDatabase;
  let controller: MeetingLinkController;
  let meeting: MeetingView;
  const as = <T>(slug: string, work: (tools: MeetingTools) => Promise<T>): Promise<T> =>
    hub.as(slug, (tools) => work({ ...tools, zones: systemZones }));
  const worker = () => ({
    ...{ database: hub.worker, vault: hub.vault, clock: hub.clock, directory: hub.directory, zones: systemZones },
    publicUrl: 'https://hub.example',
  });

  /** Sends what waits. @returns the token in each body's mail, by its mailbox. */
  const mailed = async (): Promise<ReadonlyMap<string, string>> => {
    await drain(hub);
    const tokens = new Map<string, string>();
    for (const { to, text } of await sentMails(hub)) {
      const [, token] = /https:\/\/hub\.example\/meeting-links\/([\w-]{43})\n/.exec(text) ?? [];
      if (token !== undefined) tokens.set(to, token);
    }
    return tokens;
  };
  const page = async (token: string, form?: Readonly<Record<string, string>>) => {
    const answer = { status: 0, html: '' };
    const reply = {
      status: (code: number) => {
        answer.status = code;
        return reply;
      },
      header: () => reply,
      type: () => reply,
      send: (body: unknown) => {
        answer.html = String(body);
      },
    };
    await (form ? controller.answer(token, form, reply) : controller.show(token, reply));
    return answer;
  };
  const answerOf = async (slug: string): Promise<string | undefined> =>
    (await as('iom', (tools) => readAnswers(tools, meeting.id))).find(({ body }) => body === slug)?.answer;

  beforeAll(async () => {
    hub = await openHubDatabase();
    const jobs = { wake: () => undefined } as never;
    const actions = new ApiActions(hub.api, hub.vault, hub.clock, hub.directory, jobs);
    controller = new MeetingLinkController(actions, hub.api, hub.directory, hub.clock);
    const start = new Date(hub.clock.now().getTime() + 5 * DAY).toISOString().slice(0, 10);
    meeting = await as('iom', (tools) =>
      createMeeting(tools, {
        ...{ operation: 'afghanistan', title: 'Extraordinary', bodies: ['unhcr', 'unicef'], reason: 'Floods' },
        ...{ start: `${start}T09:00`, minutes: 30, settings: { approval: 'all', silenceDays: 3 } },
      }),
    );
  });
  afterAll(() => hub.close());

  it('answer an invitation for the body of the mail: looking changes nothing, and the first answer stands', async () => {
    const tokens = await mailed();
    const token = tokens.get('focal-point@unhcr.example')!;
    expect([...tokens.keys()].sort()).toEqual(['iom', 'unhcr', 'unicef'].map((body) => `focal-point@${body}.example`));
    for (let look = 0; look < 2; look += 1)
      expect(await page(token)).toMatchObject({
        status: 200,
        html: expect.stringMatching(/<form method="post">/) as string,
      });
    expect(await answerOf('unhcr')).toBe('none');
    expect(await page(token, { answer: 'perhaps' })).toMatchObject({ status: 200 });
    expect(await answerOf('unhcr')).toBe('none');
    const done = await page(token, { answer: 'accepted' });
    expect(done.html).toContain('UNHCR comes');
    expect(await page(token, { answer: 'declined' })).toEqual(done);
    expect(await page(token)).toEqual(done);
    expect([await answerOf('unhcr'), await answerOf('unicef')]).toEqual(['accepted', 'none']);
    for (const bad of ['', 'x', 'A'.repeat(43), `${token}A`]) expect(await page(bad)).toMatchObject({ status: 404 });
    const kept = await hub.superuser<{ links: string; mails: string }>(
      `SELECT (SELECT json_agg(l)::text FROM meeting_links l) AS links, (SELECT json_agg(m)::text FROM mails m) AS mails`,
    );
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('answer minutes, of which they show what all have: once a round, until the deadline', async () => {
    const { id } = meeting;
    const unused = (await hub.superuser<{ count: number }>(`SELECT count(*)::int AS count FROM meeting_links`))[0]!
      .count;
    hub.clock.advance(meeting.startsAt.getTime() - hub.clock.now().getTime());
    const open = await as('iom', (tools) => proposeItem(tools, id, { title: 'Tents', tag: 'decision', minutes: 5 }));
    const closed = { title: 'A closed item', tag: 'discussion', minutes: 5, visibleTo: ['unhcr'] } as const;
    await as('iom', (tools) => proposeItem(tools, id, closed));
    const version = async () => (await as('iom', (tools) => readMeeting(tools, id))).version;
    await as('iom', async (tools) => openMeeting(tools, id, await version()));
    await as('iom', (tools) => writeNote(tools, id, open.id, 0, 'Forty <tents> are there'));
    await as('iom', async (tools) => closeMeeting(tools, id, await version()));
    await as('iom', (tools) => submitMinutes(tools, id, 0));
    expect([await askForApproval(worker()), await askForApproval(worker())]).toEqual([1, 0]);
    const first = await mailed();
    expect((await hub.superuser<{ count: number }>(`SELECT count(*)::int AS count FROM meeting_links`))[0]?.count).toBe(
      unused + 3,
    );
    const token = first.get('focal-point@unhcr.example')!;
    const { html } = await page(token);
    expect(html).toContain('Forty &lt;tents&gt; are there');
    expect(html).not.toMatch(/A closed item|<script/);
    expect(html).toContain('read in the hub: 1.');
    expect(await page(token, { answer: 'changes_requested', remarks: ' ' })).toMatchObject({ status: 422 });
    const asked = await page(token, { answer: 'changes_requested', remarks: 'There are fifty' });
    expect(asked.html).toContain('UNHCR asks for changes');
    expect(await page(token, { answer: 'approved' })).toEqual(asked);
    await settleMinutes(worker());
    expect(await page(first.get('focal-point@unicef.example')!)).toMatchObject({ status: 410 });
    await as('iom', async (tools) => submitMinutes(tools, id, (await readMinutes(tools, id)).version));
    await askForApproval(worker());
    const second = await mailed();
    const again = second.get('focal-point@unhcr.example')!;
    expect((await page(again, { answer: 'approved' })).html).toContain('UNHCR approves the minutes');
    // A link of the round before answers nothing in this one.
    expect(await page(first.get('focal-point@unicef.example')!, { answer: 'approved' })).toMatchObject({ status: 410 });
    hub.clock.advance(3 * DAY);
    const late = second.get('focal-point@unicef.example')!;
    expect(await page(late, { answer: 'changes_requested', remarks: 'Too late' })).toMatchObject({ status: 410 });
    await settleMinutes(worker());
    const { state, answers } = await as('iom', (tools) => readMinutes(tools, id));
    expect(state).toBe('approved');
    expect(answers.map(({ round, body, answer }) => [round, body, answer])).toEqual([
      [1, 'unhcr', 'changes_requested'],
      [2, 'unhcr', 'approved'],
      [2, 'iom', 'silent'],
      [2, 'unicef', 'silent'],
    ]);
    const evidence = await hub.superuser<{ via: string }>(
      `SELECT detail->>'via' AS via FROM evidence_entries WHERE action IN ('meeting.answered', 'minutes.answered') ORDER BY id`,
    );
    expect(evidence.map(({ via }) => via)).toEqual(['link', 'link', 'link']);
  });
});
