import { HubError } from '#kernel';
import { Batcher, outcomeOf, type BatcherOptions, type OrAlone } from './batcher';

interface Batch {
  readonly items: readonly string[];
  readonly answer: (outcomes: readonly OrAlone<string>[]) => void;
  readonly fail: (error: unknown) => void;
}

const done = (value: string): OrAlone<string> => ({ ok: true, value });

/** A batcher whose batches wait until the test says what became of them. */
function heldBatcher(options: BatcherOptions = {}) {
  const batches: Batch[] = [];
  const alone: string[] = [];
  const batcher = new Batcher<string, string>(
    {
      together: (items) =>
        new Promise((answer, fail) => {
          batches.push({ items, answer, fail });
        }),
      alone: (item) => {
        alone.push(item);
        return item.startsWith('bad') ? Promise.reject(new Error(`${item} is bad`)) : Promise.resolve(`${item} alone`);
      },
    },
    { patienceMs: 60_000, ...options },
  );
  const run = (...items: string[]) => items.map((item) => batcher.run('lane', item));
  const answerAll = async (index: number): Promise<void> => {
    batches[index]?.answer(batches[index].items.map((item) => done(`${item} done`)));
    await turn();
  };
  return { batcher, batches, alone, run, answerAll };
}

/** One turn of the event loop. */
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe('a batcher', () => {
  it('takes along what comes in the same turn, and gives each its own answer', async () => {
    const { batches, run, answerAll } = heldBatcher();
    const answers = run('a', 'b', 'c');
    await turn();
    expect(batches.map(({ items }) => items)).toEqual([['a', 'b', 'c']]);
    await answerAll(0);
    expect(await Promise.all(answers)).toEqual(['a done', 'b done', 'c done']);
  });

  it('answers what comes while a batch is under way by the next one, never by that one', async () => {
    const { batches, run, answerAll } = heldBatcher();
    const first = run('a');
    await turn();
    const later = run('b', 'c');
    await turn();
    expect(batches).toHaveLength(1);
    await answerAll(0);
    expect(await Promise.all(first)).toEqual(['a done']);
    expect(batches.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
    await answerAll(1);
    expect(await Promise.all(later)).toEqual(['b done', 'c done']);
  });

  it('keeps the order of arrival and never takes more than its most', async () => {
    const { batches, run, answerAll } = heldBatcher({ most: 3 });
    const names = Array.from({ length: 8 }, (_, index) => `item-${index}`);
    const answers = run(...names);
    await turn();
    for (let index = 0; index < 3; index += 1) await answerAll(index);
    expect(batches.map(({ items }) => items.length)).toEqual([3, 3, 2]);
    expect(batches.flatMap(({ items }) => items)).toEqual(names);
    expect(await Promise.all(answers)).toEqual(names.map((name) => `${name} done`));
  });

  describe('that gathers', () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
    afterEach(() => jest.useRealTimers());

    it('waits after a batch of several until as many are there again', async () => {
      const { batches, run, answerAll } = heldBatcher({ gatherMs: 50 });
      void run('a', 'b');
      await turn();
      void run('c');
      jest.advanceTimersByTime(40);
      await answerAll(0);
      void run('d');
      await turn();
      expect(batches).toHaveLength(1);
      void run('e');
      await turn();
      expect(batches[1]?.items).toEqual(['c', 'd', 'e']);
    });

    it('waits for nobody else when all that were answered ask again at once', async () => {
      const { batches, run, answerAll } = heldBatcher({ gatherMs: 50 });
      const [a, b] = run('a', 'b');
      void Promise.all([a?.then(() => run('c')), b?.then(() => run('d'))]);
      await turn();
      jest.advanceTimersByTime(40);
      await answerAll(0);
      await turn();
      expect(batches[1]?.items).toEqual(['c', 'd']);
    });

    it.each([
      [40, 40],
      [400, 50],
    ])('waits after a batch that took %i ms for %i ms at most', async (took, atMost) => {
      const { batches, run, answerAll } = heldBatcher({ gatherMs: 50 });
      void run('a', 'b');
      await turn();
      jest.advanceTimersByTime(took);
      await answerAll(0);
      void run('c');
      jest.advanceTimersByTime(atMost - 1);
      await turn();
      expect(batches).toHaveLength(1);
      jest.advanceTimersByTime(1);
      await turn();
      expect(batches[1]?.items).toEqual(['c']);
    });

    it('lets nobody wait who comes alone', async () => {
      const { batches, run, answerAll } = heldBatcher({ gatherMs: 50 });
      for (const [index, name] of ['a', 'b', 'c'].entries()) {
        void run(name);
        await turn();
        expect(batches[index]?.items).toEqual([name]);
        jest.advanceTimersByTime(40);
        await answerAll(index);
      }
    });

    it('does not wait with a whole batch there', async () => {
      const { batches, run, answerAll } = heldBatcher({ gatherMs: 50, most: 2 });
      void run('a', 'b', 'c', 'd');
      await turn();
      jest.advanceTimersByTime(40);
      await answerAll(0);
      expect(batches[1]?.items).toEqual(['c', 'd']);
    });
  });

  it('lets no lane wait for another', async () => {
    const { batcher, batches } = heldBatcher();
    void batcher.run('one', 'a');
    await turn();
    const other = batcher.run('two', 'b');
    await turn();
    batches[1]?.answer([done('b done')]);
    expect(await other).toBe('b done');
  });

  it('fails one item without the others', async () => {
    const { batches, alone, run } = heldBatcher();
    const [a, b, c] = run('a', 'b', 'c');
    await turn();
    batches[0]?.answer([done('a done'), { ok: false, error: new Error('refused') }, done('c done')]);
    await expect(b).rejects.toThrow('refused');
    expect([await a, await c, alone]).toEqual(['a done', 'c done', []]);
  });

  it('does alone what is not for company, and the lane goes on', async () => {
    const { batches, alone, run, answerAll } = heldBatcher();
    const [a, b] = run('a', 'b');
    await turn();
    const next = run('c');
    batches[0]?.answer([done('a done'), 'alone']);
    await turn();
    await answerAll(1);
    expect([await a, await b, await next[0]]).toEqual(['a done', 'b alone', 'c done']);
    expect(alone).toEqual(['b']);
  });

  it('does a batch that failed as a whole item by item, and each fails or succeeds by itself', async () => {
    const { batches, run } = heldBatcher();
    const answers = run('a', 'bad', 'c');
    await turn();
    batches[0]?.fail(new Error('unique violation'));
    const settled = await Promise.all(answers.map((answer) => outcomeOf(() => answer)));
    expect(settled).toEqual([done('a alone'), { ok: false, error: new Error('bad is bad') }, done('c alone')]);
  });

  it('tries nobody alone while the record is away', async () => {
    const { batches, alone, run } = heldBatcher();
    const answers = run('a', 'b');
    await turn();
    batches[0]?.fail(new HubError('unavailable', 'away'));
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'unavailable' });
    expect(alone).toEqual([]);
  });

  it('leaves nobody without an answer when a batch answers too few', async () => {
    const { batches, run } = heldBatcher();
    const [a, b] = run('a', 'b');
    await turn();
    batches[0]?.answer([done('a done')]);
    expect(await a).toBe('a done');
    await expect(b).rejects.toThrow('fewer');
  });

  it('goes on after a failure', async () => {
    const { batches, run, answerAll } = heldBatcher();
    const [a] = run('a');
    await turn();
    batches[0]?.fail(new HubError('unavailable', 'away'));
    await expect(a).rejects.toMatchObject({ code: 'unavailable' });
    await turn();
    const [b] = run('b');
    await turn();
    await answerAll(1);
    expect(await b).toBe('b done');
  });

  it('does not let a batch that hangs hold up those behind it', async () => {
    const { batches, run } = heldBatcher({ patienceMs: 1 });
    const hanging = run('a');
    await turn();
    const [behind] = run('b');
    while (batches.length < 2) await turn();
    batches[1]?.answer([done('b done')]);
    expect(await behind).toBe('b done');
    batches[0]?.answer([done('a done')]);
    expect(await Promise.all(hanging)).toEqual(['a done']);
  });
});
