import { acknowledge } from '#referrals';
import { readAcknowledgement } from '#reporting';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

describe('figures of acknowledgement', () => {
  let hub: HubDatabase;

  beforeAll(async () => {
    hub = await openHubDatabase();
  });
  afterAll(() => hub.close());

  it('ask for a decision on referrals only, and count nothing but actual messages, per body, priority and kind', async () => {
    const referral = await routed(hub, { priority: 'emergency', status: 'actual', to: [LEAD] });
    const report = await routed(hub, { priority: 'urgent', status: 'actual', to: [LEAD] });
    const exercise = await routed(hub, { priority: 'emergency', status: 'exercise', to: [LEAD] });
    await hub.superuser(`UPDATE recipients SET kind = 'information-share' WHERE message_id = $1`, [report.id]);
    for (const { id } of [referral, report, exercise]) await hub.as(LEAD, (tools) => acknowledge(tools, id));
    hub.clock.advance(1_000 * HOUR);
    const { groups, total } = await hub.as(SENDER, (tools) =>
      readAcknowledgement(tools, { operation: 'afghanistan', by: ['organisation', 'priority', 'kind'] }),
    );
    const acknowledged = { organisation: LEAD, recipients: 1, acknowledged: 1 };
    expect(groups).toMatchObject([
      { ...acknowledged, priority: 'emergency', kind: 'referral', decisionDue: 1, acknowledgedWithoutDecision: 1 },
      {
        ...acknowledged,
        priority: 'urgent',
        kind: 'information-share',
        decisionDue: 0,
        acknowledgedWithoutDecision: 0,
      },
    ]);
    expect(total).toMatchObject({ recipients: 2, decisionDue: 1, acknowledgedWithoutDecisionRate: 1 });
  });
});
