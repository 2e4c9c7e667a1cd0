import { keptDeliveries, sendTestEvent } from '#delivery';
import { seedDirectory } from '#directory';
import {
  LEAST_UNUSUAL,
  listEvidence,
  listOverseen,
  overseenActions,
  unusualReading,
  type ReadingLimits,
} from '#evidence';
import { contextOf, type Caller } from '#identity';
import { uuidv7, type Uuid } from '#kernel';
import {
  approveException,
  lowestIdAt,
  noticeUnusualReading,
  openExport,
  overseeReading,
  readConsent,
  readException,
  readExceptions,
  readReferral,
  recordConsent,
  requestException,
  requestErasure,
  revokeException,
  withdrawRecord,
  type ReferralTools,
} from '#referrals';
import { Database } from '#platform/database';
import { endpointOf } from '#test/engine';
import { openHubDatabase, openOwner, seededOperations, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, drain, routed } from '#test/referral-flow';
import { sentMails } from '#test/sent-mails';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const LIMITS: ReadingLimits = { operation: 'afghanistan', recordsPerHour: 40, timesUsual: 3 };

describe('oversight', () => {
  let hub: HubDatabase;
  let ids: readonly Uuid[];
  const officer = uuidv7();

  beforeEach(async () => {
    hub = await openHubDatabase();
    ids = await Promise.all(Array.from({ length: 9 }, async () => (await draft(hub)).id));
  });
  afterEach(() => hub.close());

  /** A person of the sender's body, who signed in. */
  const signedIn = async (id: Uuid): Promise<Caller> => {
    const now = hub.clock.now();
    const person = { id, sessionId: uuidv7(), operations: 'all', provedAt: now, secondFactorAt: now } as const;
    return { ...(await hub.caller(SENDER)), person };
  };
  /** Looks at records as a person, or by the body's key. */
  const look = async (records: readonly Uuid[], by: Uuid | null = officer): Promise<void> => {
    const caller = by === null ? await hub.caller(SENDER) : await signedIn(by);
    for (const id of records) await as(caller, (tools) => readReferral(tools, id));
  };
  const as = <T>(caller: Caller, work: (tools: ReferralTools) => Promise<T>): Promise<T> => {
    const { vault, clock, directory } = hub;
    return hub.api.transaction(contextOf(caller), (tx) => work({ tx, vault, clock, directory, caller }));
  };
  const unusual = (limits: Partial<ReadingLimits> = {}, slug = SENDER) =>
    hub.as(slug, ({ tx, caller, clock }) =>
      unusualReading(tx, caller.organisationId, {
        limits: [{ ...LIMITS, ...limits }],
        usualSince: lowestIdAt(clock.now().getTime() - 37 * 24 * HOUR),
        since: new Date(clock.now().getTime() - 7 * 24 * HOUR),
        limit: 10,
      }),
    );

  it('shows the hours in which somebody read more than the operation allows for, or than they did before', async () => {
    // Two an hour are this officer's norm; looking at one of them again is no other record.
    for (let hour = 0; hour < 4; hour += 1) {
      await look([...ids.slice(0, 2), ...ids.slice(0, 1)]);
      hub.clock.advance(HOUR);
    }
    expect(await unusual()).toEqual([]);
    expect(await unusual({ recordsPerHour: 2 })).toEqual([]);
    const above = await unusual({ recordsPerHour: 1 });
    expect(above.map(({ records, reasons }) => [records, reasons])).toEqual(
      Array.from({ length: 4 }, () => [2, ['above_limit']]),
    );
    // Three times the norm is usual still, and one more is not.
    await look(ids.slice(0, 6));
    expect(await unusual()).toEqual([]);
    await look(ids.slice(6, 7));
    expect(await unusual()).toMatchObject([
      { operation: 'afghanistan', person: officer, key: null, records: 7, usual: 2, reasons: ['above_usual'] },
    ]);
    // A first hour has nothing to be measured by, and little is never much.
    await look(ids, null);
    expect(await unusual()).toHaveLength(1);
    expect(await unusual({ recordsPerHour: 8 })).toMatchObject([
      {
        person: null,
        key: (await hub.caller(SENDER)).organisationId,
        records: 9,
        usual: null,
        reasons: ['above_limit'],
      },
      { person: officer },
    ]);
    expect(LEAST_UNUSUAL).toBeGreaterThan(2);
    expect(await unusual({ recordsPerHour: 1 }, LEAD)).toEqual([]);
    expect(await unusual({ operation: 'kosovo', recordsPerHour: 1 })).toEqual([]);
    // By the limits of the operations' files.
    expect(await hub.as(SENDER, (tools) => overseeReading(tools, 7))).toEqual([]);
    hub.clock.advance(8 * 24 * HOUR);
    expect(await unusual({ recordsPerHour: 1 })).toEqual([]);
  });

  it('writes to the guard of the body once of each person and day, and says nothing of a case', async () => {
    const { worker: database, directory, clock } = hub;
    const notice = () => noticeUnusualReading({ database, directory, clock });
    const colleague = uuidv7();
    await look(ids.slice(0, 1), colleague);
    hub.clock.advance(HOUR);
    await look(ids.slice(0, 5), colleague);
    expect(await notice()).toBe(0);
    await look(ids, colleague);
    expect(await notice()).toBe(1);
    expect(await notice()).toBe(0);
    const mails = (await sentMails(hub)).filter(({ subject }) => subject.includes('unusually'));
    expect(mails).toMatchObject([
      { to: 'focal-point@isaf-hq.example', subject: '[Liaison Hub] somebody of your body read unusually much' },
    ]);
    const told = JSON.stringify(mails);
    expect([colleague, ...ids].filter((id) => told.includes(id))).toEqual([]);
    const [act] = await hub.as(SENDER, ({ tx, caller }) => listOverseen(tx, caller.organisationId, { limit: 1 }));
    expect(act).toMatchObject({
      action: 'reading.noticed',
      person: colleague,
      key: null,
      count: 9,
      organisation: null,
    });
    expect(await hub.as(LEAD, ({ tx, caller }) => listOverseen(tx, caller.organisationId, { limit: 1 }))).toEqual([]);
    const left = await hub.superuser(`SELECT dedupe FROM mails WHERE kind = 'reading'`);
    expect(left).toEqual([{ dedupe: `${colleague}/${clock.now().toISOString().slice(0, 10)}` }]);
  });

  it('shows exceptions, erasures and exports to the bodies that they concern, and no look', async () => {
    const { id } = await draft(hub);
    const asked = await hub.as(SENDER, (tools) =>
      requestException(tools, id, {
        recipient: 'german-police-project',
        reason: 'Fictitious danger.',
        expiresAt: new Date(hub.clock.now().getTime() + HOUR),
      }),
    );
    await hub.as(SENDER, (tools) =>
      approveException({ ...tools, caller: { ...tools.caller, keyId: uuidv7() } }, asked.id, {}),
    );
    await hub.as(SENDER, (tools) => openExport(tools, 'sent', 'csv', { state: 'draft', limit: 100 }));
    const reason = 'Fictitious reason.';
    await hub.as(SENDER, (tools) => requestErasure(tools, { cause: 'body', reason, messageId: id }));
    const seen = (slug: string, before?: Uuid) =>
      hub.as(slug, ({ tx, caller }) =>
        listOverseen(tx, caller.organisationId, { limit: 10, ...(before === undefined ? {} : { before }) }),
      );
    const own = await seen(SENDER);
    expect(own.map(({ action }) => action)).toEqual([
      'erasure.requested',
      'referral.exported',
      'exception.approved',
      'exception.requested',
    ]);
    expect(own[1]).toMatchObject({ count: 10, organisation: SENDER, key: (await hub.caller(SENDER)).keyId });
    expect(own[2]).toMatchObject({ subject: asked.id, message: id });
    expect(await seen(SENDER, own[2]!.id)).toEqual(own.slice(3));
    // The guard of personal data was told of the exception; whose key it was is its body's to know.
    expect(await seen(LEAD)).toEqual([{ ...own[2]!, key: null }]);
    expect(await seen('aihrc')).toEqual([]);
    expect(overseenActions).toEqual(expect.arrayContaining(own.map(({ action }) => action)));
  });

  it('names the person who dealt with an exception, an erasure or a consent, and has looks at words of these as entries', async () => {
    const { id } = await draft(hub);
    const [mine, colleague] = [await signedIn(officer), await signedIn(uuidv7())];
    const expiresAt = new Date(hub.clock.now().getTime() + HOUR);
    const asked = await as(mine, (tools) =>
      requestException(tools, id, { recipient: 'german-police-project', reason: 'Fictitious danger.', expiresAt }),
    );
    await as(colleague, (tools) => approveException(tools, asked.id, {}));
    await as(mine, (tools) => revokeException(tools, asked.id));
    await as(mine, (tools) => requestErasure(tools, { cause: 'body', reason: 'Fictitious reason.', messageId: id }));
    const consented = { date: '2026-01-20', grants: [{ recipients: [LEAD], purposes: ['assistance'] }] } as const;
    const consent = await as(mine, (tools) =>
      recordConsent(tools, { operation: 'afghanistan', caseCode: 'AFG-TEST-009', given: 'yes', ...consented }),
    );
    await as(mine, (tools) => readConsent(tools, consent.id));
    await as(mine, (tools) => readException(tools, asked.id));
    await as(mine, (tools) => readExceptions(tools, { limit: 10 }));
    await as(await hub.caller(LEAD), (tools) => readExceptions(tools, { limit: 10 }));
    await as(mine, (tools) => withdrawRecord(tools, consent.id, {}));
    const of = await hub.superuser<{ action: string; subject: string; person: Uuid }>(
      `SELECT action, subject_type AS subject, detail ->> 'person' AS person FROM evidence_entries
       WHERE subject_type IN ('exception', 'erasure', 'consent') ORDER BY id`,
    );
    expect(of.map(({ action, subject, person }) => [action, subject, person])).toEqual([
      ['exception.requested', 'exception', officer],
      ['exception.approved', 'exception', colleague.person!.id],
      ['exception.revoked', 'exception', officer],
      ['erasure.requested', 'erasure', officer],
      ['consent.recorded', 'consent', officer],
      ['content.read', 'consent', officer],
      ['content.read', 'exception', officer],
      ['content.read', 'exception', officer],
      ['consent.withdrawn', 'consent', officer],
    ]);
  });

  it('has other rules than before as evidence of every body of the operation, and the same rules as none', async () => {
    const owner = await openOwner(hub.database.url);
    const [operation] = seededOperations.filter(({ id }) => id === 'kosovo');
    const changed = { ...operation!, title: 'Fictitious', digest: 'f'.repeat(64) };
    for (const seeded of [changed, changed])
      await new Database(owner).transaction({ kind: 'worker' }, (tx) => seedDirectory(tx, [seeded]));
    await owner.destroy();
    const entries = await hub.superuser<{ organisation_id: Uuid; detail: object }>(
      `SELECT organisation_id, detail FROM evidence_entries WHERE action = 'rules.changed'`,
    );
    expect(new Set(entries.map((entry) => entry.organisation_id)).size).toBe(operation!.bodies.length);
    expect(entries).toHaveLength(operation!.bodies.length);
    expect(entries[0]!.detail).toEqual({
      ...{ operation: 'kosovo', version: 2, was: 1, digest: changed.digest, by: 'operator' },
    });
    const { organisationId } = await hub.caller('kfor-hq');
    const shown = await hub.as('kfor-hq', ({ tx }) => listEvidence(tx, { subject: organisationId, limit: 5 }));
    expect(shown.map(({ action, actor }) => [action, actor])).toEqual([['rules.changed', null]]);
  });

  it('does not name in a body’s webhooks what is of an operation that the caller is not held to', async () => {
    const endpoint = await endpointOf(hub, LEAD, 'https://lead.example/hook');
    const { id } = await routed(hub);
    await drain(hub);
    const body = await hub.caller(LEAD);
    const query = { organisationId: body.organisationId, endpointId: undefined, after: undefined, limit: 50 };
    const since = lowestIdAt(0);
    const told = (operations?: readonly string[]) =>
      as({ ...body, ...(operations ? { operations } : {}) }, ({ tx }) => keptDeliveries(tx, { ...query, since }));
    for (const operations of [undefined, ['afghanistan'], ['kosovo', 'afghanistan']])
      expect(JSON.stringify(await told(operations))).toContain(id);
    expect(await told(['kosovo'])).toEqual([]);

    // A test event is of no operation: who is held to one may send it, and sees it.
    const { vault, clock } = hub;
    const tools = {
      vault,
      clock,
      organisationId: body.organisationId,
      sender: { checkUrl: (url: string) => new URL(url) },
    };
    await as({ ...body, operations: ['kosovo'] }, ({ tx }) =>
      sendTestEvent({ ...tools, tx }, endpoint.id, 'http://hub.example'),
    );
    expect(await told(['kosovo'])).toMatchObject([{ eventType: 'test.ping' }]);
  });
});
