import { HubError, type Uuid } from '#kernel';
import {
  acknowledge,
  createMessage,
  decide,
  importReturn,
  previewReferral,
  readInboxItem,
  readReferral,
  returnTemplateCsv,
  returnTemplateXlsx,
  submitMessage,
  type NewMessage,
} from '#referrals';
import { createSeries, keepAgendas, listMeetings, readAgenda, systemZones } from '#meetings';
import { listCampaigns, readTrainingCoverage, type NationReturn, type ReturnCampaign } from '#reporting';
import { sweep } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { drain } from '#test/referral-flow';

jest.setTimeout(60_000);

const DAY = 86_400_000;
const ASKS = 'kfor-hq';
const operation = 'kosovo';
const period = { from: '2026-01-01', to: '2026-06-30' };
const strength = [
  { rankGroup: 'officers', people: 40 },
  { rankGroup: 'other-ranks', people: 300 },
];
const entry = { rankGroup: 'officers', role: 'staff', when: 'before-deployment', people: 30 };
const training = { period, final: true, strength, trained: [{ course: 'nso-adl-1', ...entry }] };
const national = { period, final: true, protocol: 'party', legislation: [], prosecutions: 3 };

/** A campaign from the request to the last return, in a theatre with three nations. */
describe('returns of nations', () => {
  let hub: HubDatabase;
  let campaign: Uuid;
  let meeting: Uuid;
  /** The day by which the returns are due, and when it is over in Belgrade. */
  let dueOn: string;
  let over: Date;

  beforeAll(async () => {
    hub = await openHubDatabase();
    // Winter time on both ends, so that the end of the day is 23:00 UTC.
    hub.clock.advance(Date.parse('2027-01-04T09:00Z') - hub.clock.now().getTime());
    dueOn = '2027-02-03';
    over = new Date('2027-02-03T23:00Z');
    campaign = await sent(ASKS, {
      kind: 'training-return-request',
      to: ['germany', 'italy', 'turkey'],
      subject: 'Training, first half of the year',
      body: { period, dueOn },
    });
  });
  afterAll(() => hub.close());

  async function sent(from: string, given: Partial<NewMessage> & { kind: string; body: unknown }): Promise<Uuid> {
    const id = await hub.as(from, async (tools) => {
      const message = await createMessage(tools, { operation, priority: 'normal', ...given });
      await submitMessage(tools, message?.id ?? '');
      return message?.id ?? '';
    });
    await drain(hub);
    return id;
  }
  const answer = (nation: string, body: object, over: Partial<NewMessage> = {}): Promise<Uuid> =>
    sent(nation, { kind: 'training-return', inReplyTo: campaign, body: { ...training, ...body }, ...over });
  const refused = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'taken',
      (error: unknown) =>
        error instanceof HubError
          ? [error.code, ...error.errors.map(({ pointer, code }) => `${pointer} ${code}`)]
          : error,
    );
  const campaigns = async (slug = ASKS): Promise<ReturnCampaign[]> =>
    (await hub.as(slug, (tools) => listCampaigns(tools, { limit: 10 }))).data;
  const nation = async (slug: string): Promise<NationReturn | undefined> =>
    (await campaigns()).find(({ id }) => id === campaign)?.nations.find(({ organisation }) => organisation === slug);

  /** Headquarters meets with nations and the lead agency, the morning after the returns are due. */
  const met = async (): Promise<void> => {
    const { id } = await hub.as(ASKS, (tools) =>
      createSeries(
        { ...tools, zones: systemZones },
        {
          ...{ operation, title: 'Weekly', bodies: ['italy', 'turkey', 'unmik'], chair: ASKS, secretary: ASKS },
          ...{ start: '2027-02-04T09:00', minutes: 60, rule: 'FREQ=WEEKLY', settings: { cutOffHours: 0 } },
        },
      ),
    );
    const { data } = await hub.as(ASKS, (tools) =>
      listMeetings({ ...tools, zones: systemZones }, { series: id, limit: 1 }),
    );
    meeting = data[0]?.id ?? '';
  };
  /** What the hub put on the agenda, as a body has it: by reference, with why. */
  const agenda = async (slug: string) => {
    await keepAgendas({ database: hub.worker, clock: hub.clock, directory: hub.directory, zones: systemZones });
    const { items } = await hub.as(slug, (tools) => readAgenda({ ...tools, zones: systemZones }, meeting));
    const [request] = await campaigns();
    for (const { entries } of items)
      expect(entries).toMatchObject([{ reference: request?.reference, messageId: campaign }]);
    return items.map(({ title, visibleTo }) => [title, visibleTo]);
  };

  it('are asked of the nations alone, until the end of the day in the theatre', async () => {
    expect(await campaigns()).toMatchObject([
      {
        ...{ id: campaign, operation, kind: 'training-return-request', dueAt: over },
        subject: 'Training, first half of the year',
        nations: ['germany', 'italy', 'turkey'].map((organisation) => ({ organisation, state: 'due', versions: 0 })),
      },
    ]);
    expect(await campaigns('germany')).toEqual([]);
    for (const slug of ['unmik', 'unmik-police'])
      await expect(hub.as(slug, (tools) => readInboxItem(tools, campaign))).rejects.toMatchObject({
        code: 'not_found',
      });
    expect(await hub.as('italy', (tools) => readInboxItem(tools, campaign))).toMatchObject({ body: { period, dueOn } });
  });

  it('are not asked by anybody else, of a nation that is not there, or by a day that is over', async () => {
    const ask = (from: string, to: readonly string[], on = dueOn) =>
      refused(sent(from, { kind: 'training-return-request', to, body: { period, dueOn: on } }));
    expect(await ask('unmik', ['germany'])).toEqual(['release_refused']);
    expect(await ask(ASKS, ['france'])).toEqual(['invalid_input', '/to/0 organisation_unknown']);
    expect(await ask(ASKS, ['germany'], '2027-01-03')).toEqual(['invalid_input', '/body past']);
    expect(await ask(ASKS, ['germany'], '2027-02-30')).toEqual(['invalid_input', '/body/dueOn wrong_format']);
  });

  it('are refused with totals that cannot be, or to the wrong question; a draft survives', async () => {
    const trained = [{ course: 'nso-adl-1', ...entry, people: 41 }];
    expect(await refused(answer('germany', { trained }))).toEqual([
      'invalid_input',
      '/body/trained/0/people contradiction',
    ]);
    expect(await refused(answer('germany', national, { kind: 'national-return', body: national }))).toEqual([
      'invalid_input',
      '/inReplyTo wrong_kind',
    ]);
    const { id = '' } =
      (await hub.as('germany', (tools) =>
        createMessage(tools, {
          ...{ kind: 'training-return', operation, priority: 'normal', inReplyTo: campaign, body: training },
        }),
      )) ?? {};
    expect((await hub.as('germany', (tools) => previewReferral(tools, id, 'message'))).recipients).toEqual(
      expect.arrayContaining([expect.objectContaining({ organisation: ASKS, outcome: 'recipient' })]),
    );
    expect(await nation('germany')).toMatchObject({ state: 'due', versions: 0 });
  });

  it('come in part and in full, once, and are amended by what takes their place', async () => {
    const part = await answer('germany', { final: false });
    expect(await nation('germany')).toMatchObject({ state: 'in_part', versions: 1 });
    const whole = await answer('germany', {});
    expect(await nation('germany')).toMatchObject({ state: 'received', versions: 2, last: { id: whole } });
    expect(await refused(answer('germany', {}))).toEqual(['illegal_transition']);
    const trained = [{ course: 'ndc-rome', ...entry, people: 2 }];
    const amended = await answer('germany', { trained }, { supersedes: whole });
    expect(await nation('germany')).toMatchObject({ state: 'received', versions: 3, last: { id: amended } });
    expect(await hub.as(ASKS, (tools) => readInboxItem(tools, amended))).toMatchObject({ body: { trained } });
    for (const slug of ['unmik', 'italy'])
      await expect(hub.as(slug, (tools) => readInboxItem(tools, whole))).rejects.toMatchObject({ code: 'not_found' });
    for (const id of [part, whole, amended]) await hub.as(ASKS, (tools) => acknowledge(tools, id));
  });

  it('are reminded of before the day, and escalated after it', async () => {
    await hub.as('italy', (tools) => acknowledge(tools, campaign));
    await hub.as('turkey', (tools) => decide(tools, campaign, { decision: 'declined', reason: 'outside_mandate' }));
    expect(await nation('turkey')).toMatchObject({ state: 'declined' });
    const takenAt = async (time: Date) => {
      hub.clock.advance(time.getTime() - hub.clock.now().getTime());
      return sweep(hub.worker, hub.clock);
    };
    expect(await takenAt(new Date(Date.parse('2027-01-18T00:00Z')))).toEqual([]);
    expect(await takenAt(new Date(over.getTime() - 4 * DAY))).toEqual(['decision_50']);
    expect(await takenAt(new Date(over.getTime() - DAY))).toEqual(['decision_80']);
    expect(await nation('italy')).toMatchObject({ state: 'due' });
    await met();
    expect(await agenda('italy')).toEqual([['Return due: italy', ['italy', ASKS]]]);
    expect(await takenAt(over)).toEqual(['decision_deadline']);
    expect(await nation('italy')).toMatchObject({ state: 'overdue' });
    for (const slug of [ASKS, 'italy']) {
      expect(await agenda(slug)).toEqual([['Return overdue: italy', ['italy', ASKS]]]);
    }
    for (const slug of ['unmik', 'turkey']) expect(await agenda(slug)).toEqual([]);
    expect(await takenAt(new Date(over.getTime() + 4 * DAY))).toEqual(['decision_escalation']);
    const asked = await hub.superuser(`SELECT FROM agenda_requests WHERE reason = 'undecided'`);
    expect(asked).toHaveLength(1);
  });

  it('are taken late as well', async () => {
    await answer('italy', {});
    expect(await nation('italy')).toMatchObject({ state: 'received', versions: 1 });
  });

  it('say how far contingents are trained, to who received them and to the nation itself', async () => {
    const coverage = (slug: string, on?: string) =>
      hub.as(slug, (tools) => readTrainingCoverage(tools, { operation, ...(on === undefined ? {} : { on }) }));
    const all = await coverage(ASKS);
    // Germany's amendment counts, and not what it took the place of; Turkey declined.
    expect(all.nations.map((one) => [one.organisation, one.return?.to, one.groups[0]?.courses[0]])).toMatchObject([
      ['germany', period.to, { course: 'ndc-rome', beforeDeployment: 2, counting: 2, gap: 38, coverage: 0.05 }],
      ['italy', period.to, { course: 'nso-adl-1', counting: 30, gap: 10, coverage: 0.75 }],
      ['turkey', undefined, undefined],
    ]);
    expect(all.total[0]).toMatchObject({ rankGroup: 'officers', strength: 80, anyCourse: { atLeast: 30, atMost: 32 } });
    expect((await coverage(ASKS, '2026-06-29')).total).toEqual([]);
    expect((await coverage('italy')).nations.map(({ organisation }) => organisation)).toEqual(['italy']);
    for (const slug of ['unmik', 'unmik-police']) expect((await coverage(slug)).total).toEqual([]);
    expect(await refused(coverage(ASKS, '2026-02-30'))).toEqual(['invalid_input', '/on date']);
    expect(await refused(coverage('unhcr'))).toEqual(['operation_unknown', '/operation operation_unknown']);
  });

  it('on national efforts go the same way', async () => {
    const asked = await sent(ASKS, {
      kind: 'national-return-request',
      to: ['italy'],
      body: { period, dueOn: '2027-06-30' },
    });
    await sent('italy', { kind: 'national-return', inReplyTo: asked, body: national });
    const [latest] = await campaigns();
    expect(latest).toMatchObject({
      kind: 'national-return-request',
      dueAt: new Date('2027-06-30T22:00Z'),
      nations: [{ organisation: 'italy', state: 'received', versions: 1 }],
    });
  });

  it('come from a table as well: all of its lines as one draft, once, or none', async () => {
    const asked = await sent(ASKS, {
      kind: 'training-return-request',
      to: ['italy'],
      body: { period, dueOn: '2027-06-30' },
    });
    const brought = (file: string | Buffer, slug = 'italy') =>
      hub.as(slug, (tools) => importReturn(tools, { request: asked, final: true, file: Buffer.from(file) }));
    const lines = [
      'entry;rankGroup;course;role;when;people;validUntil',
      'strength;officers;;;;40;',
      'Trained;Officers;nso-adl-1;staff;Before deployment;30;31.12.2027',
    ];
    const made = await brought(`\ufeff${lines.join('\r\n')}\r\n`);
    expect(made).toMatchObject({ existing: null, problems: [] });
    expect(await brought(`\ufeff${lines.join('\r\n')}\r\n`)).toMatchObject({ created: null, existing: made.created });
    const draft = await hub.as('italy', (tools) => readReferral(tools, made.created?.id ?? '', 'message'));
    expect(draft).toMatchObject({
      ...{ state: 'draft', kind: 'training-return', inReplyTo: asked },
      body: {
        ...{ period, final: true, strength: [{ rankGroup: 'officers', people: 40 }] },
        trained: [
          {
            ...{ course: 'nso-adl-1', rankGroup: 'officers', role: 'staff', when: 'before-deployment' },
            ...{ people: 30, validUntil: '2027-12-31' },
          },
        ],
      },
    });

    const wrong = await brought(
      [lines[0], 'strength;officers;ndc-rome;;;40;', 'trained;majors;;staff;in-deployment;=1+1;', 'x;;;;;;'].join('\n'),
    );
    expect(wrong.created).toBeNull();
    expect(wrong.problems.map(({ row, column, code }) => `${row}${column ?? ''} ${code}`)).toEqual([
      '2C not_here',
      '3B unknown_code',
      '3C required',
      '3F no_count',
      '4A unknown_code',
    ]);
    const impossible = await brought([lines[0], lines[1], lines[2]?.replace(';30;', ';41;')].join('\n'));
    expect(impossible).toMatchObject({ created: null, problems: [{ row: 3, column: 'F', code: 'contradiction' }] });
    expect((await brought('entry,people,colour\n')).problems.map(({ row, code }) => [row, code])).toEqual([
      [1, 'unknown_column'],
    ]);
    for (const file of [
      'PK no workbook',
      Buffer.from([0xff, 0xfe, 0x00]),
      'entry,"people\n',
      Buffer.alloc(2_000_000, 'a'),
    ])
      expect(await refused(brought(file))).toEqual(['workbook_unreadable']);
    expect(await refused(brought(lines.join('\n'), 'germany'))).toEqual(['not_found']);
    const drafts = await hub.superuser<{ count: number }>(
      `SELECT count(*)::int AS count FROM messages WHERE in_reply_to = $1`,
      [asked],
    );
    expect(drafts).toEqual([{ count: 1 }]);

    // The template says how: filled in, it is a return.
    const request = await sent(ASKS, {
      kind: 'national-return-request',
      to: ['turkey'],
      body: { period, dueOn: '2027-06-30' },
    });
    const file = (await returnTemplateXlsx('national-return-request')) ?? Buffer.alloc(0);
    const filled = await hub.as('turkey', (tools) => importReturn(tools, { request, final: false, file }));
    expect(filled).toMatchObject({ problems: [] });
    const { body } = await hub.as('turkey', (tools) => readReferral(tools, filled.created?.id ?? '', 'message'));
    expect(body).toMatchObject({ final: false, protocol: 'none', legislation: [{ title: 'Example' }], convictions: 0 });
    expect(returnTemplateCsv('referral')).toBeUndefined();
  });
});
