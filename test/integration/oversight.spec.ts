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
  openExport,
  overseeReading,
  readReferral,
  requestException,
  requestErasure,
  type ReferralTools,
} from '#referrals';
import { Database } from '#platform/database';
import { endpointOf } from '#test/engine';
import { openHubDatabase, openOwner, seededOperations, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, draft, drain, routed } from '#test/referral-flow';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const LIMITS: ReadingLimits = { operation: 'afghanistan', recordsPerHour: 40, timesUsual: 3 };

describe('oversight', () => {
  let hub: HubDatabase;
  let ids: readonly Uuid[];
  const officer = uuidv7();

  beforeAll(async () => {
    hub = await openHubDatabase();
    ids = await Promise.all(Array.from({ length: 9 }, async () => (await draft(hub)).id));
  });
  afterAll(() => hub.close());

  /** Looks at records as the officer, or by the body's key. */
  const look = async (records: readonly Uuid[], by: 'officer' | 'key' = 'officer'): Promise<void> => {
    const now = hub.clock.now();
    const person = { id: officer, sessionId: uuidv7(), operations: 'all', provedAt: now, secondFactorAt: now } as const;
    const body = await hub.caller(SENDER);
    const caller: Caller = by === 'officer' ? { ...body, person } : body;
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
    await look(ids, 'key');
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
