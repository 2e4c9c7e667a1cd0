import { readAcknowledgement, type AcknowledgementReport } from '#reporting';
import { acknowledge, cancelReferral, decide, listReferrals, type ReferralSummary } from '#referrals';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { routed as routedInDatabase } from '#test/referral-flow';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

const HOUR = 3_600_000;
/** Time to acknowledge in the operation of these tests, hours. */
const DEADLINE: Readonly<Record<string, number>> = { emergency: 24, urgent: 72, normal: 336 };

interface Listed {
  readonly priority: string;
  readonly status: string;
  readonly recipients: readonly {
    readonly organisation: string;
    readonly capacity: string;
    readonly state: string;
    readonly dueAt: Date | string;
    readonly acknowledgedAt: Date | string | null;
    readonly decidedAt: Date | string | null;
  }[];
}

const ms = (time: Date | string): number => new Date(time).getTime();

/** A percentile as anybody would work it out: in order, and between two neighbours in proportion. */
function percentile(hours: readonly number[], share: number): number {
  const sorted = [...hours].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below]! + (sorted[Math.min(below + 1, sorted.length - 1)]! - sorted[below]!) * (place - below);
}

const spread = (hours: readonly number[]) =>
  hours.length === 0 ? null : { median: round(percentile(hours, 0.5)), p90: round(percentile(hours, 0.9)) };
const round = (value: number, by = 100): number => Math.round(value * by) / by;
const rate = (part: number, whole: number): number | null => (whole === 0 ? null : round(part / whole, 10_000));

/** The figures worked out anew from what GET /v1/referrals tells of referrals that were never called off. */
function workedOut(referrals: readonly Listed[], now: number, organisation?: string) {
  const rows = referrals
    .filter(({ status }) => status === 'actual')
    .flatMap(({ priority, recipients }) => recipients.map((recipient) => ({ ...recipient, priority })))
    .filter((recipient) => organisation === undefined || recipient.organisation === organisation)
    .map((recipient) => {
      const wait = DEADLINE[recipient.priority]! * HOUR;
      const routed = ms(recipient.dueAt) - wait;
      return { ...recipient, routed, due: routed + wait <= now, decideDue: routed + 2 * wait <= now };
    });
  const asked = rows.filter(({ capacity }) => capacity !== 'information');
  const acknowledged = rows.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
  const decided = asked.filter(({ decidedAt }) => decidedAt !== null);
  const due = rows.filter((row) => row.due);
  const decisionDue = asked.filter((row) => row.decideDue);
  const silent = due.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const undecided = decisionDue.filter((row) => row.acknowledgedAt !== null && row.decidedAt === null);
  return {
    recipients: rows.length,
    acknowledged: acknowledged.length,
    decided: decided.length,
    takenBack: 0,
    overdue: silent.length,
    due: due.length,
    noResponse: silent.length,
    noResponseRate: rate(silent.length, due.length),
    decisionDue: decisionDue.length,
    acknowledgedWithoutDecision: undecided.length,
    acknowledgedWithoutDecisionRate: rate(undecided.length, decisionDue.length),
    hoursToAcknowledge: spread(acknowledged.map((row) => (ms(row.acknowledgedAt!) - row.routed) / HOUR)),
    hoursToDecide: spread(decided.map((row) => (ms(row.decidedAt!) - row.routed) / HOUR)),
  };
}

describe('figures of acknowledgement over the API', () => {
  let hub: RunningHub;
  let officer: ApiCaller;

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
    const answers = [
      { priority: 'urgent', iom: 'acknowledge', aihrc: 'accepted' },
      { priority: 'urgent', iom: 'accepted', aihrc: undefined },
      { priority: 'normal', iom: undefined, aihrc: 'acknowledge' },
      { priority: 'normal', iom: 'accepted', aihrc: undefined, status: 'exercise' },
    ];
    for (const { priority, status, iom, aihrc } of answers) {
      const json = { operation: 'afghanistan', priority, status, body: fictitiousCase() };
      const { id } = (await officer.call<{ id: string }>('POST', '/v1/referrals', { json })).body;
      await officer.call('POST', `/v1/referrals/${id}/submit`);
      await eventually('it is routed', async () => {
        const { body } = await officer.call<{ state: string }>('GET', `/v1/referrals/${id}`);
        return body.state === 'routed';
      });
      await answer('iom', id, iom);
      await answer('aihrc', id, aihrc);
    }
  }, 120_000);

  afterAll(() => hub.stop(), 60_000);

  async function answer(slug: string, id: string, what: string | undefined): Promise<void> {
    const body = new ApiCaller(hub, slug);
    if (what === 'acknowledge') await body.call('POST', `/v1/inbox/${id}/acknowledge`);
    else if (what !== undefined) await body.call('POST', `/v1/inbox/${id}/decision`, { json: { decision: what } });
  }
  const figures = (query = '', caller = officer) =>
    caller.call<AcknowledgementReport>('GET', `/v1/figures/acknowledgement?operation=afghanistan${query}`);
  const listed = async () => (await officer.call<{ data: Listed[] }>('GET', '/v1/referrals?limit=200')).body.data;

  it('are what anybody works out from the list of referrals, without the exercise', async () => {
    const { status, body } = await figures();
    const referrals = await listed();
    expect(status).toBe(200);
    expect(referrals.map((referral) => referral.status).sort()).toEqual(['actual', 'actual', 'actual', 'exercise']);
    expect(body.total).toEqual(workedOut(referrals, Date.now()));
    expect(body.groups.map(({ organisation }) => organisation)).toEqual(['aihrc', 'iom', 'unhcr']);
    for (const { organisation, priority, kind, ...rest } of body.groups) {
      expect([priority, kind]).toEqual([null, null]);
      expect(rest).toEqual(workedOut(referrals, Date.now(), organisation ?? ''));
    }
  });

  it('are grouped by several members at once', async () => {
    const { body } = await figures('&by=priority,organisation');
    const referrals = await listed();
    expect(body.groups).toHaveLength(6);
    for (const { organisation, priority, kind, ...rest } of body.groups) {
      expect(kind).toBeNull();
      const some = referrals.filter((referral) => referral.priority === priority);
      expect(rest).toEqual(workedOut(some, Date.now(), organisation ?? ''));
    }
  });

  it('show a recipient itself, and what is between others to nobody', async () => {
    const { body } = await figures('', new ApiCaller(hub, 'iom'));
    expect(body.groups.map(({ organisation, recipients }) => [organisation, recipients])).toEqual([['iom', 3]]);
    expect((await figures('', new ApiCaller(hub, 'unicef'))).body).toMatchObject({
      groups: [],
      total: { recipients: 0 },
    });
    expect((await figures('', new ApiCaller(hub, 'kfor-hq'))).body).toMatchObject({ code: 'operation_unknown' });
  });

  it('are of the days that are asked for', async () => {
    expect((await figures('&from=2024-01-01&to=2024-12-31')).body).toMatchObject({
      from: '2024-01-01',
      to: '2024-12-31',
      groups: [],
      total: { recipients: 0, noResponseRate: null, hoursToAcknowledge: null },
    });
    for (const query of ['&from=2024-02-30', '&from=2024-02-02&to=2024-02-01', '&by=colour', '&by=kind,kind', '&by='])
      expect([query, (await figures(query)).status]).toEqual([query, 422]);
  });
});

describe('figures of acknowledgement when time has passed', () => {
  let hub: HubDatabase;
  let start: number;

  beforeAll(async () => {
    hub = await openHubDatabase();
    start = hub.clock.now().getTime();
  }, 120_000);

  afterAll(() => hub.close(), 60_000);

  const after = (hours: number): void => {
    hub.clock.advance(start + hours * HOUR - hub.clock.now().getTime());
  };
  const send = async (status: 'actual' | 'exercise' = 'actual') =>
    (await routedInDatabase(hub, { status, priority: 'emergency', to: ['iom'] })).id;
  const figures = (): Promise<AcknowledgementReport> =>
    hub.as('isaf-hq', (tools) => readAcknowledgement(tools, { operation: 'afghanistan', by: ['organisation'] }));
  const listed = async (): Promise<ReferralSummary[]> =>
    (await hub.as('isaf-hq', (tools) => listReferrals(tools, { limit: 200 }))).data;

  it('tell who never answered, who never decided, and how long the others took', async () => {
    const [silent, late, undecided, decided] = [await send(), await send(), await send(), await send()];
    await send('exercise');
    after(6);
    await hub.as('iom', (tools) => acknowledge(tools, undecided));
    after(10);
    await hub.as('iom', (tools) => decide(tools, decided, { decision: 'accepted' }));
    after(23);
    expect((await figures()).total).toMatchObject({ due: 0, overdue: 0, noResponseRate: null });
    after(25);
    expect((await figures()).total).toMatchObject({ due: 4, overdue: 2, noResponse: 2, noResponseRate: 0.5 });
    after(30);
    await hub.as('iom', (tools) => acknowledge(tools, late));
    after(49);
    const { total, groups } = await figures();
    expect(total).toMatchObject({
      noResponse: 1,
      noResponseRate: 0.25,
      decisionDue: 4,
      acknowledgedWithoutDecision: 2,
      acknowledgedWithoutDecisionRate: 0.5,
      hoursToAcknowledge: { median: 10, p90: 26 },
      hoursToDecide: { median: 10, p90: 10 },
    });
    expect(total).toEqual(workedOut(await listed(), start + 49 * HOUR));
    expect(groups.map(({ organisation }) => organisation)).toEqual(['iom']);

    // Called off now, it was unanswered all the same; called off in time, it is nobody's failure.
    await hub.as('isaf-hq', (tools) => cancelReferral(tools, silent, {}));
    const early = await send();
    await hub.as('isaf-hq', (tools) => cancelReferral(tools, early, {}));
    after(100);
    expect((await figures()).total).toMatchObject({ recipients: 5, takenBack: 2, overdue: 0, due: 4, noResponse: 1 });
  });
});
