import { seal } from '#evidence';
import { signerKey } from '#evidence-log';
import { issueApiKey, scopes } from '#identity';
import {
  assignActions,
  closeActions,
  keepAgendas,
  makeReady,
  publishMinutes,
  settleMinutes,
  systemZones,
} from '#meetings';
import type { ReviewView } from '#reporting';
import { sweep } from '#tracking';
import { ApiCaller } from '#test/api-caller';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { provingPerson, type ProvingPerson } from '#test/proving-person';
import { drain, fictitiousBody } from '#test/referral-flow';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(180_000);

const operation = 'kosovo';
const HQ = 'kfor-hq';
const [ITALY, GERMANY, TURKEY] = ['italy', 'germany', 'turkey'] as const;
const AUTHORITY = 'italy-authority';
const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));

interface Provision {
  readonly id: string;
  readonly version: number;
}
interface Campaign {
  readonly id: string;
  readonly nations: readonly {
    readonly organisation: string;
    readonly state: string;
    readonly last: { readonly id: string } | null;
  }[];
}

describe('a year of an operation', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  const keys: Record<string, string> = {};
  const people: Record<string, ProvingPerson> = {};
  /** The campaign on training. */
  let training: string;
  let report: ReviewView;
  let own: ReviewView;

  const tools = () => ({
    ...{ database: hub.worker, vault: hub.vault, clock: hub.clock, directory: hub.directory, zones: systemZones },
    publicUrl: 'http://hub.example',
  });

  /** What the hub's workers do, until nothing is left to do. */
  async function settle(): Promise<string[]> {
    const told: string[] = [];
    for (let again = true; again;) {
      const steps = await sweep(hub.worker, hub.clock);
      told.push(...steps);
      let done = 0;
      for (const duty of [makeReady, closeActions, assignActions, keepAgendas, settleMinutes, publishMinutes])
        done += await duty(tools());
      await drain(hub);
      again = steps.length > 0 || done > 0;
    }
    for (let open = 1; open > 0;) {
      await seal({ database: hub.worker, clock: hub.clock, signer });
      open = (
        await hub.superuser(
          'SELECT FROM evidence_entries e WHERE NOT EXISTS (SELECT FROM evidence_leaves l WHERE l.entry_id = e.id)',
        )
      ).length;
    }
    return told;
  }
  async function until(moment: string): Promise<string[]> {
    const ahead = Date.parse(moment) - hub.clock.now().getTime();
    hub.clock.advance(ahead);
    return settle();
  }
  const as = (slug: string) => new ApiCaller({ api: api.url, keys }, slug);
  async function post<T = { id: string }>(slug: string, path: string, json: object = {}, headers = {}): Promise<T> {
    const { status, body } = await as(slug).call<T>('POST', path, { json, headers });
    if (status >= 300) throw new Error(`${path} of ${slug}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
  async function get<T>(slug: string, path: string): Promise<T> {
    const { status, body } = await as(slug).call<T>('GET', path);
    if (status >= 300) throw new Error(`${path} of ${slug}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
  async function act<T = { id: string }>(who: string, path: string, json: object): Promise<T> {
    const { status, body } = await people[who]!.tab.call<T>('POST', path, json);
    if (status >= 300) throw new Error(`${path} by ${who}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
  const sent = async (slug: string, message: object): Promise<string> => {
    const { id } = await post(slug, '/v1/messages', { operation, priority: 'normal', ...message });
    await settle();
    return id;
  };
  const answer = async (nation: string, request: string, body: object, over: object = {}): Promise<void> => {
    const { body: asked } = await get<{ body: { period: object }; kind: string }>(nation, `/v1/inbox/${request}`);
    const kind = 'strength' in body ? 'training-return' : 'national-return';
    const id = await sent(nation, { kind, inReplyTo: request, body: { period: asked.period, ...body }, ...over });
    await post(HQ, `/v1/inbox/${id}/acknowledge`);
  };
  const standing = async (request: string): Promise<object> => {
    const { data } = await get<{ data: Campaign[] }>(HQ, `/v1/return-campaigns?operation=${operation}`);
    const nations = data.find(({ id }) => id === request)?.nations ?? [];
    return Object.fromEntries(nations.map(({ organisation, state }) => [organisation, state]));
  };
  /** So many referrals to the lead agency, and what it does about each. */
  async function refer(count: number, priority: string, ...steps: readonly (readonly [string, object])[]) {
    const ids: string[] = [];
    for (let one = 0; one < count; one += 1) {
      const { id } = await post(HQ, '/v1/referrals', {
        operation,
        priority,
        status: 'actual',
        to: ['unmik'],
        body: fictitiousBody,
      });
      await post(HQ, `/v1/referrals/${id}/submit`);
      ids.push(id);
    }
    await settle();
    for (const [path, json] of steps) {
      hub.clock.advance(5 * 3_600_000);
      for (const id of ids) await post('unmik', `/v1/inbox/${id}/${path}`, json);
    }
    await settle();
  }
  const served = [
    ['acknowledge', {}],
    ['decision', { decision: 'accepted' }],
    ['progress', { state: 'completed', outcome: 'services_provided' }],
  ] as const;

  beforeAll(async () => {
    hub = await openHubDatabase();
    hub.clock.advance(Date.parse('2027-01-04T09:00Z') - hub.clock.now().getTime());
    api = await serveApi(hub);
    for (const slug of [HQ, 'unmik', 'unmik-police', ITALY, GERMANY, TURKEY])
      keys[slug] = await hub.as(
        slug,
        async ({ tx, clock, caller: { organisationId } }) =>
          (await issueApiKey(tx, clock, { organisationId, name: 'year', scopes })).text,
      );
    const person = async (slug: string, name: string, ...roles: readonly Parameters<typeof provingPerson>[4][]) => {
      people[name] = await provingPerson(hub, api.url, slug, name, ...roles);
    };
    await person(HQ, 'writes', 'accountability-officer');
    await person(HQ, 'commands', 'senior-commander');
    await person(HQ, 'coordinates', 'coordinator', 'senior-coordinator');
    await person('unmik', 'agrees', 'focal-point');
    await person(AUTHORITY, 'answers', 'accountability-officer');
    await person(ITALY, 'italian', 'senior-commander');
    await person(GERMANY, 'german', 'senior-commander');
    await settle();
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });

  it('begins with provisions that commanders acknowledge for their units', async () => {
    const { provisions } = await get<{ provisions: Provision[] }>(HQ, `/v1/provisions?operation=${operation}`);
    const read = provisions.map(({ id, version }) => ({ id, version }));
    await act('italian', '/v1/provisions/acknowledgements', { operation, unit: 'italian-infantry', provisions: read });
    await act('german', '/v1/provisions/acknowledgements', { operation, unit: 'german-contingent', provisions: read });
  });

  it('asks nations for their training: one is late, is reminded and escalated, and stands overdue', async () => {
    training = await sent(HQ, {
      ...{ kind: 'training-return-request', to: [GERMANY, ITALY, TURKEY] },
      body: { period: { from: '2026-07-01', to: '2026-12-31' }, dueOn: '2027-02-15' },
    });
    for (const nation of [GERMANY, ITALY]) await post(nation, `/v1/inbox/${training}/acknowledge`);
    await answer(GERMANY, training, { ...figures(40, 30), final: false });
    await answer(GERMANY, training, figures(40, 35));
    await answer(TURKEY, training, figures(20, 5));
    await refer(30, 'urgent', ...served);
    await refer(14, 'urgent', ['decision', { decision: 'declined', reason: 'capacity' }]);
    expect(await until('2027-01-27T12:00Z')).toEqual(['decision_50']);
    expect(await until('2027-02-14T12:00Z')).toEqual(['decision_80']);
    expect(await standing(training)).toEqual({ germany: 'received', italy: 'due', turkey: 'received' });
    expect(await until('2027-02-16T08:00Z')).toEqual(['decision_deadline']);
    expect(await standing(training)).toEqual({ germany: 'received', italy: 'overdue', turkey: 'received' });
    expect(await until('2027-02-28T08:00Z')).toEqual(['decision_escalation']);
    const { data } = await get<{ data: object[] }>(HQ, `/v1/agenda-requests?operation=${operation}`);
    expect(data).toMatchObject([{ messageId: training, organisation: ITALY, reason: 'undecided', overdue: true }]);
  });

  it('meets: the late return is on the agenda by itself, and actions are given', async () => {
    await post(HQ, '/v1/meeting-series', {
      ...{ operation, title: 'Coordination', bodies: ['unmik', 'unmik-police', ITALY], chair: HQ, secretary: HQ },
      ...{ start: '2027-03-03T10:00', minutes: 60, rule: 'FREQ=WEEKLY;COUNT=1' },
      ...{ quorum: 2, approval: 'all', silenceDays: 3, cutOffHours: 0 },
    });
    const scheduled = await get<{ data: { id: string; version: number }[] }>(HQ, `/v1/meetings?operation=${operation}`);
    const { id = '', version = 0 } = scheduled.data[0] ?? {};
    await settle();
    const agenda = await get<{ items: { title: string }[] }>(HQ, `/v1/meetings/${id}/agenda`);
    expect(agenda.items.map(({ title }) => title)).toContain('Return overdue: italy');
    hub.clock.advance(Date.parse('2027-03-03T08:30Z') - hub.clock.now().getTime());
    const item = await post(HQ, `/v1/meetings/${id}/agenda`, { title: 'Shelters', tag: 'decision', minutes: 10 });
    await post(HQ, `/v1/meetings/${id}/open`, {}, { 'if-match': `"${version}"` });
    for (const body of [HQ, 'unmik', ITALY])
      await post(HQ, `/v1/meetings/${id}/attendance`, { body, state: 'present' });
    const path = `/v1/meetings/${id}/agenda/${item.id}`;
    await post(HQ, `${path}/note`, { note: 'Exercise: noted.' }, { 'if-match': '"0"' });
    for (const body of ['unmik', 'unmik-police'])
      await post(HQ, `${path}/actions`, { task: 'Exercise: ask the shelter.', body, dueOn: '2027-03-31' });
    hub.clock.advance(75 * 60_000);
    const { version: now } = await get<{ version: number }>(HQ, `/v1/meetings/${id}`);
    await post(HQ, `/v1/meetings/${id}/close`, {}, { 'if-match': `"${now}"` });
    await settle();
    await post(HQ, `/v1/meetings/${id}/minutes/submit`, {}, { 'if-match': '"0"' });
    await until('2027-03-08T12:00Z');
    const { data } = await get<{ data: { messageId: string; kind: string }[] }>('unmik', '/v1/inbox?limit=200');
    const action = data.find(({ kind }) => kind === 'action-item')?.messageId ?? '';
    const done = { report: 'Exercise: asked.', done: true };
    await sent('unmik', { kind: 'action-report', inReplyTo: action, body: done });
    await answer(ITALY, training, figures(60, 45));
    expect(await standing(training)).toEqual({ germany: 'received', italy: 'received', turkey: 'received' });
  });

  it('brings an allegation before the authority of the nation, to repatriation', async () => {
    await until('2027-04-06T09:00Z');
    for (const who of ['writes', 'commands', 'answers']) await people[who]?.signInAgain();
    const { id } = await act('writes', '/v1/accountability', {
      operation,
      body: { nation: ITALY, conduct: 'use-of-services', personnel: 'military', account: 'Exercise: seen.' },
    });
    await settle();
    const notice = `/v1/accountability/${id}`;
    const { tab } = people['commands']!;
    await act('writes', `${notice}/people`, { email: people['commands']?.email });
    const says = (nationStatus: string) => act('answers', `${notice}/nation-status`, { nationStatus });
    await says('received');
    await says('under_investigation');
    await people['commands']?.prove();
    const asked = await tab.call('POST', `${notice}/repatriation-request`, {
      reason: 'Exercise: works beside the witness.',
    });
    expect(asked).toMatchObject({ status: 200 });
    await settle();
    await people['answers']?.signInAgain();
    await says('repatriated');
    await says('charged');
    expect(await says('convicted')).toMatchObject({ nationStatus: 'convicted' });
    // To everybody else it is not there.
    expect((await as(HQ).call('GET', notice)).status).toBe(403);
    expect((await as(HQ).call('GET', `/v1/messages/${id}`)).status).toBe(404);
  });

  it('asks for their efforts: all answer in time, and one amends', async () => {
    await until('2027-08-02T09:00Z');
    await refer(12, 'urgent', ['acknowledge', {}]);
    const efforts = await sent(HQ, {
      ...{ kind: 'national-return-request', to: [GERMANY, ITALY, TURKEY] },
      body: { period: { from: '2026-07-01', to: '2027-06-30' }, dueOn: '2027-09-30' },
    });
    const body = { final: true, protocol: 'party', legislation: [], prosecutions: 3 };
    for (const nation of [GERMANY, ITALY, TURKEY]) await answer(nation, efforts, body);
    const { data } = await get<{ data: Campaign[] }>(HQ, '/v1/return-campaigns');
    const whole = data[0]?.nations.find(({ organisation }) => organisation === TURKEY)?.last?.id;
    await answer(TURKEY, efforts, { ...body, prosecutions: 4 }, { supersedes: whole });
    await until('2027-10-01T08:00Z');
    expect(await standing(efforts)).toEqual({ germany: 'received', italy: 'received', turkey: 'received' });
  });

  it('ends with a review report', async () => {
    await until('2027-11-02T09:00Z');
    await refer(11, 'normal');
    await refer(4, 'normal', ['acknowledge', {}]);
    await until('2028-02-10T09:00Z');
    for (const who of ['coordinates', 'agrees']) await people[who]?.signInAgain();
    for (const quarter of ['2027-Q1', '2027-Q3', '2027-Q4']) {
      const { id } = await act('coordinates', '/v1/figure-releases', { operation, quarter });
      const { status } = await people['agrees']!.tab.call('POST', `/v1/figure-releases/${id}/name`);
      expect(status).toBe(204);
    }
    const { tab } = people['coordinates']!;
    const nothing = await tab.call('POST', '/v1/figure-releases', { operation, quarter: '2027-Q2' });
    expect(nothing).toMatchObject({ status: 422, body: { errors: [{ code: 'no_data' }] } });
    await act('coordinates', '/v1/recommendations', {
      ...{ operations: [operation], recommendation: 'Name a second focal point.', dueOn: '2028-06-30' },
    });
    report = await act<ReviewView>('coordinates', '/v1/reports/review', {
      ...{ operations: [operation], from: '2027-Q1', to: '2027-Q4' },
    });
    own = await get<ReviewView>(HQ, `/v1/reports/review/${report.id}?edition=own`);
  });

  it('publishes what was released, and no number from 1 to 10', async () => {
    // The 4 of the last quarter are told with the 11 of which they are no part: 11 to 21 of anything.
    const told = (...counts: number[]) => [
      counts.reduce((sum, count) => sum + Math.floor(count / 11) * 11, 0),
      counts.reduce((sum, count) => sum + Math.floor(count / 11) * 11 + 10, 0),
    ];
    expect(rowsOf(report, 'releases')).toEqual([
      ['kosovo', '2027-Q1 (release 1), 2027-Q3 (release 2), 2027-Q4 (release 3)', 3, told(30, 14, 12, 15)],
    ]);
    const exact = await hub.superuser<{ quarter: string; outcome: string; response: string; count: number }>(
      `SELECT to_char(routed_at AT TIME ZONE 'Europe/Belgrade', 'YYYY-"Q"Q') AS quarter,
         coalesce(outcome, CASE decision WHEN 'declined' THEN 'declined' ELSE 'none' END) AS outcome,
         CASE WHEN decided_at IS NOT NULL THEN 'decided' WHEN acknowledged_at IS NOT NULL
           THEN 'acknowledged-without-decision' ELSE 'no-response' END AS response, count(*)::int AS count
       FROM recipients WHERE kind = 'referral' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    );
    expect(exact).toEqual([
      { quarter: '2027-Q1', outcome: 'declined', response: 'decided', count: 14 },
      { quarter: '2027-Q1', outcome: 'services_provided', response: 'decided', count: 30 },
      { quarter: '2027-Q3', outcome: 'none', response: 'acknowledged-without-decision', count: 12 },
      { quarter: '2027-Q4', outcome: 'none', response: 'acknowledged-without-decision', count: 4 },
      { quarter: '2027-Q4', outcome: 'none', response: 'no-response', count: 11 },
    ]);
    expect(rowsOf(report, 'outcomes')).toEqual([
      ['kosovo', 'declined', told(14)],
      ['kosovo', 'none', told(12)],
      ['kosovo', 'services_provided', told(30)],
      ['kosovo', null, told(15)],
    ]);
    expect(rowsOf(report, 'responses-by-body')).toEqual([
      ['kosovo', 'unmik', 'acknowledged-without-decision', told(12)],
      ['kosovo', 'unmik', 'decided', told(14, 30)],
      ['kosovo', 'unmik', null, told(15)],
    ]);
    // One meeting, two actions, six returns, one notice: a quarter of each is fewer than 11, and so between 0 and 10.
    for (const table of ['meetings', 'actions', 'notices'])
      expect(rowsOf(report, table)).toEqual([['kosovo', null, [0, 30]]]);
    expect(rowsOf(report, 'returns')).toEqual([['kosovo', null, null, [0, 30]]]);
    expect(report.sections[0]?.notes).toContain('Not released, and so not counted, of kosovo: 2027-Q2.');
    expect(rowsOf(report, 'recommendations')).toEqual([
      [1, 'Name a second focal point.', 'all bodies', '2028-06-30', 'open', null, 0],
    ]);
  });

  it('says to the body that made it how its messages were answered, as the record has it', async () => {
    const raw = await hub.superuser<Raw>(
      `SELECT r.kind, o.slug AS body, r.routed_at AS routed, r.due_at AS due, r.outcome, r.decision,
         r.kind = 'referral' AND r.capacity <> 'information' AS asked,
         (SELECT min(e.at) FROM message_events e WHERE e.recipient_id = r.id AND e.from_state = 'pending') AS taken,
         (SELECT min(e.at) FROM message_events e WHERE e.recipient_id = r.id AND e.to_state IN ('accepted', 'declined')) AS decided
       FROM recipients r JOIN organisations o ON o.id = r.organisation_id
       WHERE (r.sender_id = (SELECT id FROM organisations WHERE slug = $1) OR o.slug = $1)
         AND r.routed_at >= '2026-12-31T23:00Z' AND r.routed_at < '2027-12-31T23:00Z' AND r.kind <> 'accountability-notice'
       ORDER BY r.id`,
      [HQ],
    );
    const now = hub.clock.now().getTime();
    for (const [table, of] of [
      ['own-kinds', ({ kind }: Raw) => kind],
      ['own-bodies', ({ body }: Raw) => body],
    ] as const) {
      const groups = [...new Set(raw.map(of))].sort();
      const all = table === 'own-kinds' ? [...groups, 'all'] : groups;
      const inGroup = (group: string): Raw[] => raw.filter((one) => group === 'all' || of(one) === group);
      expect(rowsOf(own, table)).toEqual(all.map((group) => [group, ...answered(inGroup(group), now)]));
      expect(rowsOf(own, `${table}-open`)).toEqual(all.map((group) => [group, ...leftOpen(inGroup(group), now)]));
      expect(rowsOf(own, `${table}-time`)).toEqual(all.map((group) => [group, ...took(inGroup(group))]));
    }
    const referrals = raw.filter(({ kind }) => kind === 'referral');
    const ended = ({ outcome, decision }: Raw): string => outcome ?? (decision === 'declined' ? 'declined' : 'none');
    expect(rowsOf(own, 'own-outcomes')).toEqual(
      [...new Set(referrals.map(ended))]
        .sort()
        .map((name) => [name, referrals.filter((one) => ended(one) === name).length]),
    );
  });

  it('says how meetings, training, returns and provisions stand, as the record has it', async () => {
    const [held] = await hub.superuser<{ row: unknown[] }>(
      `SELECT json_build_array(count(*), count(*) FILTER (WHERE closed_at - opened_at > duration_minutes * interval '1 minute'),
         count(approved_at), round((avg(extract(epoch FROM approved_at - closed_at)) / 86400)::numeric, 2)) AS row
       FROM meetings m LEFT JOIN minutes ON meeting_id = id WHERE m.state = 'held'`,
    );
    const days = held?.row.pop();
    expect(rowsOf(own, 'own-meetings')).toEqual([[...(held?.row ?? []), days, days]]);
    const attended = await hub.superuser<{ row: unknown[] }>(
      `SELECT json_build_array(o.slug, 1, count(a.id), count(a.id)) AS row
       FROM meetings m CROSS JOIN unnest(m.body_ids) AS b (id) JOIN organisations o ON o.id = b.id
       LEFT JOIN meeting_attendance a ON a.meeting_id = m.id AND a.organisation_id = b.id AND a.state = 'present'
       WHERE m.state = 'held' GROUP BY o.slug ORDER BY o.slug`,
    );
    expect(rowsOf(own, 'own-attendance')).toEqual(attended.map(({ row }) => row));
    const actions = await hub.superuser<{ slug: string; row: unknown[] }>(
      `SELECT slug, json_build_array(slug, 1, (state = 'done')::int, 0, (state <> 'done')::int, (state <> 'done')::int,
         (state = 'done')::int) AS row FROM meeting_actions JOIN organisations o ON o.id = organisation_id`,
    );
    expect(actions.map(({ slug }) => slug).sort()).toEqual(['unmik', 'unmik-police']);
    expect(rowsOf(own, 'own-actions').filter(([, given]) => given !== 0)).toEqual(actions.map(({ row }) => row).sort());

    const trained = await hub.superuser<{ row: unknown[] }>(
      `WITH last AS (
         SELECT DISTINCT ON (organisation_id) slug, strength, trained FROM training_figures
         JOIN organisations o ON o.id = organisation_id ORDER BY organisation_id, message_id DESC
       ), said AS (
         SELECT slug, (strength -> 0 ->> 'people')::int AS people, t."when", t.people AS trained,
           t."validUntil"::date >= '2027-12-31' AS counts, t."validUntil"::date < date '2027-12-31' + 90 AS soon
         FROM last, jsonb_to_recordset(trained) AS t ("when" text, people int, "validUntil" text)
       ), summed AS (
         SELECT slug, max(people) AS people, sum(trained) FILTER (WHERE "when" = 'before-deployment') AS before,
           sum(trained) FILTER (WHERE "when" = 'in-deployment') AS inside, sum(trained) FILTER (WHERE counts) AS counting,
           sum(trained) FILTER (WHERE NOT counts) AS expired, sum(trained) FILTER (WHERE counts AND soon) AS expiring
         FROM said GROUP BY slug
       ), lines AS (
         SELECT * FROM summed UNION ALL
         SELECT 'all', sum(people), sum(before), sum(inside), sum(counting), sum(expired), sum(expiring) FROM summed)
       SELECT json_build_array(slug, 'officers', 'nso-adl-1', before, inside, counting, expired, expiring, people - counting,
         round(counting::numeric / people, 4)) AS row FROM lines ORDER BY slug = 'all', slug`,
    );
    expect(rowsOf(own, 'own-training-courses')).toEqual(trained.map(({ row }) => row));

    const asked = await hub.superuser<{ kind: string; row: unknown[] }>(
      `SELECT r.kind, json_build_array(r.reference, r.kind, o.slug, 'received', count(m.id)) AS row
       FROM recipients r JOIN organisations o ON o.id = r.organisation_id
       JOIN messages m ON m.in_reply_to = r.message_id AND m.sender_id = r.organisation_id AND m.state = 'routed'
       WHERE r.kind LIKE '%-return-request' GROUP BY r.message_id, r.reference, r.kind, o.slug`,
    );
    expect(asked.map(({ row }) => row).sort()).toEqual(rowsOf(own, 'own-returns-nations').sort());
    expect(rowsOf(own, 'own-returns')).toEqual(
      ['national-return-request', 'training-return-request'].map((kind) => {
        const { length } = asked.filter((one) => one.kind === kind);
        return [kind, length, 0, 0, 0, length, 0, 0];
      }),
    );

    const read = await hub.superuser<{ unit: string; count: number }>(
      `SELECT unit, count(*)::int AS count FROM provision_acknowledgements GROUP BY unit ORDER BY unit`,
    );
    expect(read).toEqual(['german-contingent', 'italian-infantry'].map((unit) => ({ unit, count: 12 })));
    expect(rowsOf(own, 'own-provisions-units')).toEqual([
      ['Headquarters staff', HQ, 0, 0, 12],
      ['German contingent', GERMANY, 12, 0, 0],
      ['Italian infantry battalion', ITALY, 12, 0, 0],
      ['Italian engineers', ITALY, 0, 0, 12],
      ['Turkish contingent', TURKEY, 0, 0, 12],
    ]);
    const versions = rowsOf(own, 'own-provisions').filter(([unit]) => unit === 'German contingent');
    expect(versions).toContainEqual(['German contingent', 'KOS-P3', 2, 'acknowledged', '2027-01-04', 2]);
  });

  it('is the same as HTML, CSV and PDF, for the body that made it and for everybody', async () => {
    const print = (form: string, edition = 'own', slug: string = HQ): Promise<Response> =>
      as(slug).fetch('GET', `/v1/reports/review/${report.id}/report.${form}?edition=${edition}`);
    const said = own.sections.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.flat()));
    const csv = (await (await print('csv')).text()).trim().split('\r\n').slice(1);
    const values = csv.map((line) => JSON.parse(`[${line.replaceAll(/(^|,)(?=,|$)/g, '$1""')}]`) as string[]);
    expect(values.map((cells) => cells.slice(5))).toEqual(
      said.map((cell) => {
        if (typeof cell === 'object' && cell !== null) return ['', String(cell.atLeast), String(cell.atMost)];
        return [cell === null ? '' : String(cell), '', ''];
      }),
    );
    const html = await (await print('html')).text();
    const cells = [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text);
    expect(cells).toEqual(expect.arrayContaining(['services_provided', '22 to 32', 'KOS-P3']));
    expect(cells.length).toBeGreaterThanOrEqual(said.length);
    const pdf = Buffer.from(await (await print('pdf')).arrayBuffer()).toString('latin1');
    for (const mark of ['%PDF-', '/StructTreeRoot']) expect(pdf).toContain(mark);
    for (const form of ['html', 'csv', 'pdf']) {
      expect((await print(form, 'published', 'unmik')).status).toBe(200);
      expect((await print(form, 'own', 'unmik')).status).toBe(404);
    }
  });
});

interface Raw {
  readonly kind: string;
  readonly body: string;
  readonly routed: Date;
  readonly due: Date;
  readonly outcome: string | null;
  readonly decision: string | null;
  /** For a decision. */
  readonly asked: boolean;
  /** When it was acknowledged, or more. */
  readonly taken: Date | null;
  readonly decided: Date | null;
}

/** The rows of a table; bounds as pairs. */
function rowsOf({ sections }: ReviewView, table: string): unknown[][] {
  const found = sections.flatMap(({ tables }) => tables).find(({ id }) => id === table);
  return (found?.rows ?? []).map((row) =>
    row.map((cell) => (typeof cell === 'object' && cell !== null ? [cell.atLeast, cell.atMost] : cell)),
  );
}

const HOUR = 3_600_000;
const rounded = (value: number, by: number): number => Math.round(value * by) / by;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole, 10_000));

function answered(raw: readonly Raw[], now: number): number[] {
  const taken = raw.filter((one) => one.taken !== null).length;
  const decided = raw.filter((one) => one.asked && one.decided !== null).length;
  return [raw.length, taken, decided, 0, raw.filter((one) => one.taken === null && one.due.getTime() <= now).length];
}

function leftOpen(raw: readonly Raw[], now: number): (number | null)[] {
  const due = raw.filter((one) => one.due.getTime() <= now);
  const silent = due.filter((one) => one.taken === null).length;
  const toDecide = raw.filter((one) => one.asked && 2 * one.due.getTime() - one.routed.getTime() <= now);
  const undecided = toDecide.filter((one) => one.taken !== null && one.decided === null).length;
  return [silent, share(silent, due.length), undecided, share(undecided, toDecide.length)];
}

/** Median and ninetieth percentile, in hours: to take up, and to decide. */
function took(raw: readonly Raw[]): (number | null)[] {
  const hours = (of: (one: Raw) => Date | null) =>
    raw.flatMap((one) => {
      const at = of(one);
      return at === null ? [] : [(at.getTime() - one.routed.getTime()) / HOUR];
    });
  const percentile = (values: readonly number[], part: number): number | null => {
    const sorted = values.toSorted((left, right) => left - right);
    const place = part * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below === undefined || above === undefined ? null : rounded(below + (above - below) * (place % 1), 100);
  };
  const each = [hours(({ taken }) => taken), hours(({ asked, decided }) => (asked ? decided : null))];
  return each.flatMap((values) => [percentile(values, 0.5), percentile(values, 0.9)]);
}

/** A training return: so many officers, of whom so many were trained before deployment, until some day of the year. */
function figures(officers: number, trained: number) {
  const entry = { course: 'nso-adl-1', rankGroup: 'officers', role: 'staff', when: 'before-deployment' };
  return {
    final: true,
    strength: [{ rankGroup: 'officers', people: officers }],
    trained: [
      { ...entry, people: trained - 2, validUntil: '2028-02-29' },
      { ...entry, when: 'in-deployment', people: 2, validUntil: '2027-06-30' },
    ],
  };
}
