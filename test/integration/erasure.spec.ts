import { uuidv7, type Uuid } from '#kernel';
import { contextOf } from '#identity';
import {
  acknowledge,
  approveErasure,
  changeReferral,
  closeReferral,
  confirm,
  decide,
  destroyDoomedKeys,
  doomAgain,
  eraseExpired,
  eraseNext,
  listReferrals,
  openOwnAttachment,
  openReceivedAttachment,
  progress,
  readErasure,
  readErasures,
  readInboxItem,
  readReferral,
  readTimeline,
  refuseErasure,
  removeAttachment,
  requestErasure,
  submitReferral,
  type ErasureAsked,
  type ErasureView,
  type ReferralTools,
} from '#referrals';
import { attach, runAs } from '#test/attach';
import { deliveriesOf, endpointOf } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, draft, fictitiousBody, routed } from '#test/referral-flow';
import { openTestVault } from '#test/test-vault';
import { openVault } from '#vault';

jest.setTimeout(120_000);

const DAY = 86_400_000;
const REASON = 'Zz-reason: the person asked for it.';
const ERASED = { code: 'erased' };
/** Where references to keys lie; of what a receiver answered the first 14 bytes are one. */
const REFERENCES = `
  SELECT data_key AS reference FROM messages UNION ALL SELECT data_key FROM recipients
  UNION ALL SELECT data_key FROM consents UNION ALL SELECT data_key FROM attachments
  UNION ALL SELECT data_key FROM release_exceptions UNION ALL SELECT data_key FROM erasures UNION ALL SELECT data_key FROM break_glass
  UNION ALL SELECT substring(excerpt FOR 14) FROM delivery_attempts`;

describe('an erasure', () => {
  let hub: HubDatabase;
  let second: Uuid;

  beforeEach(async () => {
    hub = await openHubDatabase();
    second = uuidv7();
  });
  afterEach(() => hub.close());

  /** The same body's other protection officer. */
  const asSecond = async <T>(work: (tools: ReferralTools) => Promise<T>, body = SENDER): Promise<T> => {
    const caller = { ...(await hub.caller(body)), keyId: second };
    const { vault, clock, directory } = hub;
    return hub.api.transaction(contextOf(caller), (tx) => work({ tx, vault, clock, directory, caller }));
  };
  const ask = (over: Partial<ErasureAsked>, body = SENDER): Promise<ErasureView> =>
    hub.as(body, (tools) => requestErasure(tools, { cause: 'person', reason: REASON, ...over }));
  const erased = async (over: Partial<ErasureAsked>): Promise<Uuid> => {
    const { id } = await ask(over);
    await asSecond((tools) => approveErasure(tools, id));
    expect(await eraseNext(hub.worker, hub.clock)).toBe(true);
    await drain(hub);
    return id;
  };
  const destroyAll = async (): Promise<number> => {
    const destroyed = await destroyDoomedKeys(hub.worker, hub.vault, hub.clock);
    return destroyed === 0 ? 0 : destroyed + (await destroyAll());
  };
  const read = (id: Uuid) => hub.as(SENDER, (tools) => readReferral(tools, id));
  const receive = (id: Uuid) => hub.as(LEAD, (tools) => readInboxItem(tools, id));
  const references = async (schema = 'public'): Promise<Buffer[]> => {
    const from = REFERENCES.replaceAll(/FROM (\w+)/g, `FROM ${schema}.$1`);
    const rows = await hub.superuser<{ reference: Buffer }>(
      `SELECT reference FROM (${from}) r WHERE reference IS NOT NULL`,
    );
    return rows.map(({ reference }) => reference);
  };
  /** Every table as it is now, in a schema of its own: what a dump holds. */
  const dump = async (): Promise<void> => {
    await hub.superuser(`
      DO $$ DECLARE one text; BEGIN
        CREATE SCHEMA dump;
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
          EXECUTE format('CREATE TABLE dump.%I AS TABLE public.%I', one, one);
        END LOOP;
      END $$`);
  };

  /** A case with all that may be sealed: attachment, notes, an answer of a receiver, an onward copy at the recipient. */
  async function whole(caseCode = 'AFG-TEST-001'): Promise<{ readonly id: Uuid; readonly attachment: Uuid }> {
    const body = { ...fictitiousBody, person: { ...fictitiousBody.person, caseCode } };
    const { id } = await draft(hub, { body });
    await hub.as(SENDER, (tools) =>
      changeReferral(tools, id, 1, { body: { ...body, request: { ...body.request, note: 'Zz-second version' } } }),
    );
    const attachment = await attach(hub, SENDER, id, { given: { name: 'zz-name.pdf', group: 'case' } });
    await hub.as(SENDER, (tools) => submitReferral(tools, id));
    await drain(hub);
    await hub.as(LEAD, (tools) => decide(tools, id, { decision: 'accepted', note: 'Zz-note' }));
    await drain(hub);
    return { id, attachment: attachment.id };
  }

  it('takes two persons, of the body that sent it', async () => {
    const { id } = await routed(hub);
    const asked = await ask({ messageId: id });
    expect(asked).toMatchObject({ state: 'requested', reason: REASON, messages: [id], legal: ['approve', 'refuse'] });
    await expect(hub.as(SENDER, (tools) => approveErasure(tools, asked.id))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(asSecond((tools) => approveErasure(tools, asked.id), LEAD)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(ask({ messageId: id }, LEAD)).rejects.toMatchObject({ code: 'not_found' });
    expect(await eraseNext(hub.worker, hub.clock)).toBe(false);
    expect(await asSecond((tools) => refuseErasure(tools, asked.id))).toMatchObject({ state: 'refused', legal: [] });
    await expect(asSecond((tools) => approveErasure(tools, asked.id))).rejects.toMatchObject({
      code: 'illegal_transition',
      extra: { state: 'refused', event: 'approve', legal: [] },
    });
    expect(await eraseNext(hub.worker, hub.clock)).toBe(false);
    expect((await read(id)).body).toMatchObject({ person: fictitiousBody.person });
    expect((await hub.as(LEAD, (tools) => readErasures(tools, { limit: 10 }))).data).toEqual([]);
  });

  it('leaves nothing to read, to nobody; whoever had it is told and confirms', async () => {
    const { id, attachment } = await whole();
    const other = await routed(hub);
    const { id: endpointId } = await endpointOf(hub, LEAD, 'https://lead.example/hook');
    const evidence = () => hub.superuser(`SELECT id, digest, detail FROM evidence_entries ORDER BY id`);
    const before = await evidence();
    const erasure = await erased({ messageId: id });

    await expect(read(id)).rejects.toMatchObject(ERASED);
    await expect(receive(id)).rejects.toMatchObject(ERASED);
    await expect(openOwnAttachment(runAs(hub, SENDER), id, attachment)).rejects.toMatchObject(ERASED);
    await expect(openReceivedAttachment(runAs(hub, LEAD), id, attachment)).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask({ messageId: id })).rejects.toMatchObject(ERASED);
    expect((await read(other.id)).body).toMatchObject({ person: fictitiousBody.person });
    const { data } = await hub.as(SENDER, (tools) => listReferrals(tools, { limit: 10 }));
    expect(data.map((one) => one.id)).toContain(id);
    const lines = await hub.as(SENDER, (tools) => readTimeline(tools, id));
    expect(lines.map(({ event }) => event)).toContain('erased');
    expect(lines.filter(({ note }) => note !== null)).toEqual([]);
    expect(await hub.as(SENDER, (tools) => readErasure(tools, erasure))).toMatchObject({
      state: 'erased',
      reason: null,
    });

    const told = await deliveriesOf(hub, endpointId);
    expect(told.map(({ event_type }) => event_type)).toEqual(['referral.erased']);
    const holders = () =>
      hub.superuser<{ state: string }>(`SELECT DISTINCT state FROM recipients WHERE message_id = $1`, [id]);
    expect(await holders()).toEqual([{ state: 'recalled' }]);
    await hub.as(LEAD, (tools) => confirm(tools, id, 'confirm_recall'));
    expect(await holders()).toContainEqual({ state: 'recall_confirmed' });
    // What was witnessed before stands as it was, and its digests with it.
    expect((await evidence()).slice(0, before.length)).toEqual(before);
    const left = await hub.superuser(`SELECT FROM attachment_chunks`);
    expect(left).toEqual([]);
  });

  it('makes every copy of the database unreadable, also one that is restored', async () => {
    const { id } = await whole();
    const kept = await routed(hub);
    await hub.superuser(
      `INSERT INTO delivery_attempts (delivery_id, organisation_id, endpoint_id, attempt, started_at, duration_ms, outcome, excerpt)
       SELECT d.id, d.organisation_id, d.endpoint_id, 1, now(), 1, 'retry', $2 FROM deliveries d WHERE d.message_id = $1`,
      [id, await hub.vault.sealAlone('Zz-answer', { table: 'delivery_attempts', id: 'x/1', field: 'excerpt' })],
    );
    const keptKeys = await hub.superuser<{ reference: Buffer }>(
      `SELECT data_key AS reference FROM messages WHERE id = $1 UNION ALL SELECT data_key FROM recipients WHERE message_id = $1`,
      [kept.id],
    );
    await dump();
    const before = await references('dump');
    for (const reference of before) expect((await hub.vault.openDataKey(reference)).key).toHaveLength(32);

    await erased({ messageId: id });
    const now = new Set((await references()).map((reference) => reference.toString('hex')));
    const gone = before.filter((reference) => !now.has(reference.toString('hex')));
    // Message, recipients, attachment, and its consent, which nothing else rests on.
    expect(gone.length).toBeGreaterThanOrEqual(5);
    // The record that was made of its own words has its id.
    const record = await hub.superuser(`SELECT data_key, details_sealed FROM consents WHERE id = $1`, [id]);
    expect(record).toEqual([{ data_key: null, details_sealed: null }]);
    expect(await destroyAll()).toBeGreaterThanOrEqual(gone.length);
    expect(await destroyAll()).toBe(0);

    const { storeDir, keyRing } = hub.testVault;
    const elsewhere = openVault({ storeDir, keyRing }, hub.clock).vault;
    for (const vault of [hub.vault, elsewhere])
      for (const reference of gone) await expect(vault.openDataKey(reference)).rejects.toMatchObject(ERASED);
    for (const { reference } of keptKeys) expect((await elsewhere.openDataKey(reference)).key).toHaveLength(32);

    // The dump is put back in the place of what is there.
    await hub.superuser(`UPDATE messages m SET data_key = d.data_key, body_sealed = d.body_sealed, state = d.state
                         FROM dump.messages d WHERE d.id = m.id`);
    await hub.superuser(`UPDATE recipients r SET data_key = d.data_key, release_sealed = d.release_sealed, state = d.state,
                           withheld_at = NULL FROM dump.recipients d WHERE d.id = r.id`);
    await expect(read(id)).rejects.toMatchObject(ERASED);
    await expect(receive(id)).rejects.toMatchObject(ERASED);
    expect((await read(kept.id)).body).toMatchObject({ person: fictitiousBody.person });
  });

  it('counts no key as destroyed that the store did not destroy, and goes on after a kill', async () => {
    const { id } = await routed(hub);
    const [reference] = await references();
    await erased({ messageId: id });
    // Another store: none of the blocks is there.
    await expect(destroyDoomedKeys(hub.worker, openTestVault().vault, hub.clock)).rejects.toThrow();
    // Killed between the store and the record.
    const doomed = await hub.superuser<{ reference: Buffer }>(
      `SELECT reference FROM doomed_keys WHERE destroyed_at IS NULL`,
    );
    expect(doomed.length).toBeGreaterThanOrEqual(3);
    await hub.vault.destroy(doomed.slice(0, 2).map((row) => row.reference));
    expect(await destroyAll()).toBe(doomed.length);
    // An older copy of the store was put in place.
    expect(await doomAgain(hub.worker)).toBe(doomed.length);
    expect(await destroyAll()).toBe(doomed.length);
    await expect(hub.vault.openDataKey(reference!)).rejects.toMatchObject(ERASED);
  });

  it('finds by the code of a case all that a body sent about it, and nothing of another case or body', async () => {
    const first = await whole('AFG-TEST-777');
    const again = await whole('AFG-TEST-777');
    const other = await whole('AFG-TEST-778');
    const asked = await ask({ case: { operation: 'afghanistan', caseCode: 'AFG-TEST-777' } });
    expect(asked.messages).toEqual([first.id, again.id].sort());
    for (const [given, body] of [
      [{ operation: 'afghanistan', caseCode: 'AFG-TEST-779' }, SENDER],
      [{ operation: 'kosovo', caseCode: 'AFG-TEST-777' }, SENDER],
      [{ operation: 'afghanistan', caseCode: 'AFG-TEST-777' }, LEAD],
    ] as const)
      await expect(ask({ case: given }, body)).rejects.toMatchObject({
        code: expect.stringMatching(/invalid_input|operation_unknown/) as string,
      });
    await asSecond((tools) => approveErasure(tools, asked.id));
    while (await eraseNext(hub.worker, hub.clock));
    for (const { id } of [first, again]) await expect(read(id)).rejects.toMatchObject(ERASED);
    expect((await read(other.id)).body).toMatchObject({ person: { caseCode: 'AFG-TEST-778' } });
    await expect(ask({ case: { operation: 'afghanistan', caseCode: 'AFG-TEST-777' } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('dooms the key of an attachment that is taken off a draft', async () => {
    const { id } = await draft(hub);
    const { id: attachment } = await attach(hub, SENDER, id);
    const [before] = await hub.superuser<{ reference: Buffer }>('SELECT data_key AS reference FROM attachments');
    await hub.as(SENDER, (tools) => removeAttachment(tools, id, attachment));
    expect(await destroyAll()).toBe(1);
    await expect(hub.vault.openDataKey(before!.reference)).rejects.toMatchObject(ERASED);
    expect((await read(id)).body).toMatchObject({ person: fictitiousBody.person });
  });

  describe('by the policy of retention', () => {
    const ended = async (): Promise<Uuid> => {
      const { id } = await routed(hub);
      const recipients = await hub.superuser<{ slug: string; capacity: string }>(
        `SELECT o.slug, r.capacity FROM recipients r JOIN organisations o ON o.id = r.organisation_id WHERE r.message_id = $1`,
        [id],
      );
      for (const { slug, capacity } of recipients) {
        await hub.as(slug, (tools) => acknowledge(tools, id));
        if (capacity === 'information') continue;
        await hub.as(slug, (tools) => decide(tools, id, { decision: 'accepted' }));
        await hub.as(slug, (tools) => progress(tools, id, { state: 'completed', outcome: 'services_provided' }));
      }
      await hub.as(SENDER, (tools) => closeReferral(tools, id, {}));
      await drain(hub);
      return id;
    };

    it('goes what is over for so many days, by its kind, and nothing that is open', async () => {
      const [over, open] = [await ended(), (await routed(hub)).id];
      hub.clock.advance(29 * DAY);
      expect(await eraseExpired(hub.worker, hub.clock, { referral: 30 })).toBe(0);
      hub.clock.advance(2 * DAY);
      expect(await eraseExpired(hub.worker, hub.clock, { 'information-share': 1 })).toBe(0);
      expect(await eraseExpired(hub.worker, hub.clock, { '*': 60 })).toBe(0);
      expect(await eraseExpired(hub.worker, hub.clock, { referral: 30, '*': 60 })).toBe(1);
      expect(await eraseExpired(hub.worker, hub.clock, { referral: 30 })).toBe(0);
      await expect(read(over)).rejects.toMatchObject(ERASED);
      expect((await read(open)).body).toMatchObject({ person: fictitiousBody.person });
      expect(await destroyAll()).toBeGreaterThanOrEqual(3);
      const { data } = await hub.as(SENDER, (tools) => readErasures(tools, { limit: 10 }));
      expect(data).toMatchObject([{ cause: 'retention', state: 'erased', requestedBy: null, messages: [over] }]);
    });
  });
});
