import { uuidv7, type Clock, type Uuid } from '#kernel';
import { LINES_AT_ONCE, lowestIdAt, madeAt, type EventLine } from '#referrals';

/** One page of a body's lines after an id, in the order of their ids. */
export type ReadLines = (after: Uuid) => Promise<EventLine[]>;
export type Listener = (lines: readonly EventLine[]) => void;

/**
 * Ids are given before the commit and by several processes, so a line may appear below ids that were told already. Each
 * look therefore begins so long before the last one, milliseconds: enough for what usually runs.
 */
const NEAR_OVERLAP = 5_000;
/**
 * Every so often a look goes back further: a statement, and a pause within a transaction, last a minute each at most
 * (data-source.ts), and clocks differ. A line that appears later than this is not told.
 */
export const FAR_OVERLAP = 150_000;
const FAR_LOOK_EVERY = 15_000;
/** Most lines that a feed remembers having told, so that a listener that comes back gets exactly what it missed. */
const MOST_REMEMBERED = 2_000;

/** A place in what was told: a line, or where a listener began. */
interface Place {
  readonly id: Uuid;
  readonly line?: EventLine;
}

/** What happens to one body's messages, told to all that listen for that body. */
export class BodyFeed {
  private readonly listeners = new Set<Listener>();
  /** Ids that a look may meet again. */
  private readonly known = new Set<Uuid>();
  /** What was told, in the order of the telling. */
  private told: Place[] = [];
  private lookedAt: number | undefined;
  private lookedFarAt = 0;
  private looking: Promise<void> | undefined;
  private leftAt: number | undefined;

  constructor(
    private readonly read: ReadLines,
    private readonly clock: Clock,
  ) {}

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  /** Since when nobody listens, milliseconds since 1970. */
  get idleSince(): number | undefined {
    return this.hasListeners ? undefined : this.leftAt;
  }

  /** Reads what is new and tells it. Who asks while a look runs waits for that one. */
  look(): Promise<void> {
    this.looking ??= this.once().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /** Tells the listener all that later looks find. @returns what ends it. */
  join(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (!this.hasListeners) this.leftAt = this.clock.now().getTime();
    };
  }

  /** A name for this place, to come back to. */
  mark(): Uuid {
    const id = uuidv7();
    this.remember([{ id }]);
    return id;
  }

  /** What was told after a place; undefined when the feed does not know the place (any more). */
  since(id: Uuid): EventLine[] | undefined {
    const place = this.told.findLastIndex((told) => told.id === id);
    if (place === -1) return undefined;
    return this.told.slice(place + 1).flatMap(({ line }) => (line ? [line] : []));
  }

  private async once(): Promise<void> {
    const now = this.clock.now().getTime();
    const first = this.lookedAt === undefined;
    const far = first || now - this.lookedFarAt >= FAR_LOOK_EVERY;
    const floor = (this.lookedAt ?? now) - (far ? FAR_OVERLAP : NEAR_OVERLAP);
    for (let after = lowestIdAt(floor); ;) {
      const lines = await this.read(after);
      const fresh = lines.filter(({ id }) => !this.known.has(id));
      for (const { id } of fresh) this.known.add(id);
      // The first look only learns what was there before.
      if (!first && fresh.length > 0) this.tell(fresh);
      const last = lines.at(-1);
      if (!last || lines.length < LINES_AT_ONCE) break;
      after = last.id;
    }
    this.lookedAt = now;
    if (!far) return;
    this.lookedFarAt = now;
    for (const id of this.known) if (madeAt(id) < now - 2 * FAR_OVERLAP) this.known.delete(id);
  }

  private tell(lines: readonly EventLine[]): void {
    this.remember(lines.map((line) => ({ id: line.id, line })));
    for (const listener of this.listeners) listener(lines);
  }

  private remember(places: readonly Place[]): void {
    this.told.push(...places);
    // By halves, so that it is not copied for every line.
    if (this.told.length > 2 * MOST_REMEMBERED) this.told = this.told.slice(-MOST_REMEMBERED);
  }
}
