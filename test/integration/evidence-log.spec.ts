import { CompactRange, inclusionPath, leafHash, openCheckpoint, rootFromInclusion, signerKey } from '#evidence-log';
import { lastCheckpoint, oldestUnsealed, seal, witness, type EvidenceEntry } from '#evidence';
import { hashesOf } from '../../libs/evidence/log/log-hashes';
import { uuidv7, type Uuid } from '#kernel';
import { openHubDatabase, withClient, type HubDatabase } from '#test/hub-database';
import { SENDER, idOf } from '#test/referral-flow';
import { eventually } from '#test/servers';

jest.setTimeout(120_000);

const WORKER = { kind: 'worker' } as const;
const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));

let hub: HubDatabase;
let sender: Uuid;

beforeEach(async () => {
  hub = await openHubDatabase();
  sender = await idOf(hub, SENDER);
});
afterEach(() => hub.close());

/** Seals until so many were: what other specs write on the same server holds a sealer up as well. */
async function sealed(count: number): Promise<void> {
  let done = 0;
  await eventually(`${count} entries are sealed`, async () => {
    done += (await sealOnce()).sealed;
    return done >= count;
  });
  expect(done).toBe(count);
  expect(await sealOnce()).toEqual({ sealed: 0, more: false });
}
const sealOnce = () => seal({ database: hub.worker, clock: hub.clock, signer });
const entries = (count: number): EvidenceEntry[] =>
  Array.from({ length: count }, () => ({
    action: 'referral.submitted',
    at: hub.clock.now(),
    actorId: sender,
    subjectType: 'message',
    subjectId: uuidv7(),
    detail: {},
  }));
const add = (count: number) => hub.worker.transaction(WORKER, (tx) => witness(tx, entries(count)));
/** The log as it stands: each leaf with the digest of its entry. */
const leaves = () =>
  hub.superuser<{ index: string; hash: Buffer; digest: Buffer }>(
    `SELECT l.index, l.hash, e.digest FROM evidence_leaves l JOIN evidence_entries e ON e.id = l.entry_id ORDER BY l.index`,
  );

/** Nothing is in it twice or missing, each leaf is that of its entry, and the newest checkpoint is over all of them. */
async function requireWhole(size: number): Promise<void> {
  const log = await leaves();
  expect(log.map(({ index }) => Number(index))).toEqual(Array.from({ length: size }, (_, index) => index));
  const range = CompactRange.empty();
  for (const { hash, digest } of log) {
    if (!hash.equals(leafHash(digest))) throw new Error('a leaf is not that of its entry');
    range.append(hash);
  }
  const end = await hub.worker.transaction(WORKER, lastCheckpoint);
  expect(openCheckpoint(end?.note ?? '', [signer.verifier])).toMatchObject({ size, root: range.root() });
}

describe('sealing', () => {
  it('does nothing where there is nothing, and appends what came since', async () => {
    expect(await sealOnce()).toEqual({ sealed: 0, more: false });
    await add(3);
    await sealed(3);
    await add(40);
    await add(1);
    await sealed(41);
    await requireWhole(44);
  });

  it('goes on in batches until all is sealed, and proves each entry by what it kept', async () => {
    await add(6_000);
    await eventually('the first batch is sealed', async () => (await sealOnce()).more);
    await sealed(1_000);
    await requireWhole(6_000);
    const log = await leaves();
    const end = await hub.worker.transaction(WORKER, lastCheckpoint);
    for (const index of [0, 1, 15, 16, 4_095, 4_096, 4_999, 5_000, 5_983, 5_984, 5_999]) {
      const proof = await hub.worker.transaction(WORKER, (tx) => hashesOf(tx, inclusionPath(index, 6_000)));
      const hash = log[index]?.hash ?? Buffer.alloc(0);
      expect(rootFromInclusion(hash, index, 6_000, proof)).toEqual(end?.root);
    }
  });

  it('passes no entry whose transaction is still open: it would never be sealed', async () => {
    await withClient(hub.workerUrl, async (slow) => {
      await slow.query('BEGIN');
      await slow.query(`SELECT pg_current_xact_id()`);
      await add(2);
      expect(await sealOnce()).toEqual({ sealed: 0, more: false });
      await slow.query(
        `INSERT INTO evidence_entries (id, at, action, actor_kind, subject_type, subject_id, detail, digest)
         VALUES ($1, now(), 'content.read', 'hub', 'message', $1, '{}', sha256('late'))`,
        [uuidv7()],
      );
      await slow.query('COMMIT');
    });
    await sealed(3);
    await requireWhole(3);
  });

  it('is done by one at a time, and by whichever comes', async () => {
    const writing = Promise.all(Array.from({ length: 20 }, () => add(10)));
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 6 }, sealOnce));
    await writing;
    await eventually('all is sealed', async () => {
      await sealOnce();
      return (await oldestUnsealed(hub.worker)) === undefined;
    });
    await requireWhole(200);
  });

  it('leaves nothing behind when it is killed, and nobody out afterwards', async () => {
    await add(500);
    await withClient(hub.database.superuserUrl, async (killer) => {
      // Holds the table that the sealer writes last, so that it stands in the middle.
      await killer.query('BEGIN');
      await killer.query('LOCK TABLE evidence_checkpoints IN SHARE ROW EXCLUSIVE MODE');
      let fate: unknown;
      const sealing = (async () => {
        while (fate === undefined) await sealOnce();
      })().catch((error: unknown) => {
        fate = error;
      });
      await eventually('the sealer is killed', async () => {
        await hub.superuser(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE wait_event_type = 'Lock' AND query LIKE '%INTO evidence_checkpoints%' AND datname = current_database()`,
        );
        return fate !== undefined;
      });
      await sealing;
      expect(fate).toMatchObject({ code: 'unavailable' });
      await killer.query('ROLLBACK');
    });
    await requireNothing();
    await sealed(500);
    await requireWhole(500);
  });

  it('goes on after a dump is restored on another server, whose count of transactions is another', async () => {
    await add(5);
    await sealed(5);
    await add(4);
    // What a restored dump looks like: numbers that are still to come here.
    await hub.superuser(`ALTER TABLE evidence_entries DISABLE TRIGGER append_only`);
    await hub.superuser(`ALTER TABLE evidence_checkpoints DISABLE TRIGGER append_only`);
    await hub.superuser(`UPDATE evidence_entries SET xid = (xid::text::bigint + 1000000)::text::xid8`);
    await hub.superuser(`UPDATE evidence_checkpoints SET horizon = (horizon::text::bigint + 1000000)::text::xid8`);
    await add(2);
    expect(await oldestUnsealed(hub.worker)).toEqual(hub.clock.now());
    await sealed(6);
    expect(await oldestUnsealed(hub.worker)).toBeUndefined();
    await add(3);
    await sealed(3);
    await requireWhole(14);
  });

  it('says how far behind it is, to the API as well', async () => {
    expect(await oldestUnsealed(hub.api)).toBeUndefined();
    const first = hub.clock.now();
    await add(1);
    hub.clock.advance(60_000);
    await add(1);
    expect(await oldestUnsealed(hub.api)).toEqual(first);
    await sealed(2);
    expect(await oldestUnsealed(hub.api)).toBeUndefined();
  });
});

async function requireNothing(): Promise<void> {
  const rows = await hub.superuser(
    `SELECT index FROM evidence_leaves UNION ALL SELECT size FROM evidence_checkpoints UNION ALL SELECT index FROM evidence_nodes`,
  );
  expect(rows).toEqual([]);
}

describe.each(['evidence_entries', 'evidence_leaves', 'evidence_nodes', 'evidence_checkpoints', 'evidence_keys'])(
  'a row of %s',
  (table) => {
    const removals = [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`];

    beforeEach(async () => {
      await add(20);
      await sealed(20);
    });

    it('is changed by no login user, not by its owner, and not by a superuser', async () => {
      const [column] = await hub.superuser<{ name: string }>(
        `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position DESC LIMIT 1`,
        [table],
      );
      const update = `UPDATE ${table} SET ${column?.name ?? ''} = ${column?.name ?? ''}`;
      for (const change of [update, ...removals]) {
        for (const url of [hub.apiUrl, hub.workerUrl])
          await withClient(url, async (client) => {
            await expect(client.query(change)).rejects.toMatchObject({ code: '42501' });
          });
        for (const url of [hub.database.url, hub.database.superuserUrl])
          await withClient(url, async (client) => {
            await expect(client.query(change)).rejects.toMatchObject({ code: '23001' });
          });
      }
      await withClient(hub.database.superuserUrl, async (client) => {
        await client.query(`SET session_replication_role = replica`);
        await expect(client.query(update)).rejects.toMatchObject({ code: '23001' });
      });
    });
  },
);
