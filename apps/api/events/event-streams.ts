import type { BeforeApplicationShutdown } from '@nestjs/common';
import { HubError, isUuid, type Clock, type Uuid } from '#kernel';
import type { Caller } from '#identity';
import type { Database } from '#platform/database';
import type { Log } from '#platform/telemetry';
import { LINES_AT_ONCE, eventLinesAfter, lowestIdAt, madeAt, type EventLine } from '#referrals';
import { FAR_OVERLAP, type BodyFeed } from './body-feed';
import { EventFeeds } from './event-feeds';
import { HEARTBEAT_FRAME, RETRY_FRAME, gapFrame, placeFrame } from './event-frames';
import { EventStream } from './event-stream';

/** Most streams of one key. */
export const STREAMS_PER_KEY = 8;
/** Milliseconds between two signs of life. With each of them the key is looked at again. */
const HEARTBEAT_EVERY = 15_000;
/** Who was away for longer, milliseconds, is told to read the lists again. */
const RESUMED_WITHIN = 24 * 3_600_000;
/** Who does not read the end of its stream within this time, milliseconds, is cut off. */
const END_WITHIN = 2_000;
/** Lines that are told before the reader has to take them. */
const TOLD_AT_ONCE = 100;
/** Most lines that wait while a stream reads what it missed. */
const MOST_WAITING = 2_000;

export interface EventStreamsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** The hub's address as its partners reach it. */
  readonly publicUrl: string;
}

/** The open streams of this process. */
export class EventStreams implements BeforeApplicationShutdown {
  private readonly open = new Map<Uuid, Set<EventStream>>();
  private readonly feeds: EventFeeds;
  private closing = false;

  constructor(private readonly options: EventStreamsOptions) {
    this.feeds = new EventFeeds(options.database, options.clock, options.log);
  }

  /**
   * Opens a stream for a caller.
   *
   * @param callerNow asks again whether the key, or the session, still holds
   * @param lastEventId where an earlier stream ended
   * @throws HubError `too_many_requests` when the key has too many, `invalid_input` for an id that is none,
   *   `unavailable` when the record cannot be read or the hub stops
   */
  async listen(
    caller: Caller,
    callerNow: () => Promise<Caller>,
    lastEventId: string | undefined,
  ): Promise<EventStream> {
    const after = lastEventId === undefined || lastEventId === '' ? undefined : placeOf(lastEventId);
    if (this.closing) throw new HubError('unavailable', 'The hub stops just now. Come back in a moment.');
    const stream = new EventStream(this.options.publicUrl, caller.scopes);
    this.takePlace(caller.keyId, stream);
    try {
      await this.begin(stream, caller.organisationId, after);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    this.watch(stream, callerNow);
    return stream;
  }

  /** Ends every stream in order: who listened comes back to another process, or to this one when it is up again. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    const streams = [...this.open.values()].flatMap((ofKey) => [...ofKey]);
    await Promise.all([...streams.map(ended), this.feeds.close()]);
  }

  private takePlace(keyId: Uuid, stream: EventStream): void {
    const streams = this.open.get(keyId) ?? new Set();
    if (streams.size >= STREAMS_PER_KEY)
      throw new HubError(
        'too_many_requests',
        `This key has ${STREAMS_PER_KEY} streams open, which is the most. Close one, or share one.`,
      );
    this.open.set(keyId, streams.add(stream));
    stream.once('close', () => {
      streams.delete(stream);
      if (streams.size === 0) this.open.delete(keyId);
    });
  }

  private async begin(stream: EventStream, organisationId: Uuid, after: Uuid | undefined): Promise<void> {
    const feed = this.feeds.of(organisationId);
    await feed.look();
    stream.send(RETRY_FRAME);
    if (after !== undefined) {
      const missed = feed.since(after);
      if (missed !== undefined || !this.isTooOld(after)) {
        void this.catchUp(stream, feed, after, missed === undefined ? this.record(organisationId, after) : [missed]);
        return;
      }
    }
    // No line is between the look and this: what the next look finds is told to this stream too.
    stream.send(after === undefined ? placeFrame(feed.mark()) : gapFrame(feed.mark()));
    this.follow(stream, feed, (lines) => {
      stream.tell(lines);
    });
  }

  /** Tells what was missed, as fast as the reader takes it, and then what happens; each line once. */
  private async catchUp(
    stream: EventStream,
    feed: BodyFeed,
    after: Uuid,
    missed: AsyncIterable<readonly EventLine[]> | Iterable<readonly EventLine[]>,
  ): Promise<void> {
    const began = this.options.clock.now().getTime();
    const told = new Set<Uuid>([after]);
    const tellOnce = (lines: readonly EventLine[]): void => {
      stream.tell(lines.filter(({ id }) => !told.has(id)));
    };
    let waiting: EventLine[] | undefined = [];
    this.follow(stream, feed, (lines) => {
      if (waiting === undefined) tellOnce(lines);
      else if (waiting.push(...lines) > MOST_WAITING) stream.destroy();
    });
    try {
      for await (const lines of missed)
        for (let at = 0; at < lines.length && !stream.destroyed; at += TOLD_AT_ONCE) {
          const some = lines.slice(at, at + TOLD_AT_ONCE);
          tellOnce(some);
          // The feed may find again only what is that young.
          for (const { id } of some) if (madeAt(id) > began - 2 * FAR_OVERLAP) told.add(id);
          await stream.taken();
        }
      tellOnce(waiting);
      waiting = undefined;
    } catch {
      // The record is away: who comes back with the last id that it got misses nothing.
      stream.destroy();
    }
  }

  /**
   * What came after a place that the feed does not know, page by page. It begins before the place, because lines appear
   * out of order: some may come a second time, none is left out.
   */
  private async *record(organisationId: Uuid, after: Uuid): AsyncGenerator<readonly EventLine[], void, void> {
    let from = lowestIdAt(Math.min(madeAt(after), this.options.clock.now().getTime()) - FAR_OVERLAP);
    for (;;) {
      const page = await this.options.database.transaction({ kind: 'body', organisationId }, (tx) =>
        eventLinesAfter(tx, from),
      );
      yield page;
      const last = page.at(-1);
      if (!last || page.length < LINES_AT_ONCE) return;
      from = last.id;
    }
  }

  private follow(stream: EventStream, feed: BodyFeed, listener: (lines: readonly EventLine[]) => void): void {
    if (stream.destroyed) return;
    stream.once('close', feed.join(listener));
  }

  /** Says from time to time that the stream lives, and ends it when its key does not hold any more. */
  private watch(stream: EventStream, callerNow: () => Promise<Caller>): void {
    if (stream.destroyed) return;
    const heartbeat = setInterval(() => {
      stream.send(HEARTBEAT_FRAME);
      void this.askAgain(stream, callerNow);
    }, HEARTBEAT_EVERY);
    stream.once('close', () => {
      clearInterval(heartbeat);
    });
  }

  private async askAgain(stream: EventStream, callerNow: () => Promise<Caller>): Promise<void> {
    try {
      const { scopes } = await callerNow();
      stream.scopes = scopes;
      if (!scopes.includes('inbox:read')) stream.finish();
    } catch (error) {
      // While the record is away nothing is told, and nothing is known of the key.
      if (error instanceof HubError && error.code === 'unavailable') return;
      stream.finish();
    }
  }

  private isTooOld(id: Uuid): boolean {
    return madeAt(id) < this.options.clock.now().getTime() - RESUMED_WITHIN;
  }
}

function ended(stream: EventStream): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => stream.destroy(), END_WITHIN);
    stream.once('close', () => {
      clearTimeout(cutOff);
      resolve();
    });
    stream.finish();
  });
}

function placeOf(text: string): Uuid {
  const id = text.toLowerCase();
  if (isUuid(id) && id[14] === '7') return id;
  throw new HubError('invalid_input', 'Last-Event-ID must be an id that the stream gave.', {
    errors: [{ pointer: '', code: 'last_event_id', message: 'header Last-Event-ID: an id that the stream gave' }],
  });
}
