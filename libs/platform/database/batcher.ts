import { HubError } from '#kernel';

/** What became of one item of a batch. */
export type Outcome<Result> =
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: unknown };

/** An item that needs a transaction of its own: what it needs is held by another, or comes twice in the batch. */
export type OrAlone<Result> = Outcome<Result> | 'alone';

/** What a batcher runs. */
export interface BatchWork<Item, Result> {
  /**
   * Does all items in one transaction and says what became of each, in their order. It must not wait for what one item
   * needs: such an item is answered with 'alone'. When it throws, nothing of the whole batch stands.
   */
  readonly together: (items: readonly Item[]) => Promise<readonly OrAlone<Result>[]>;
  /** Does one item in a transaction of its own. */
  readonly alone: (item: Item) => Promise<Result>;
}

export interface BatcherOptions {
  /** Items of one batch at most. */
  readonly most?: number;
  /** The next batch of a lane leaves while the last is still under way when that takes longer, milliseconds. */
  readonly patienceMs?: number;
  /**
   * After a batch of several the next one waits until as many are there again, for the time that the last one took and no
   * longer than this, milliseconds. 0, the default: nobody waits for company.
   */
  readonly gatherMs?: number;
}

/** A lane under way: who waits in it, and what is to happen when so many are there. */
interface Lane<Item, Result> {
  readonly waiting: Waiting<Item, Result>[];
  complete?: { readonly at: number; readonly go: () => void };
}

/** A batch that is over. */
interface AnsweredBatch {
  readonly answered: number;
  /** Who came while it was under way. */
  readonly others: number;
  /** Milliseconds. */
  readonly took: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch of so many costs nearly as little as one of thousands, and keeps its locks for a few milliseconds only. */
const MOST = 64;
/** Many times what a batch takes: longer means that its connection hangs. */
const PATIENCE_MS = 200;

/**
 * Group commit: items of one lane that arrive while a batch is under way make the next batch. Who comes alone never waits: a
 * lane that is idle starts at the end of the event loop's turn. One item's failure is that item's alone; a batch that
 * fails as a whole is done again item by item.
 */
export class Batcher<Item, Result> {
  private readonly lanes = new Map<string, Lane<Item, Result>>();
  private readonly most: number;
  private readonly patienceMs: number;
  private readonly gatherMs: number;

  constructor(
    private readonly work: BatchWork<Item, Result>,
    { most = MOST, patienceMs = PATIENCE_MS, gatherMs = 0 }: BatcherOptions = {},
  ) {
    this.most = most;
    this.patienceMs = patienceMs;
    this.gatherMs = gatherMs;
  }

  /** Resolves with what became of the item once that is durable; rejects with its own error. */
  run(name: string, item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const lane = this.lanes.get(name);
      if (lane) {
        lane.waiting.push({ item, resolve, reject });
        if (lane.complete && lane.waiting.length >= lane.complete.at) lane.complete.go();
        return;
      }
      this.lanes.set(name, { waiting: [{ item, resolve, reject }] });
      setImmediate(() => void this.empty(name));
    });
  }

  private async empty(name: string): Promise<void> {
    const lane = this.lanes.get(name) ?? { waiting: [] };
    while (lane.waiting.length > 0) {
      const entries = lane.waiting.splice(0, this.most);
      const began = performance.now();
      let others = 0;
      await this.orPatience(
        this.batch(entries, () => {
          others = lane.waiting.length;
        }),
      );
      await this.gather(lane, { answered: entries.length, others, took: performance.now() - began });
    }
    this.lanes.delete(name);
  }

  /** Those who were answered together ask again together: a moment later they are one batch with those who came meanwhile. */
  private async gather(lane: Lane<Item, Result>, last: AnsweredBatch): Promise<void> {
    if (this.gatherMs === 0 || last.answered === 1) return;
    const at = Math.min(this.most, last.others + last.answered);
    if (lane.waiting.length >= at) return;
    const atMost = Math.min(this.gatherMs, last.took);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, atMost);
      lane.complete = {
        at,
        go: () => {
          clearTimeout(timer);
          resolve();
        },
      };
    });
    delete lane.complete;
  }

  /** Never rejects: every item of the batch is answered. @param done called before the first answer is given */
  private async batch(entries: readonly Waiting<Item, Result>[], done: () => void): Promise<void> {
    const worked = await outcomeOf(() => this.work.together(entries.map(({ item }) => item)));
    done();
    if (!worked.ok) {
      for (const entry of entries) {
        if (isEverybodys(worked.error)) entry.reject(worked.error);
        else this.alone(entry);
      }
      return;
    }
    entries.forEach((entry, index) => {
      const outcome = worked.value[index];
      if (outcome === undefined) entry.reject(new Error('a batch answered fewer items than it was given'));
      else if (outcome === 'alone') this.alone(entry);
      else if (outcome.ok) entry.resolve(outcome.value);
      else entry.reject(outcome.error);
    });
  }

  /** Beside the batches: whatever it waits for, its lane goes on. */
  private alone({ item, resolve, reject }: Waiting<Item, Result>): void {
    this.work.alone(item).then(resolve, reject);
  }

  private async orPatience(batch: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.patienceMs).unref();
    });
    await Promise.race([batch, patience]);
    clearTimeout(timer);
  }
}

/** What one item by itself would meet as well: to try each would only take longer. */
function isEverybodys(error: unknown): boolean {
  return error instanceof HubError && error.code === 'unavailable';
}

/** What becomes of a piece of work, as an outcome. */
export async function outcomeOf<Result>(work: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}
