import { isConsistent, openCheckpoint, openReceipt, signerKey, verifyExport, type Receipt } from '#evidence-log';
import {
  exportLog,
  lastCheckpoint,
  listCheckpoints,
  listEvidence,
  oldestUnsealed,
  planExport,
  proveConsistency,
  proveEntry,
  seal,
  type InTransaction,
} from '#evidence';
import { uuidv7, type Uuid } from '#kernel';
import { acknowledge, readInboxItem } from '#referrals';
import { verifyCheckpoint, verifyGrowth, verifyReceipt } from '../../libs/partner-sdk/src';
import { EvidenceWatch } from '../../apps/api/evidence/evidence-watch';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD, SENDER, drain, idOf, submitted } from '#test/referral-flow';
import { eventually } from '#test/servers';

jest.setTimeout(120_000);

const WORKER = { kind: 'worker' } as const;
const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
const keys = [signer.verifier];

let hub: HubDatabase;
let message: Uuid;
const notes: string[] = [];

beforeAll(async () => {
  hub = await openHubDatabase();
  for (let round = 0; round < 3; round += 1) {
    message = (await submitted(hub)).id;
    await drain(hub);
    await hub.as(LEAD, (tools) => readInboxItem(tools, message));
    await hub.as(LEAD, (tools) => acknowledge(tools, message));
    await sealAll();
    notes.push((await hub.worker.transaction(WORKER, lastCheckpoint))?.note ?? '');
  }
});
afterAll(() => hub.close());

async function sealAll(): Promise<void> {
  await eventually('all is sealed', async () => {
    await seal({ database: hub.worker, clock: hub.clock, signer });
    return (await oldestUnsealed(hub.worker)) === undefined;
  });
}

const as =
  (slug: string): InTransaction =>
  (work) =>
    hub.as(slug, ({ tx }) => work(tx));
const asWorker: InTransaction = (work) => hub.worker.transaction(WORKER, work);
const sizeOf = (note: string | undefined): number => openCheckpoint(note ?? '', keys)?.size ?? -1;

const holds = (receipt: Receipt): boolean => openReceipt(receipt, keys) !== undefined;

describe('a receipt', () => {
  it('holds for each entry that a body may see, against the newest checkpoint and an older one', async () => {
    const entries = await hub.as(LEAD, ({ tx }) => listEvidence(tx, { subject: message, limit: 100 }));
    expect(entries.map(({ action }) => action)).toContain('recipient.acknowledged');
    for (const { id } of entries) {
      const receipt = await hub.as(LEAD, ({ tx }) => proveEntry(tx, id));
      expect(holds(receipt)).toBe(true);
      expect(JSON.parse(receipt.entry)).toMatchObject({ id });
      // What a partner has is of another hand than what proves it.
      expect(verifyReceipt(receipt, [signer.verifier.text])).toMatchObject({ index: receipt.index, entry: { id } });
      expect(holds({ ...receipt, entry: receipt.entry.replace('message', 'massage') })).toBe(false);
      expect(holds({ ...receipt, index: receipt.index + 1 })).toBe(false);
    }
    const [first] = await hub.superuser<{ id: Uuid }>(
      `SELECT e.id FROM evidence_leaves l JOIN evidence_entries e ON e.id = l.entry_id WHERE e.sender_id = $1 OR e.actor_id = $1 ORDER BY l.index LIMIT 1`,
      [await idOf(hub, SENDER)],
    );
    const older = await hub.as(SENDER, ({ tx }) => proveEntry(tx, first?.id ?? '', sizeOf(notes[0])));
    expect(older.checkpoint).toBe(notes[0]);
    expect(holds(older)).toBe(true);
    const [kept, newest] = [notes[0], notes.at(-1)].map((note) => verifyCheckpoint(note ?? '', [signer.verifier.text]));
    const growth = await hub.as(SENDER, ({ tx }) => proveConsistency(tx, kept!.size, newest!.size));
    expect(() => {
      verifyGrowth(kept!, newest!, growth);
    }).not.toThrow();
  });

  it('is given for nobody else’s entry', async () => {
    const entries = await hub.as(LEAD, ({ tx }) => listEvidence(tx, { subject: message, limit: 100 }));
    const read = hub.as('kfor-hq', ({ tx }) => proveEntry(tx, entries[0]?.id ?? uuidv7()));
    await expect(read).rejects.toMatchObject({ code: 'not_found' });
  });

  it('waits until the entry is sealed, and asks for a checkpoint that has it', async () => {
    const entries = await hub.as(LEAD, ({ tx }) => listEvidence(tx, { subject: message, limit: 100 }));
    const early = hub.as(LEAD, ({ tx }) => proveEntry(tx, entries[0]?.id ?? '', sizeOf(notes[0])));
    await expect(early).rejects.toMatchObject({ code: 'not_sealed' });
    const none = hub.as(LEAD, ({ tx }) => proveEntry(tx, entries[0]?.id ?? '', 1_000_000));
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a consistency proof', () => {
  it('holds between each two checkpoints, for every body', async () => {
    const listed = await hub.as('kfor-hq', ({ tx }) => listCheckpoints(tx, { limit: 100 }));
    expect(listed.map(({ note }) => note)).toEqual(expect.arrayContaining(notes));
    for (const from of listed)
      for (const to of listed.filter(({ size }) => size >= from.size)) {
        const { proof } = await hub.as('kfor-hq', ({ tx }) => proveConsistency(tx, from.size, to.size));
        expect(
          isConsistent(
            from,
            to,
            proof.map((hash) => Buffer.from(hash, 'base64')),
          ),
        ).toBe(true);
      }
  });
});

describe('an export', () => {
  async function* bytesOf(run: InTransaction, options: { since?: number; whole: boolean }): AsyncGenerator<Buffer> {
    for await (const lines of exportLog(run, await run((tx) => planExport(tx, options)))) yield Buffer.from(lines);
  }

  it('of all verifies, and holds every entry', async () => {
    const verdict = await verifyExport(bytesOf(asWorker, { whole: true }), { keys, kept: notes });
    expect(verdict).toMatchObject({ ok: true, entries: sizeOf(notes[2]), hidden: 0, goesOnFrom: notes.map(sizeOf) });
  });

  it.each([SENDER, LEAD, 'unhcr', 'kfor-hq'])('of what %s may see verifies, and holds that alone', async (slug) => {
    const mine = await idOf(hub, slug);
    const [seen] = await hub.superuser<{ count: number }>(
      `SELECT count(*)::int FROM evidence_entries WHERE $1 IN (actor_id, sender_id, organisation_id)`,
      [mine],
    );
    const since = sizeOf(notes[1]);
    const verdict = await verifyExport(bytesOf(as(slug), { whole: false, since }), {
      keys,
      kept: [notes[1] ?? '', notes[2] ?? ''],
    });
    const size = sizeOf(notes[2]);
    expect(verdict).toMatchObject({
      ok: true,
      entries: seen?.count,
      hidden: size - (seen?.count ?? 0),
      goesOnFrom: [since, size],
    });
  });

  it('names the entry that somebody changed in the database', async () => {
    const [row] = await hub.superuser<{ id: Uuid; index: string }>(
      `SELECT e.id, l.index FROM evidence_leaves l JOIN evidence_entries e ON e.id = l.entry_id
       WHERE e.action = 'recipient.acknowledged' ORDER BY l.index LIMIT 1`,
    );
    await hub.superuser(`ALTER TABLE evidence_entries DISABLE TRIGGER append_only`);
    await hub.superuser(`UPDATE evidence_entries SET at = at - interval '1 day' WHERE id = $1`, [row?.id]);
    const verdict = await verifyExport(bytesOf(asWorker, { whole: true }), { keys });
    expect(verdict).toMatchObject({ ok: false, fault: { code: 'content', index: Number(row?.index) } });
    await hub.superuser(`UPDATE evidence_entries SET at = at + interval '1 day' WHERE id = $1`, [row?.id]);
    await hub.superuser(`ALTER TABLE evidence_entries ENABLE ALWAYS TRIGGER append_only`);
  });
});

describe('while nobody seals', () => {
  it('new submissions are refused once the limit is passed, and taken again when it is sealed', async () => {
    const watch = new EvidenceWatch(hub.api, hub.clock, 14_400);
    await submitted(hub);
    hub.clock.advance(14_400_000);
    await watch.requireSealing();
    hub.clock.advance(5_000);
    await expect(watch.requireSealing()).rejects.toMatchObject({ code: 'evidence_behind' });
    await sealAll();
    hub.clock.advance(5_000);
    await watch.requireSealing();
  });
});
