import type { Uuid } from '#kernel';
import { AccessTokens } from './access-tokens';
import { idleLanesWithWork } from './due-deliveries';
import { serveLane, type LaneTools } from './lane';
import { ResultWriter } from './result-writer';
import { RightOfWay } from './right-of-way';
import { SharedRoom } from './shared-room';

/** In flight beyond the few of each lane: some slow receivers at their limit, and far from what a process can hold. */
const SHARED_IN_FLIGHT = 256;

export interface EngineOptions extends Omit<LaneTools, 'tokens' | 'room' | 'way'> {
  /** Shortens every wait, for demo and tests. */
  readonly scheduleScale: number;
  /** Where the hub is reached. */
  readonly publicUrl: string;
  /** Lanes served at once in this process. */
  readonly lanes: number;
  readonly onError: (error: unknown) => void;
}

interface Turn {
  turn: Promise<void>;
  again: boolean;
}

/** Read through a function: the flag changes while the turn awaits, which the compiler cannot see. */
function wasAskedAgain(entry: Turn): boolean {
  return entry.again;
}

/**
 * Serves lanes when woken, and looks by itself for lanes that nobody woke: a wake-up lost with the queue's server costs
 * a second, not a delivery.
 */
export class DeliveryEngine {
  private readonly stop = new AbortController();
  private readonly serving = new Map<Uuid, Turn>();
  private ticker: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private readonly writer: ResultWriter;

  private readonly tools: LaneTools;

  constructor(private readonly options: EngineOptions) {
    this.writer = new ResultWriter(options.database, { scale: options.scheduleScale, publicUrl: options.publicUrl });
    this.tools = {
      ...options,
      tokens: new AccessTokens(options.sender),
      room: new SharedRoom(SHARED_IN_FLIGHT),
      way: new RightOfWay(),
    };
  }

  /** Begins to look for idle lanes with work. */
  start(everyMs = 1_000): void {
    this.ticker = setInterval(() => {
      this.looking = this.looking.then(() => this.reconcile());
    }, everyMs);
  }

  /** Serves an endpoint until nothing is due there. Asked while it is being served here, it looks once more afterwards. */
  serve(endpointId: Uuid): Promise<void> {
    const running = this.serving.get(endpointId);
    if (running) {
      running.again = true;
      return running.turn;
    }
    const entry: Turn = { again: false, turn: Promise.resolve() };
    entry.turn = this.serveWhileAsked(endpointId, entry).finally(() => this.serving.delete(endpointId));
    this.serving.set(endpointId, entry);
    return entry.turn;
  }

  /** Stops claiming, lets what is in flight end within its deadline, and writes the results. */
  async close(): Promise<void> {
    clearInterval(this.ticker);
    this.stop.abort();
    await this.looking;
    await Promise.allSettled([...this.serving.values()].map(({ turn }) => turn));
  }

  private async serveWhileAsked(endpointId: Uuid, entry: Turn): Promise<void> {
    do {
      entry.again = false;
      await serveLane(this.tools, this.writer, endpointId, this.stop.signal);
    } while (wasAskedAgain(entry) && !this.stop.signal.aborted);
  }

  private async reconcile(): Promise<void> {
    if (this.stop.signal.aborted) return;
    try {
      const free = this.options.lanes - this.serving.size;
      if (free <= 0) return;
      for (const endpointId of (await idleLanesWithWork(this.options.database)).slice(0, free))
        if (!this.serving.has(endpointId)) this.serve(endpointId).catch(this.options.onError);
    } catch (error) {
      this.options.onError(error);
    }
  }
}
