import { createHash } from 'node:crypto';
import { canonicalJson, uuidv7, type HubError, type Uuid } from '#kernel';
import { acknowledge, decide, progress, readInbox, readInboxItem, readReferral, readTimeline } from '#referrals';
import { importReferrals, listReferrals, previewReferral, submitReferral, type HtcdsReading } from '#referrals';
import { KeyFinder, authenticate, contextOf, issueApiKey, revokeApiKeys } from '#identity';
import { legalEvents, type ReferralBody } from '#messages';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import {
  LEAD,
  SENDER,
  consentingToInvestigation,
  draft,
  drain,
  fictitiousBody,
  routed,
  submitted,
} from '#test/referral-flow';

jest.setTimeout(60_000);

let hub: HubDatabase;

beforeAll(async () => {
  hub = await openHubDatabase();
});
afterAll(() => hub.close());

const recipientsOf = async (id: Uuid) =>
  hub.superuser<{ slug: string; state: string }>(
    `SELECT o.slug, r.state FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE message_id = $1 ORDER BY 1`,
    [id],
  );

describe('a referral', () => {
  it('goes from draft to its outcome, and the sender sees every step', async () => {
    const { id, reference } = await draft(hub);
    expect(reference).toMatch(/^AFG-\d{4}-\d{6}$/);
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    expect(await recipientsOf(id)).toEqual(['aihrc', 'iom', 'unhcr'].map((slug) => ({ slug, state: 'pending' })));

    const item = await hub.as(LEAD, (tools) => readInboxItem(tools, id));
    expect(item).toMatchObject({ sender: SENDER, capacity: 'lead', state: 'pending', overdue: false });
    await hub.as(LEAD, (tools) => acknowledge(tools, id));
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    await hub.as(LEAD, (tools) => progress(tools, id, { state: 'in_progress' }));
    await hub.as(LEAD, (tools) => progress(tools, id, { state: 'on_hold', note: 'Waits for a fictitious paper.' }));
    await hub.as(LEAD, (tools) => progress(tools, id, { state: 'in_progress' }));
    await hub.as(LEAD, (tools) => progress(tools, id, { state: 'completed', outcome: 'services_provided' }));

    const view = await hub.as(SENDER, (tools) => readReferral(tools, id));
    expect(view).toMatchObject({ state: 'routed', body: fictitiousBody });
    expect(view.recipients.find(({ organisation }) => organisation === LEAD)).toMatchObject({
      state: 'completed',
      decision: 'accepted',
      outcome: 'services_provided',
      deliveredAt: hub.clock.now(),
    });
    const lines = await hub.as(SENDER, (tools) => readTimeline(tools, id));
    const byLead = lines.filter(({ organisation }) => organisation === LEAD);
    expect(byLead.map(({ event }) => event)).toEqual(
      'sent acknowledged accepted in_progress on_hold in_progress completed'.split(' '),
    );
    expect(byLead.map(({ note }) => note).filter(Boolean)).toEqual(['Waits for a fictitious paper.']);
  });

  it('numbers each inbox without gaps, and a cursor brings what came after it', async () => {
    const all = await hub.as(LEAD, (tools) => readInbox(tools, { after: 0n, limit: 1_000, order: 'oldest' }));
    expect(all.data.map(({ sequence }) => sequence)).toEqual(all.data.map((_, index) => index + 1));
    await Promise.all(Array.from({ length: 6 }, () => submitted(hub)));
    await Promise.all([drain(hub), drain(hub), drain(hub)]);
    const fresh = await hub.as(LEAD, (tools) =>
      readInbox(tools, { after: BigInt(all.next ?? '0'), limit: 1_000, order: 'oldest' }),
    );
    expect(fresh.data.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6].map((n) => all.data.length + n));
  });

  it('is listed by page, newest first', async () => {
    const made = [await draft(hub), await draft(hub), await draft(hub)].map(({ id }) => id).reverse();
    const first = await hub.as(SENDER, (tools) => listReferrals(tools, { limit: 2 }));
    const second = await hub.as(SENDER, (tools) => listReferrals(tools, { limit: 1, before: first.next ?? '' }));
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made);
  });

  it('shows who is overdue once the deadline has passed', async () => {
    const { id } = await routed(hub, { priority: 'emergency' });
    hub.clock.advance(24 * 3_600_000 + 1);
    const { data } = await hub.as(SENDER, (tools) => listReferrals(tools, { overdue: true, limit: 100 }));
    hub.clock.advance(-24 * 3_600_000 - 1);
    expect(data.map((referral) => referral.id)).toContain(id);
  });

  it('that could reach nobody is refused with the reasons and stays a draft', async () => {
    const body = { ...fictitiousBody, consent: { given: 'no', date: '2026-01-20', purposes: [] } };
    const { id } = await draft(hub, { body });
    const refusal = (await hub
      .as(SENDER, (tools) => submitReferral(tools, id))
      .catch((error: unknown) => error)) as HubError;
    expect(refusal).toMatchObject({ code: 'release_refused' });
    expect(refusal.detail).toContain('iom (CONSENT-MISSING');
    expect(await hub.as(SENDER, (tools) => readReferral(tools, id))).toMatchObject({
      state: 'draft',
      submittedAt: null,
    });
    expect(await hub.superuser('SELECT FROM outbox WHERE message_id = $1', [id])).toEqual([]);
  });

  it('that addresses a body which may not receive it is refused', async () => {
    const { id } = await draft(hub, { to: ['afghan-security-forces'] });
    await expect(hub.as(SENDER, (tools) => submitReferral(tools, id))).rejects.toMatchObject({
      code: 'release_refused',
    });
  });

  it('is submitted once', async () => {
    const { id } = await draft(hub);
    const both = await Promise.allSettled([1, 2].map(() => hub.as(SENDER, (tools) => submitReferral(tools, id))));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      code: 'illegal_transition',
      extra: { state: 'submitted', event: 'submit' },
    });
  });
});

describe('the body that received it', () => {
  it('gets the same receipt however often it acknowledges, also at once', async () => {
    const { id } = await routed(hub);
    const receipts = await Promise.all(
      Array.from({ length: 5 }, () => hub.as(LEAD, (tools) => acknowledge(tools, id))),
    );
    receipts.push(await hub.as(LEAD, (tools) => acknowledge(tools, id)));
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    const evidence = await hub.superuser<{ id: Uuid }>(
      `SELECT id FROM evidence_entries WHERE subject_id = $1 AND action = 'recipient.acknowledged'`,
      [id],
    );
    expect(evidence).toEqual([{ id: receipts[0]?.receiptId }]);
  });

  it('acknowledges by deciding, and keeps its receipt', async () => {
    const { id } = await routed(hub);
    const decided = await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' }));
    expect(decided).toMatchObject({ state: 'declined', reason: 'capacity' });
    const receipt = await hub.as(LEAD, (tools) => acknowledge(tools, id));
    expect(receipt.acknowledgedAt).toEqual(decided.decidedAt);
    const evidence = await hub.superuser(
      `SELECT action, detail->'implicit' AS implicit FROM evidence_entries WHERE id = $1`,
      [receipt.receiptId],
    );
    expect(evidence).toEqual([{ action: 'recipient.acknowledged', implicit: true }]);
  });

  it('may decide the same again, and is told what is possible when it decides otherwise', async () => {
    const { id } = await routed(hub);
    const accept = () => hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' }));
    expect(await accept()).toEqual(await accept());
    await expect(
      hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' })),
    ).rejects.toMatchObject({
      code: 'illegal_transition',
      extra: { state: 'accepted', event: 'decline', legal: legalEvents('accepted', 'recipient', 'decision') },
    });
  });

  it('cannot progress before it decided', async () => {
    const { id } = await routed(hub);
    await expect(hub.as(LEAD, (tools) => progress(tools, id, { state: 'in_progress' }))).rejects.toMatchObject({
      code: 'illegal_transition',
      extra: { state: 'pending', legal: legalEvents('pending', 'recipient', 'decision') },
    });
  });

  it.each([
    ['a decline without reason', { decision: 'declined' } as const, '/reason'],
    ['an acceptance with reason', { decision: 'accepted', reason: 'capacity' } as const, '/reason'],
    ['"other" without note', { decision: 'declined', reason: 'other' } as const, '/note'],
  ])('is told what is wrong with %s', async (_, given, pointer) => {
    const { id } = await routed(hub);
    await expect(hub.as(LEAD, (tools) => decide(tools, id, given))).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ pointer }],
    });
  });

  it('decides once when two of its people decide differently at once', async () => {
    const { id } = await routed(hub);
    const both = await Promise.allSettled([
      hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted' })),
      hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'capacity' })),
    ]);
    const [won, lost] = [
      both.find((each) => each.status === 'fulfilled'),
      both.find((each) => each.status === 'rejected'),
    ];
    expect(lost?.reason).toMatchObject({ code: 'illegal_transition' });
    const [row] = await hub.superuser<{ decision: string }>(
      `SELECT decision FROM recipients r JOIN organisations o ON o.id = organisation_id WHERE message_id = $1 AND slug = $2`,
      [id, LEAD],
    );
    expect(row?.decision).toBe(won?.value.decision);
    const events = await hub.superuser(`SELECT FROM outbox WHERE message_id = $1 AND topic = 'recipient.decided'`, [
      id,
    ]);
    expect(events).toHaveLength(1);
  });
});

describe('another body', () => {
  // The draft of one body and the inbox item of others, asked for by a body that neither sent nor received it.
  const uses: [string, (id: Uuid) => Promise<unknown>][] = [
    ['readReferral', (id) => hub.as('unicef', (tools) => readReferral(tools, id))],
    ['readTimeline', (id) => hub.as('unicef', (tools) => readTimeline(tools, id))],
    ['previewReferral', (id) => hub.as('unicef', (tools) => previewReferral(tools, id))],
    ['submitReferral', (id) => hub.as('unicef', (tools) => submitReferral(tools, id))],
    ['readInboxItem', (id) => hub.as('unicef', (tools) => readInboxItem(tools, id))],
    ['acknowledge', (id) => hub.as('unicef', (tools) => acknowledge(tools, id))],
    ['decide', (id) => hub.as('unicef', (tools) => decide(tools, id, { decision: 'accepted' }))],
    ['progress', (id) => hub.as('unicef', (tools) => progress(tools, id, { state: 'in_progress' }))],
  ];

  it.each(uses)('finds no such message: %s', async (_, use) => {
    const { id } = await routed(hub);
    const answers = [
      await use(id).catch((error: unknown) => error),
      await use(uuidv7()).catch((error: unknown) => error),
    ];
    expect(answers[0]).toMatchObject({ code: 'not_found' });
    // An absent message answers the same: existence is not revealed.
    expect((answers[0] as HubError).detail).toBe((answers[1] as HubError).detail);
  });

  it('as a recipient is no sender, and as the sender no recipient', async () => {
    const { id } = await routed(hub);
    for (const use of [readReferral, readTimeline, previewReferral, submitReferral])
      await expect(hub.as<unknown>(LEAD, (tools) => use(tools, id))).rejects.toMatchObject({ code: 'not_found' });
    for (const use of [readInboxItem, acknowledge])
      await expect(hub.as<unknown>(SENDER, (tools) => use(tools, id))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('sends nothing in an operation that it takes no part in', async () => {
    await expect(draft(hub, {}, 'unmik')).rejects.toMatchObject({ code: 'operation_unknown' });
  });
});

describe('a release', () => {
  const richBody: ReferralBody = {
    ...consentingToInvestigation(LEAD, 'unhcr', 'aihrc', 'afghan-security-forces'),
    child: { guardian: 'Guardian Example' },
    palermo: { acts: ['recruitment'] },
    case: { status: 'Active', incomingDetails: 'A fictitious story.' },
  };

  it('holds for each recipient exactly what the preview showed', async () => {
    const { id } = await draft(hub, { body: richBody });
    const preview = await hub.as(SENDER, (tools) => previewReferral(tools, id));
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    const expected = preview.recipients.filter(({ outcome }) => outcome === 'recipient');
    expect(expected.map(({ organisation }) => organisation)).toEqual((await recipientsOf(id)).map(({ slug }) => slug));
    for (const { organisation, body, dueAt } of expected) {
      const item = await hub.as(organisation, (tools) => readInboxItem(tools, id));
      expect({ organisation, body: item.body, dueAt: item.dueAt }).toEqual({ organisation, body, dueAt });
    }
  });

  it('for the security forces has no person, and is made only with consent to an investigation by them', async () => {
    const { id } = await routed(hub, { body: richBody });
    const { body } = await hub.as('afghan-security-forces', (tools) => readInboxItem(tools, id));
    expect(body).toEqual({
      person: { caseCode: fictitiousBody.person.caseCode },
      case: richBody.case,
      trafficking: richBody.trafficking,
      request: { services: richBody.request.services, reason: 'Other', risk: 'low' },
    });
    const without = await draft(hub, { body: { ...richBody, consent: fictitiousBody.consent } });
    const preview = await hub.as(SENDER, (tools) => previewReferral(tools, without.id));
    const forces = preview.recipients.find(({ organisation }) => organisation === 'afghan-security-forces');
    expect(forces).toMatchObject({ outcome: 'refused', body: null });
  });
});

describe('an import', () => {
  const reading = (tag: string, bad?: number): HtcdsReading => ({
    layout: 'multi-select',
    sheet: 'Sheet1',
    fileDigest: '00',
    rows: [3, 4, 5].map((row) => ({
      row,
      rowKey: createHash('sha256').update(`${tag}/${row}`).digest('hex'),
      referral: {
        operation: 'afghanistan',
        priority: 'normal',
        body: row === bad ? ({ ...fictitiousBody, consent: {} } as ReferralBody) : fictitiousBody,
      },
    })),
    problems: [{ row: 9, code: 'date_ambiguous', message: 'is read two ways' }],
    warnings: [],
    ignoredColumns: [],
    skippedEmptyRows: 0,
  });
  const run = (given: HtcdsReading) => hub.as(SENDER, (tools) => importReferrals(tools, given));

  it('of the same rows twice creates nothing twice, also at once', async () => {
    const [one, other] = await Promise.all([run(reading('twice')), run(reading('twice'))]);
    const again = await run(reading('twice'));
    expect(one.created.length + other.created.length).toBe(3);
    expect(again).toMatchObject({ created: [], existing: [{ row: 3 }, { row: 4 }, { row: 5 }] });
    const ids = new Set([...one.created, ...other.created].map(({ id }) => id));
    expect(new Set(again.existing.map(({ id }) => id))).toEqual(ids);
  });

  it('keeps the good rows beside a bad one, and names the bad one', async () => {
    const report = await run(reading('bad', 4));
    expect(report.created.map(({ row }) => row)).toEqual([3, 5]);
    expect(report.problems.map(({ row, code }) => [row, code])).toEqual([
      [4, 'invalid_input'],
      [9, 'date_ambiguous'],
    ]);
  });

  it('of the same rows by two bodies makes a referral of each', async () => {
    const own = await run(reading('shared'));
    const other = await hub.as(LEAD, (tools) => importReferrals(tools, reading('shared')));
    expect([own.created.length, other.created.length]).toEqual([3, 3]);
  });
});

describe('the record', () => {
  const MARK = 'ZQXMARKER';

  it('holds no personal text in any column of any table, nor in clear in any bytes', async () => {
    const body: ReferralBody = {
      ...fictitiousBody,
      person: {
        ...fictitiousBody.person,
        name: { given: `${MARK}1`, family: `${MARK}2` },
        identityNumber: `${MARK}3`,
        safeContact: { note: `${MARK}4` },
      },
      request: { ...fictitiousBody.request, note: `${MARK}5` },
      consent: { ...fictitiousBody.consent, givenBy: `${MARK}6` },
    };
    const { id } = await routed(hub, { body });
    await hub.as(LEAD, (tools) => readInboxItem(tools, id));
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'declined', reason: 'other', note: `${MARK}7` }));
    await expect(draft(hub, { body: { ...body, [`${MARK}8`]: `${MARK}9` } })).rejects.toThrow();
    const found = await columnsWith(MARK);
    await drain(hub);
    expect([...found, ...(await columnsWith(MARK))]).toEqual([]);
  });

  it('would show the canary if it were there', async () => {
    await draft(hub, { keywords: [`${MARK.toLowerCase()}-probe`] });
    expect(await columnsWith(MARK.toLowerCase())).toEqual(['messages.keywords']);
  });

  async function columnsWith(mark: string): Promise<string[]> {
    const tables = await hub.superuser<{ table: string; columns: Record<string, string> }>(
      `SELECT table_name AS "table", json_object_agg(column_name, data_type) AS columns FROM information_schema.columns
       JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY 1 ORDER BY 1`,
    );
    const found: string[] = [];
    for (const { table, columns } of tables) {
      const looks = Object.entries(columns).map(([column, type]) => {
        const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
        return `bool_or(${text} LIKE '%' || $1 || '%') AS "${column}"`;
      });
      const [hits] = await hub.superuser<Record<string, boolean | null>>(`SELECT ${looks.join(', ')} FROM ${table}`, [
        mark,
      ]);
      found.push(
        ...Object.keys(hits ?? {})
          .filter((column) => hits?.[column] === true)
          .map((name) => `${table}.${name}`),
      );
    }
    return found;
  }

  it('can prove each entry of evidence by its digest', async () => {
    const rows = await hub.superuser<Record<string, unknown> & { at: Date; digest: Buffer }>(
      `SELECT id, at, action, actor_id, actor_kind, subject_type, subject_id, sender_id, organisation_id, detail, digest
       FROM evidence_entries`,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { digest, at, ...row } of rows) {
      const canonical = canonicalJson({ ...row, at: at.toISOString() });
      expect(createHash('sha256').update(canonical).digest('hex')).toBe(digest.toString('hex'));
    }
  });
});

describe('an API key', () => {
  const issue = async (expiresAt?: Date) => {
    const caller = await hub.caller(LEAD);
    return hub.api.transaction(contextOf(caller), (tx) =>
      issueApiKey(tx, hub.clock, {
        organisationId: caller.organisationId,
        name: 'spec',
        scopes: ['inbox:read'],
        ...(expiresAt ? { expiresAt } : {}),
      }),
    );
  };
  const enter = (text: string) => authenticate(new KeyFinder(hub.api), hub.clock, `Bearer ${text}`);

  it('stands for its body, with its scopes only', async () => {
    const { id, text } = await issue();
    const caller = await hub.caller(LEAD);
    expect(await enter(text)).toEqual({ ...caller, keyId: id, scopes: ['inbox:read'] });
  });

  it('ends with its expiry, and the next request after its revocation is refused', async () => {
    const soon = await issue(new Date(hub.clock.now().getTime() + 1_000));
    await enter(soon.text);
    hub.clock.advance(1_000);
    await expect(enter(soon.text)).rejects.toMatchObject({ code: 'credential_expired' });
    const { text } = await issue();
    const caller = await hub.caller(LEAD);
    await hub.api.transaction(contextOf(caller), (tx) => revokeApiKeys(tx, hub.clock, caller.organisationId, 'spec'));
    await expect(enter(text)).rejects.toMatchObject({ code: 'credential_revoked' });
  });

  it('is refused with the right prefix and the wrong secret, as with nothing at all', async () => {
    const { text } = await issue();
    const details = await Promise.all(
      [`${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`, 'lh_short', ''].map((wrong) =>
        enter(wrong).then(
          () => 'entered',
          (error: unknown) => (error as HubError).detail,
        ),
      ),
    );
    expect(new Set(details).size).toBe(1);
    expect(details[0]).not.toBe('entered');
  });

  it('is kept as a hash only', async () => {
    const { text } = await issue();
    const secret = text.slice(-43);
    const rows = await hub.superuser<object>('SELECT api_keys::text AS row FROM api_keys');
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
