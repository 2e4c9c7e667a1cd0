import { seal } from '#evidence';
import { signerKey } from '#evidence-log';
import { issueApiKey, scopes } from '#identity';
import type { Uuid } from '#kernel';
import { countNotices } from '#accountability';
import { createMessage, listReferrals, readInbox, withdrawConsent } from '#referrals';
import { releaseFigures } from '#reporting';
import { sweep } from '#tracking';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { provingPerson, type ProvingPerson } from '#test/proving-person';
import { drain, fictitiousBody, routed } from '#test/referral-flow';
import { sentMails } from '#test/sent-mails';
import { eventually } from '#test/servers';
import { serveApi, type ServedApi } from '#test/served-api';

jest.setTimeout(60_000);

const HQ = 'kfor-hq';
const AUTHORITY = 'italy-authority';
const DAY = 86_400_000;
const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
const ACCOUNT = 'Zz-account: seen at a place of the exercise.';
const REPORTER = { name: 'Zz-reporter Exercise', contact: 'zz-contact', position: 'Interpreter' };
const body = { nation: 'italy', conduct: 'use-of-services', personnel: 'military', account: ACCOUNT };
const everything = [
  'liaison-officer',
  'coordinator',
  'focal-point',
  'protection-officer',
  'auditor',
  'operator',
] as const;

const quarterOf = (at: Date): string => `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`;

interface Notice {
  readonly id: Uuid;
  readonly reference: string;
  readonly nationStatus: string | null;
  readonly legal: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

describe('allegations against personnel of a nation', () => {
  let hub: HubDatabase;
  let api: ServedApi;
  /** Writes the notice; is let know later; asks for repatriation; works at the authority. */
  let writes: ProvingPerson;
  let colleague: ProvingPerson;
  let commands: ProvingPerson;
  let answers: ProvingPerson;
  /** Everybody else who could come by it: with every other role at either body, or with this one elsewhere. */
  let others: readonly ProvingPerson[];
  let notice: Notice;
  let first: Notice;

  beforeAll(async () => {
    hub = await openHubDatabase({ poolSize: 4 });
    api = await serveApi(hub);
    const person = (...given: readonly [string, string, ...Parameters<typeof provingPerson>[4][]]) =>
      provingPerson(hub, api.url, ...given);
    writes = await person(HQ, 'writes', 'accountability-officer', 'liaison-officer', 'auditor');
    colleague = await person(HQ, 'colleague', 'accountability-officer');
    commands = await person(HQ, 'commands', 'senior-commander');
    answers = await person(AUTHORITY, 'answers', 'accountability-officer', 'liaison-officer', 'auditor');
    others = [
      await person(HQ, 'other', ...everything, 'senior-coordinator'),
      await person(AUTHORITY, 'other', ...everything),
      await person('italy', 'nation', ...everything, 'accountability-officer', 'senior-commander'),
      await person('germany-authority', 'else', 'accountability-officer'),
      await person('unmik', 'lead', ...everything, 'accountability-officer'),
      await person(AUTHORITY, 'elsewhere', { role: 'accountability-officer', operation: 'afghanistan' }),
    ];
  });
  afterAll(async () => {
    await api.close();
    await hub.close();
  });

  const write = ({ tab }: ProvingPerson, over: object = {}, also: object = {}) =>
    tab.call<Notice>('POST', '/v1/accountability', { operation: 'kosovo', body: { ...body, ...over }, ...also });
  const read = <T = Notice>({ tab }: ProvingPerson, path = '') =>
    tab.call<T>('GET', `/v1/accountability/${notice.id}${path}`);
  const act = ({ tab }: ProvingPerson, path: string, json: object) =>
    tab.call<Notice>('POST', `/v1/accountability/${notice.id}${path}`, json);
  /** Submissions are taken in only as long as their evidence is being sealed. */
  const sealed = (): Promise<void> =>
    eventually('the evidence is sealed', async () => {
      await seal({ database: hub.worker, clock: hub.clock, signer });
      return (
        (
          await hub.superuser(
            'SELECT FROM evidence_entries e WHERE NOT EXISTS (SELECT FROM evidence_leaves l WHERE l.entry_id = e.id)',
          )
        ).length === 0
      );
    });
  const listed = async ({ tab }: ProvingPerson): Promise<readonly Uuid[]> =>
    (await tab.call<{ data: { id: Uuid }[] }>('GET', '/v1/accountability')).body.data.map(({ id }) => id);
  const says = (nationStatus: string, note?: string) =>
    act(answers, '/nation-status', { nationStatus, ...(note === undefined ? {} : { note }) });
  const events = async (who: ProvingPerson): Promise<readonly string[]> =>
    (await read<{ data: { event: string }[] }>(who, '/history')).body.data.map(({ event }) => event);

  it('are refused with what is wrong, and drafts survive', async () => {
    const problem = async (over: object, also?: object) => {
      const { status, body: refused } = await write(writes, over, also);
      const { errors } = refused as unknown as { errors: { pointer: string; code: string }[] };
      return [status, ...errors.map(({ pointer, code }) => [pointer, code])];
    };
    expect(await problem({ nation: 'turkey' })).toMatchObject([422, ['/body/nation', 'authority_not_designated']]);
    expect(await problem({ nation: 'france' })).toMatchObject([422, ['/body/nation', 'nation_not_in_operation']]);
    expect(await problem({ nation: 'unmik' })).toMatchObject([422, ['/body/nation', 'nation_not_in_operation']]);
    expect(await problem({ from: '2026-03-02', to: '2026-03-01' })).toMatchObject([422, ['/body/to', 'contradiction']]);
    expect(await problem({ victimReferral: '01980000-0000-7000-8000-000000000001' })).toMatchObject([
      422,
      ['/body/victimReferral', 'unknown_message'],
    ]);
    const kept = await write(writes, { nation: 'turkey' }, { draft: true });
    expect(kept).toMatchObject({ status: 201, body: { state: 'draft', nation: null, authority: null } });
    const refused = await writes.tab.call('POST', `/v1/accountability/${kept.body.id}/submit`);
    expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
    expect(await listed(writes)).toEqual([kept.body.id]);
    expect(await listed(colleague)).toEqual([]);
  });

  it('go to the authority that the nation designated, without who reported them', async () => {
    const written = await write(writes, { reporter: REPORTER });
    expect(written).toMatchObject({ status: 201, body: { state: 'submitted', nation: 'italy', authority: AUTHORITY } });
    notice = written.body;
    first = notice;
    expect((await read(answers)).status).toBe(404);
    await drain(hub);
    const seen = await read(answers);
    expect(seen).toMatchObject({ status: 200, body: { side: 'authority', legal: ['received'], body, people: [] } });
    expect(Object.keys(seen.body.body).sort()).toEqual(Object.keys(body).sort());
    expect((await read(writes)).body).toMatchObject({
      ...{ side: 'sender', state: 'routed', legal: [], body: { ...body, reporter: REPORTER } },
      people: [{ id: writes.id }],
    });
    const told = await hub.superuser<{ slug: string }>(
      `SELECT o.slug FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE r.message_id = $1`,
      [notice.id],
    );
    expect(told).toEqual([{ slug: AUTHORITY }]);
  });

  it('are nothing to anybody else, whatever their roles, and in no general list', async () => {
    for (const one of [colleague, commands, ...others]) {
      for (const path of ['', '/history', '/evidence']) expect([404, 403]).toContain((await read(one, path)).status);
      expect([404, 403]).toContain((await act(one, '/people', { email: one.email })).status);
      expect([404, 403]).toContain((await act(one, '/nation-status', { nationStatus: 'received' })).status);
    }
    // Nor do those who know of it come by it on the routes of other messages.
    for (const { tab } of [writes, answers, ...others])
      for (const path of ['messages', 'inbox'])
        expect([404, 403]).toContain((await tab.call('GET', `/v1/${path}/${notice.id}`)).status);
    const ask = async ({ tab }: ProvingPerson, path: string) => {
      const { status, body: answer } = await tab.call<{ data?: unknown[] }>('GET', path);
      return status === 200 ? (answer.data ?? []).length : 0;
    };
    for (const one of [writes, answers, ...others]) {
      expect(await ask(one, `/v1/evidence?subject=${notice.id}`)).toBe(0);
      expect(await ask(one, `/v1/access?subject=${notice.id}`)).toBe(0);
      expect(await ask(one, '/v1/messages')).toBe(0);
      expect(await ask(one, '/v1/inbox')).toBe(0);
    }
    for (const slug of [HQ, AUTHORITY]) {
      expect((await hub.as(slug, (tools) => listReferrals(tools, { limit: 10 }))).data).toEqual([]);
      const inbox = { after: 0n, limit: 10, order: 'oldest' } as const;
      expect((await hub.as(slug, (tools) => readInbox(tools, inbox))).data).toEqual([]);
      const rows = await hub.as(slug, async ({ tx }) => {
        const counted: number[] = [];
        for (const table of ['message_events', 'routing_decisions', 'accountability_cases', 'accountability_people'])
          counted.push((await tx.rows(`SELECT FROM ${table}`)).length);
        counted.push((await tx.rows(`SELECT FROM evidence_entries WHERE subject_id = $1`, [notice.id])).length);
        return counted;
      });
      expect(rows).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('are written by people alone, on their own route', async () => {
    const sent = hub.as(HQ, (tools) =>
      createMessage(tools, { kind: 'accountability-notice', operation: 'kosovo', priority: 'normal', body }),
    );
    await expect(sent).rejects.toMatchObject({ code: 'invalid_input', errors: [{ code: 'wrong_route' }] });
    const { text } = await hub.as(HQ, ({ tx, clock, caller: { organisationId } }) =>
      issueApiKey(tx, clock, { organisationId, name: 'every scope', scopes }),
    );
    const answer = await fetch(`${api.url}/v1/accountability`, { headers: { authorization: `Bearer ${text}` } });
    expect(answer.status).toBe(403);
    expect(await write(others[1]!)).toMatchObject({ status: 403 });
    expect(await write(answers)).toMatchObject({ status: 422 });
  });

  it('are made known to colleagues who hold a role for it, and to nobody else', async () => {
    const [other] = others as [ProvingPerson];
    expect(await act(writes, '/people', { email: other.email })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/email', code: 'not_entitled' }] },
    });
    for (const one of [colleague, commands])
      expect(await act(writes, '/people', { email: one.email.toUpperCase() })).toMatchObject({ status: 200 });
    expect(await act(answers, '/people', { email: answers.email })).toMatchObject({ status: 403 });
    expect((await read(colleague)).status).toBe(200);
    expect(await listed(commands)).toEqual([notice.id]);
  });

  it('are reminded of at the authority alone, and come before no meeting', async () => {
    const mails = await sentMails(hub);
    expect(mails.map(({ to }) => to)).toEqual(['focal-point@italy-authority.example']);
    for (const words of [ACCOUNT, REPORTER.name, '/acknowledge/', 'use-of-services'])
      expect(JSON.stringify(mails)).not.toContain(words);
    hub.clock.advance(18 * DAY);
    expect(await sweep(hub.worker, hub.clock)).toEqual(['escalation']);
    await drain(hub);
    expect((await sentMails(hub)).map(({ to }) => to)).toEqual(['back-up@italy-authority.example']);
    expect(await hub.superuser('SELECT FROM agenda_requests')).toEqual([]);
    for (const one of [writes, colleague, commands, answers]) {
      await one.signInAgain();
      expect((await read(one)).body).toMatchObject({ overdue: true });
    }
  });

  it('stand as the nation says, by what may follow', async () => {
    expect(await says('charged')).toMatchObject({
      status: 409,
      body: { code: 'illegal_transition', state: 'none', legal: ['received'] },
    });
    expect(await says('received')).toMatchObject({ status: 200, body: { nationStatus: 'received', overdue: false } });
    expect(await act(writes, '/nation-status', { nationStatus: 'dismissed' })).toMatchObject({ status: 403 });
    expect(await says('under_investigation', 'Zz-note: the military police has it.')).toMatchObject({
      body: { legal: ['charged', 'dismissed', 'repatriated'] },
    });
    const { data } = (await read<{ data: { event: string; note: string | null; to: string }[] }>(writes, '/history'))
      .body;
    expect(data.filter(({ event }) => event === 'nation_status')).toMatchObject([
      { to: 'received', note: null },
      { to: 'under_investigation', note: 'Zz-note: the military police has it.' },
    ]);
    // Words were read: on either side that is evidence, as with every message.
    await read(answers, '/history');
    const looks = await hub.superuser<{ detail: { own: boolean; person: string }; organisation_id: Uuid | null }>(
      `SELECT detail, organisation_id FROM evidence_entries
       WHERE subject_id = $1 AND action = 'content.read' AND detail->>'way' = 'notes' ORDER BY id`,
      [notice.id],
    );
    expect(looks.map(({ detail: { own }, organisation_id: body }) => [own, body === null])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('lead to repatriation when a senior commander asks for it, with a second factor, once', async () => {
    const reason = 'Zz-reason: he works beside the witness.';
    const ask = (who: ProvingPerson) => act(who, '/repatriation-request', { reason });
    hub.clock.advance(11 * 60_000);
    expect(await ask(commands)).toMatchObject({ status: 401, body: { code: 'step_up_required' } });
    await commands.prove();
    expect(await ask(commands)).toMatchObject({ status: 200 });
    expect(await ask(commands)).toMatchObject({ status: 409, body: { code: 'illegal_transition', legal: [] } });
    expect(await ask(colleague)).toMatchObject({ status: 403 });
    await drain(hub);
    expect((await read(answers)).body).toMatchObject({ repatriationReason: reason });
    expect(await says('repatriated')).toMatchObject({
      body: { nationStatus: 'repatriated', proceedings: 'under_investigation', legal: ['charged', 'dismissed'] },
    });
    expect(await says('charged')).toMatchObject({ body: { legal: ['convicted', 'acquitted', 'dismissed'] } });
    expect(await says('convicted')).toMatchObject({ status: 200, body: { legal: [] } });
    expect(await events(answers)).toEqual(expect.arrayContaining(['repatriation_requested', 'answered']));
  });

  it('name who reported them once they agreed, and not before', async () => {
    const release = (who: ProvingPerson, consentedOn: string) => act(who, '/release-reporter', { consentedOn });
    const today = hub.clock.now().toISOString().slice(0, 10);
    expect((await read(answers)).body).toMatchObject({ reporter: null, reporterReleasedAt: null });
    expect(await release(writes, today)).toMatchObject({ status: 401, body: { code: 'step_up_required' } });
    await writes.prove();
    expect(await release(writes, '2999-01-01')).toMatchObject({ status: 422 });
    expect(await release(answers, today)).toMatchObject({ status: 401 });
    expect(await release(writes, today)).toMatchObject({ status: 200 });
    expect(await release(writes, today)).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    expect((await read(answers)).body).toMatchObject({ reporter: REPORTER });
    await drain(hub);
  });

  it('are linked to their victim on a consent that names the authority, for as long as it holds', async () => {
    const referral = (recipients: readonly string[]) =>
      routed(
        hub,
        {
          ...{ operation: 'kosovo', to: ['unmik'], status: 'actual' },
          body: {
            ...fictitiousBody,
            consent: { ...fictitiousBody.consent, purposes: ['assistance', 'investigation'], recipients },
          },
        },
        HQ,
      );
    await sealed();
    const without = await referral(['unmik']);
    expect(await write(writes, { victimReferral: without.id })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/body/victimReferral', code: 'consent_missing' }] },
    });
    const { id, reference } = await referral(['unmik', AUTHORITY]);
    notice = (await write(writes, { victimReferral: id })).body;
    await drain(hub);
    const seen = (await read(answers)).body;
    expect(seen).toMatchObject({ victimReferral: reference });
    expect(seen.body).not.toHaveProperty('victimReferral');
    await hub.as(HQ, (tools) => withdrawConsent(tools, id, {}));
    expect((await read(answers)).body).toMatchObject({ victimReferral: null });
  });

  it('are a number to the senior coordinator, once the quarter is over and never a small one', async () => {
    await sealed();
    await others[0]?.signInAgain();
    for (let more = 0; more < 10; more += 1) await write(writes);
    const quarter = quarterOf(hub.clock.now());
    const counted = (of: ProvingPerson) => of.tab.call('GET', `/v1/accountability-figures?quarter=${quarter}`);
    const [other] = others as [ProvingPerson];
    expect(await counted(other)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/quarter' }] } });
    expect(await counted(writes)).toMatchObject({ status: 403 });
    const exact = await hub.worker.transaction({ kind: 'worker' }, (tx) =>
      countNotices(tx, { from: '2000-01-01', to: '2100-01-01', operations: ['kosovo'] }),
    );
    expect(exact).toEqual([
      { operation: 'kosovo', status: 'convicted', count: 1 },
      { operation: 'kosovo', status: 'sent', count: 11 },
    ]);
    hub.clock.advance(125 * DAY);
    await other.signInAgain();
    const told = { quarter, threshold: 11 };
    expect(await counted(other)).toMatchObject({ status: 200, body: { ...told, figures: [] } });
    const { counted: parts } = await hub.as(HQ, (tools) =>
      releaseFigures(tools, { operation: 'kosovo', quarter, threshold: 11 }),
    );
    expect(parts).toContainEqual({ counted: 'notices', kind: null, state: null, atLeast: 11, atMost: 21 });
    const figures = [{ operation: 'kosovo', status: null, atLeast: 11, atMost: 21 }];
    expect(await counted(other)).toMatchObject({ status: 200, body: { ...told, figures } });
    for (const one of [writes, answers]) await one.signInAgain();
  });

  it('leave evidence of their own, in which the authority finds no person of the sender', async () => {
    notice = first;
    const evidence = async (who: ProvingPerson) =>
      (await read<{ data: { action: string; detail: Record<string, unknown> }[] }>(who, '/evidence')).body.data;
    const actions = (await evidence(writes)).map(({ action }) => action);
    for (const action of ['message.submitted', 'release.made', 'content.read', 'recipient.acknowledged'])
      expect(actions).toContain(action);
    expect(actions.filter((action) => action === 'accountability.status_changed')).toHaveLength(5);
    expect(actions.filter((action) => action === 'accountability.people_named')).toHaveLength(2);
    const seen = await evidence(answers);
    expect(seen.map(({ action }) => action)).toContain('accountability.repatriation_requested');
    for (const { id } of [writes, colleague, commands]) expect(JSON.stringify(seen)).not.toContain(id);
    expect(JSON.stringify(await evidence(writes))).not.toContain('Zz-');
  });

  it('nobody writes past the rules of the record', async () => {
    const asPerson = (slug: string, person: Uuid, room: boolean, statement: string) =>
      hub
        .caller(slug)
        .then(({ organisationId }) =>
          hub.api.transaction(
            { kind: 'body', organisationId, person, operations: 'all', ...(room ? { room: 'accountability' } : {}) },
            (tx) => tx.execute(statement, [notice.id]),
          ),
        );
    const change = (what: string) => `UPDATE accountability_cases SET ${what} WHERE message_id = $1`;
    const refused = { code: '42501' };
    await expect(
      asPerson(HQ, writes.id, true, change(`status = 'dismissed', proceedings = 'dismissed'`)),
    ).rejects.toMatchObject(refused);
    await expect(
      asPerson(
        AUTHORITY,
        answers.id,
        true,
        change('repatriation_requested_at = NULL, repatriation_requested_by = NULL'),
      ),
    ).rejects.toMatchObject(refused);
    await expect(asPerson(AUTHORITY, answers.id, true, change('repatriated_at = NULL'))).rejects.toMatchObject(refused);
    expect(await asPerson(HQ, writes.id, false, change('version = version + 1'))).toBe(0);
    const known = `INSERT INTO accountability_people SELECT $1, app_body(), app_person(), app_person(), now()`;
    const [stranger] = others as [ProvingPerson];
    await expect(asPerson(HQ, stranger.id, true, known)).rejects.toMatchObject(refused);
  });
});
