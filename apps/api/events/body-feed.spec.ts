import { MovableClock, uuidv7, type Uuid } from '#kernel';
import { LINES_AT_ONCE, type EventLine } from '#referrals';
import { BodyFeed } from './body-feed';

const START = Date.UTC(2026, 2, 2, 8);

describe('the feed of a body', () => {
  let clock: MovableClock;
  let record: EventLine[];
  let reads: Uuid[];
  let feed: BodyFeed;
  let told: Uuid[];

  const line = (id: Uuid): EventLine => ({
    ...{ id, messageId: id, reference: 'AFG-2026-000001', kind: 'referral', operation: 'afghanistan', status: 'test' },
    ...{ event: 'accepted', organisation: 'iom', state: 'accepted', at: clock.now(), sent: true },
    ...{ threadId: id, recipientState: 'accepted', dueAt: null, decisionDueAt: null },
  });
  /** An id of so many milliseconds ago. Of one process, ids never go back: this one is of another. */
  const idFrom = (ago: number): Uuid => {
    const hex = (clock.now().getTime() - ago).toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}${uuidv7().slice(13)}`;
  };
  const commit = (ago = 0): Uuid => {
    const id = idFrom(ago);
    record.push(line(id));
    return id;
  };
  const second = async (): Promise<void> => {
    clock.advance(1_000);
    await feed.look();
  };

  beforeEach(async () => {
    clock = new MovableClock(new Date(START));
    record = [];
    reads = [];
    told = [];
    feed = new BodyFeed((after) => {
      reads.push(after);
      const sorted = record.filter(({ id }) => id > after).sort((a, b) => (a.id < b.id ? -1 : 1));
      return Promise.resolve(sorted.slice(0, LINES_AT_ONCE));
    }, clock);
    commit(60_000);
    await feed.look();
    feed.join((lines) => told.push(...lines.map(({ id }) => id)));
  });

  it('begins now: what was there before is not told', async () => {
    await second();
    expect(told).toEqual([]);
  });

  it('tells each line once, in the order of the ids', async () => {
    const later = commit();
    const earlier = commit(10);
    for (let times = 0; times < 20; times += 1) await second();
    expect(told).toEqual([earlier, later]);
  });

  it('tells a line that was committed after lines with higher ids', async () => {
    const first = commit();
    await second();
    const late = commit(3_000);
    await second();
    expect(told).toEqual([first, late]);
  });

  it('tells even what a long transaction committed two minutes after its id', async () => {
    const late = commit(120_000);
    for (let times = 0; times < 16; times += 1) await second();
    expect(told).toEqual([late]);
  });

  it('reads page by page', async () => {
    const many = Array.from({ length: 2 * LINES_AT_ONCE + 1 }, (_, at) => commit(at % 100)).sort();
    await second();
    expect(told).toEqual(many);
  });

  it('goes on where the last good look began after one failed', async () => {
    const failing = new BodyFeed(
      () => (failures > 0 ? Promise.reject(new Error(`away ${(failures -= 1)}`)) : Promise.resolve(record)),
      clock,
    );
    let failures = 0;
    await failing.look();
    const heard: Uuid[] = [];
    failing.join((lines) => heard.push(...lines.map(({ id }) => id)));
    failures = 1;
    const id = commit();
    await expect(failing.look()).rejects.toThrow('away');
    await failing.look();
    expect(heard).toEqual([id]);
  });

  it('gives who comes back exactly what was told since', async () => {
    const mark = feed.mark();
    const seen = commit();
    await second();
    const late = commit(2_000);
    await second();
    expect(feed.since(seen)?.map(({ id }) => id)).toEqual([late]);
    expect(feed.since(mark)?.map(({ id }) => id)).toEqual([seen, late]);
    expect(feed.since(late)).toEqual([]);
    expect(feed.since(uuidv7())).toBeUndefined();
  });

  it('forgets the oldest places', async () => {
    const mark = feed.mark();
    for (let rounds = 0; rounds < 6; rounds += 1) {
      for (let lines = 0; lines < 1_000; lines += 1) commit();
      await second();
    }
    expect(feed.since(mark)).toBeUndefined();
    expect(told).toHaveLength(6_000);
  });

  it('asks once for all that want to look', async () => {
    reads.length = 0;
    clock.advance(1_000);
    await Promise.all([feed.look(), feed.look(), feed.look()]);
    expect(reads).toHaveLength(1);
  });
});
