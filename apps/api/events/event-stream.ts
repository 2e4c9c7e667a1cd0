import { Readable } from 'node:stream';
import type { Permission } from '#identity';
import type { EventLine } from '#referrals';
import { eventFrame } from './event-frames';

/** Most bytes that wait for a slow reader. Beyond, the connection is broken off; who comes back misses nothing. */
const MOST_WAITING = 1_048_576;

/** What one connection is sent. */
export class EventStream extends Readable {
  private roomMade: (() => void) | undefined;
  private finished = false;

  constructor(
    private readonly publicUrl: string,
    /** What the key may read: changes while the stream is open. */
    public scopes: readonly Permission[],
  ) {
    super({ encoding: 'utf8' });
    this.once('close', () => this.roomMade?.());
  }

  override _read(): void {
    this.roomMade?.();
  }

  /** Sends what the key may know of these lines. */
  tell(lines: readonly EventLine[]): void {
    const told = lines.filter((line) => this.maySee(line));
    if (told.length > 0) this.send(told.map((line) => eventFrame(line, this.publicUrl)).join(''));
  }

  send(text: string): void {
    if (this.destroyed || this.finished) return;
    this.push(text);
    if (this.readableLength > MOST_WAITING) this.destroy();
  }

  /** The end, in order. */
  finish(): void {
    if (this.destroyed || this.finished) return;
    this.finished = true;
    this.push(null);
  }

  /** Resolves when the reader has taken most of what was sent, or is gone. */
  async taken(): Promise<void> {
    while (!this.destroyed && this.readableLength >= this.readableHighWaterMark)
      await new Promise<void>((resolve) => {
        this.roomMade = resolve;
      });
    this.roomMade = undefined;
  }

  /** What a body sent is told to keys that may read it where `href` points to. */
  private maySee({ sent, kind }: EventLine): boolean {
    return !sent || this.scopes.includes(kind === 'referral' ? 'referrals:read' : 'messages:read');
  }
}
