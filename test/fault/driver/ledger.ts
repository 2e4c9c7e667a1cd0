import { open, readFile, type FileHandle } from 'node:fs/promises';

/** What happened outside of the hub, and cannot be argued away. */
export type Happening =
  /** An officer is about to send under this key; `to` are all who have to receive it. */
  | { readonly event: 'asked'; readonly key: string; readonly sender: string; readonly to: readonly string[] }
  /** The hub answered 202. */
  | { readonly event: 'accepted'; readonly key: string; readonly messageId: string; readonly reference: string }
  /** The hub refused, which it never should here. */
  | { readonly event: 'refused'; readonly key: string; readonly code: string }
  /** A receiver took a webhook that it had not seen: this is the effect. */
  | {
      readonly event: 'received';
      readonly body: string;
      readonly webhookId: string;
      readonly messageId: string;
      readonly type: string;
    }
  /** A receiver saw a webhook again; `answered` when it had answered 2xx before, so that the hub could have known. */
  | { readonly event: 'repeated'; readonly body: string; readonly webhookId: string; readonly answered: boolean }
  /** The signature, or the content, was not what the hub promises. */
  | { readonly event: 'unsound'; readonly body: string; readonly webhookId: string; readonly code: string }
  /** The hub answered an acknowledgement with this receipt. */
  | { readonly event: 'acknowledged'; readonly body: string; readonly messageId: string; readonly receiptId: string }
  | { readonly event: 'killed' | 'flushed'; readonly target: string };

/** `at` is monotonic milliseconds of the driver. */
export type LedgerEntry = Happening & { readonly at: number };
export type EventNamed<Name extends Happening['event']> = Extract<Happening, { event: Name }> & { readonly at: number };

/** An append-only file beside the hub: what is written is on disk before anybody is answered. */
export class Ledger {
  /** Those on disk, in their order. */
  readonly entries: LedgerEntry[] = [];
  /** Messages that at least one recipient received. */
  readonly reached = new Set<string>();
  /** Kills and flushes. */
  faults = 0;
  private group: LedgerEntry[] = [];
  private writing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  private constructor(
    readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  static async open(file: string): Promise<Ledger> {
    return new Ledger(file, await open(file, 'a', 0o600));
  }

  /** Resolves when it is on disk. Those that come while the disk is busy share the next write. */
  write(happening: Happening): Promise<void> {
    this.group.push({ ...happening, at: Math.round(performance.now()) });
    this.next ??= this.writing = this.writing.then(() => this.flush());
    return this.next;
  }

  async close(): Promise<void> {
    await this.writing;
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    const { group } = this;
    this.group = [];
    this.next = undefined;
    await this.handle.appendFile(group.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    await this.handle.datasync();
    for (const entry of group) {
      this.entries.push(entry);
      if (entry.event === 'killed' || entry.event === 'flushed') this.faults += 1;
      if (entry.event === 'received' && entry.type === 'referral.routed') this.reached.add(entry.messageId);
    }
  }
}

/** What the file holds: the judge believes nothing else. */
export async function readLedger(file: string): Promise<LedgerEntry[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LedgerEntry);
}

export function only<Name extends Happening['event']>(
  entries: readonly LedgerEntry[],
  ...names: readonly Name[]
): EventNamed<Name>[] {
  return entries.filter((entry): entry is EventNamed<Name> => (names as readonly string[]).includes(entry.event));
}
