import { closeReferral, decide } from '#referrals';
import { ApiActions } from '#runtime';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { SENDER, routed } from '#test/referral-flow';
import { sentMails } from '#test/sent-mails';
import { tokenIn } from '#test/smtp-server';
import { AcknowledgeController } from '../../apps/api/acknowledge/acknowledge.controller';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60_000;

describe('the page behind a link', () => {
  let hub: HubDatabase;
  let controller: AcknowledgeController;
  let woken: number;

  beforeEach(async () => {
    hub = await openHubDatabase();
    woken = 0;
    const jobs = { wake: () => (woken += 1) } as never;
    const actions = new ApiActions(hub.api, hub.vault, hub.clock, hub.directory, jobs);
    controller = new AcknowledgeController(actions, hub.api, hub.directory, hub.clock);
  });
  afterEach(() => hub.close());

  /** A referral that UNHCR got a mail about, and the token in it. */
  const mailed = async (): Promise<{ id: string; token: string }> => {
    const { id, reference } = await routed(hub, { priority: 'emergency' });
    const mail = (await sentMails(hub)).find(
      ({ to, subject }) => to === 'focal-point@unhcr.example' && subject.includes(reference),
    );
    const token = tokenIn(mail?.text ?? '');
    return { id, token };
  };
  const answerOf = async (method: 'show' | 'acknowledge', token: string) => {
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
    await controller[method](token, reply);
    return answer;
  };
  const receiptIn = ({ html }: { html: string }) => /<code>([0-9a-f-]{36})<\/code>/.exec(html)?.[1];
  const used = async () =>
    (await hub.superuser<{ used: boolean }>('SELECT used_at IS NOT NULL AS used FROM acknowledgement_links')).filter(
      (link) => link.used,
    ).length;

  it('gives one receipt to several posts at once, marks that link used, and wakes the routing worker', async () => {
    const { id, token } = await mailed();
    const answers = await Promise.all(Array.from({ length: 5 }, () => answerOf('acknowledge', token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(receiptIn)).size).toBe(1);
    expect(await used()).toBe(1);
    expect(woken).toBeGreaterThan(0);
    const evidence = await hub.superuser<{ detail: object }>(
      `SELECT detail FROM evidence_entries WHERE action = 'recipient.acknowledged' AND subject_id = $1`,
      [id],
    );
    expect(evidence).toEqual([{ detail: expect.objectContaining({ by: 'link' }) as object }]);
  });

  it('changes nothing when it is only opened', async () => {
    const { token } = await mailed();
    expect(await answerOf('show', token)).toMatchObject({ status: 200 });
    expect(await used()).toBe(0);
    expect(await hub.superuser(`SELECT id FROM recipients WHERE acknowledged_at IS NOT NULL`)).toEqual([]);
  });

  it('ends 14 days after the due time, for looking and for acknowledging', async () => {
    const { token } = await mailed();
    hub.clock.advance(DAY + 14 * DAY - 60_000);
    expect((await answerOf('show', token)).status).toBe(200);
    hub.clock.advance(120_000);
    for (const method of ['show', 'acknowledge'] as const) {
      const answer = await answerOf(method, token);
      expect(answer.status).toBe(410);
      expect(answer.html).toContain('focal-point@isaf-hq.example');
    }
    expect(await used()).toBe(0);
  });

  it('shows the receipt of an acknowledgement that came another way', async () => {
    const { id, token } = await mailed();
    await hub.as('unhcr', (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
    const before = await answerOf('show', token);
    expect(receiptIn(before)).toBeDefined();
    await hub.as(SENDER, (tools) => closeReferral(tools, id, { recipients: ['unhcr'] }));
    expect(receiptIn(await answerOf('acknowledge', token))).toBe(receiptIn(before));
  });
});
