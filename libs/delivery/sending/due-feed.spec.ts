import { DueFeed, type PageStart } from './due-feed';
import { PAGE, type DueDelivery } from './due-deliveries';

const delivery = (number: number): DueDelivery => ({
  ...{ id: `d-${number}`, recipientId: null, messageId: null, eventType: 'test.ping', body: '{}', encrypted: false },
  ...{ attempts: 0, dueAt: `t-${String(number).padStart(6, '0')}` },
});

describe('what is due at one endpoint', () => {
  let due: DueDelivery[];
  let starts: PageStart[];
  const feedOf = (options: ConstructorParameters<typeof DueFeed>[1] = {}) =>
    new DueFeed((start, limit) => {
      starts.push(start);
      const after = start.after?.dueAt ?? '';
      return Promise.resolve(
        due.filter(({ id, dueAt }) => dueAt > after && !start.except.includes(id)).slice(0, limit),
      );
    }, options);

  beforeEach(() => {
    due = Array.from({ length: 3 * PAGE + 7 }, (_, index) => delivery(index));
    starts = [];
  });

  it('comes page by page, each delivery once, in order', async () => {
    const feed = feedOf();
    const taken: DueDelivery[] = [];
    for (let next = await feed.next(); next !== undefined; next = await feed.next()) {
      taken.push(next);
      feed.done(next.id);
    }
    expect(taken).toEqual(due);
    expect(starts.length).toBeGreaterThanOrEqual(4);
  });

  it('begins with the page that was read with the lane, and reads on after it', async () => {
    const first = due.slice(0, PAGE);
    const feed = feedOf({ first });
    expect((await feed.next())?.id).toBe('d-0');
    expect(starts).toEqual([]);
    for (let taken = 1; taken < PAGE; taken += 1) await feed.next();
    expect((await feed.next())?.id).toBe(`d-${PAGE}`);
    expect(starts[0]?.after).toEqual(first.at(-1));
    const probe = feedOf({ most: 1, first });
    expect((await probe.next())?.id).toBe('d-0');
    expect(await probe.next()).toBeUndefined();
  });

  it('reads no second page after a first that was short until all of it is done', async () => {
    due = due.slice(0, 1);
    const feed = feedOf({ first: due });
    const only = await feed.next();
    expect(starts).toEqual([]);
    due = [];
    feed.done(only!.id);
    expect(await feed.next()).toBeUndefined();
    expect(starts).toEqual([]);
  });

  it('is one delivery for a probe', async () => {
    const feed = feedOf({ most: 1 });
    expect((await feed.next())?.id).toBe('d-0');
    expect(await feed.next()).toBeUndefined();
  });

  it('gives what falls due while an answer is awaited, and nothing that is in flight', async () => {
    due = [delivery(0), delivery(1)];
    const feed = feedOf();
    await feed.next();
    await feed.next();
    feed.done('d-1');
    due = [delivery(0), delivery(2)];
    expect((await feed.next())?.id).toBe('d-2');
    expect(starts.at(-1)).toEqual({ after: undefined, except: ['d-0'] });
  });

  it('is over as soon as all is done', async () => {
    due = [delivery(0)];
    const feed = feedOf();
    const first = await feed.next();
    const over = feed.next();
    due = [];
    feed.done(first!.id);
    expect(await over).toBeUndefined();
  });

  it('ends when it is stopped, and with the fault of a page that could not be read', async () => {
    const stopped = feedOf();
    await stopped.next();
    stopped.stop();
    expect(await stopped.next()).toBeUndefined();
    const failing = new DueFeed(() => Promise.reject(new Error('away')));
    expect(await failing.next()).toBeUndefined();
    expect(failing.fault).toEqual(new Error('away'));
  });
});
