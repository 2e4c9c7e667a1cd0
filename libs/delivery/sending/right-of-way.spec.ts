import { RightOfWay, SHORT, type Passage } from './right-of-way';

const FRESH_MS = 100;
const BOUND_MS = 100;
const COMPANY_MS = 250;

describe('the right of way among the lanes of a process', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const longTurn = (way: RightOfWay): Passage => {
    const passage = way.begin();
    for (let asked = 0; asked < SHORT; asked += 1) expect(passage.giveWay()).toBeUndefined();
    return passage;
  };

  it('lets a turn go on while no other has just begun', () => {
    const way = new RightOfWay();
    const [backlog, other] = [longTurn(way), longTurn(way)];
    expect([other.giveWay(), backlog.giveWay()]).toEqual([undefined, undefined]);
  });

  it('never holds up a turn that has just begun, whatever else begins', () => {
    const way = new RightOfWay();
    const fresh = way.begin();
    way.begin();
    expect(fresh.giveWay()).toBeUndefined();
  });

  it('never holds up a turn with a few deliveries, however long they take', () => {
    const way = new RightOfWay();
    const slow = way.begin();
    jest.advanceTimersByTime(10 * FRESH_MS);
    way.begin();
    expect(slow.giveWay()).toBeUndefined();
  });

  it('lets a long turn wait until the one that has just begun is through', async () => {
    const way = new RightOfWay();
    const backlog = longTurn(way);
    const fresh = way.begin();
    const waits = backlog.giveWay();
    expect(waits).toBeDefined();
    fresh.end();
    await waits;
    expect(backlog.giveWay()).toBeUndefined();
  });

  it('lets a long turn go on after a bounded time beside turns that do not end, and wait anew before its next delivery', async () => {
    const way = new RightOfWay();
    const backlog = longTurn(way);
    way.begin();
    const waits = backlog.giveWay();
    jest.advanceTimersByTime(BOUND_MS / 2);
    way.begin();
    jest.advanceTimersByTime(BOUND_MS / 2);
    await waits;
    expect(backlog.giveWay()).toBeDefined();
  });

  /** What the deliveries of a backlog have done of `count` that were asked for. */
  const asked = (backlog: Passage, count: number): number[] => {
    const gone: number[] = [];
    for (let number = 1; number <= count; number += 1) void backlog.giveWay()?.then(() => gone.push(number));
    return gone;
  };

  it('lets those that waited go on one in a turn of the event loop, and no more once another begins', async () => {
    const way = new RightOfWay();
    const backlog = longTurn(way);
    const first = way.begin();
    const gone = asked(backlog, 3);
    first.end();
    await Promise.resolve();
    expect(gone).toEqual([1]);
    await jest.advanceTimersToNextTimerAsync();
    expect(gone).toEqual([1, 2]);
    way.begin();
    await jest.advanceTimersToNextTimerAsync();
    expect(gone).toEqual([1, 2]);
    await jest.advanceTimersByTimeAsync(BOUND_MS);
    expect(gone).toEqual([1, 2, 3]);
  });

  it('lets a backlog go on slowly while short turns come and go, and at once when none has come for a while', async () => {
    const way = new RightOfWay();
    const backlog = longTurn(way);
    const short = way.begin();
    void short.giveWay();
    short.end();
    const gone = asked(backlog, 20);
    await jest.advanceTimersByTimeAsync(20);
    expect(gone).toHaveLength(3);
    await jest.advanceTimersByTimeAsync(COMPANY_MS);
    expect(gone).toHaveLength(20);
    expect(backlog.giveWay()).toBeUndefined();
  });

  it('is not slowed down by turns that found nothing to send', () => {
    const way = new RightOfWay();
    const backlog = longTurn(way);
    way.begin().end();
    expect(backlog.giveWay()).toBeUndefined();
  });

  it('is not held up by a turn that hangs', () => {
    const way = new RightOfWay();
    const backlog = longTurn(way);
    way.begin();
    jest.advanceTimersByTime(FRESH_MS);
    expect(backlog.giveWay()).toBeUndefined();
  });
});
