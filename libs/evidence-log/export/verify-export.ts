import { hash } from 'node:crypto';
import { openCheckpoint, type SignedCheckpoint } from '../checkpoint';
import { CompactRange } from '../compact-range';
import { sha256, type Hash } from '../merkle';
import { verifierKey, type VerifierKey } from '../signed-note';
import { ENTRY_MIDDLE, entryBegin, readLine, type Header } from './lines';
import type { Fault, FaultCode, StampedCheckpoint, Verdict } from './verdict';

export interface VerifyOptions {
  /** The keys that the reader trusts. Without them the export is checked by the keys that it names itself. */
  readonly keys?: readonly VerifierKey[];
  /** Checkpoints that the reader kept, as signed notes: the log must go on from each. */
  readonly kept?: readonly string[];
  /** Checks a time stamp over those bytes, and tells its time; rejects when it does not count. Without it stamps are counted alone. */
  readonly timestamps?: (token: Buffer, data: Buffer) => Promise<Date>;
}

const NEWLINE = 0x0a;
const BRACE = 0x7d;
/** More than the longest header, and far more than an entry. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Thrown within, and told as the verdict. */
class Found extends Error {
  constructor(readonly fault: Fault) {
    super(fault.why);
  }
}

/**
 * Checks an export of the evidence, from its bytes alone: that each entry is the one that was sealed, in its place, none
 * is missing up to the checkpoint that the export is of, and that checkpoint is signed.
 *
 * @returns a verdict that names the first bad entry. Never rejects but for an error of the source.
 */
export async function verifyExport(source: AsyncIterable<Uint8Array>, options: VerifyOptions = {}): Promise<Verdict> {
  const reader = new ExportReader(options);
  try {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of source) {
      const bytes =
        rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
      let at = 0;
      for (let end = bytes.indexOf(NEWLINE, at); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
        reader.take(bytes.subarray(at, end));
        at = end + 1;
      }
      rest = bytes.subarray(at);
      if (rest.length > LONGEST_LINE) reader.fail('unreadable', 'a line is too long to be one of an export');
    }
    const verdict = reader.finish(rest);
    return verdict.ok ? { ...verdict, timestamps: await reader.checkTimestamps() } : verdict;
  } catch (error) {
    if (error instanceof Found) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** Takes an export line by line, and fails at the first that is wrong. */
class ExportReader {
  private line = 0;
  private header: Header | undefined;
  private keys: readonly VerifierKey[] = [];
  private readonly used = new Set<string>();
  /** The checkpoint that the export is of. */
  private end: SignedCheckpoint | undefined;
  private readonly range = CompactRange.empty();
  /** Up to here the entries were found to be those of a checkpoint. */
  private proven = 0;
  private between = 0;
  /** The checkpoint behind which a time stamp must follow now. */
  private toStamp: SignedCheckpoint | undefined;
  private readonly stamped: { readonly checkpoint: SignedCheckpoint; readonly token: Buffer; readonly line: number }[] =
    [];
  private kept: readonly SignedCheckpoint[] = [];
  private readonly goesOnFrom: number[] = [];
  private entries = 0;
  private hidden = 0;
  private readonly leaf = Buffer.alloc(33);

  constructor(private readonly options: VerifyOptions) {}

  take(line: Buffer): void {
    this.line += 1;
    if (!this.header) this.takeHeader(line);
    else if (!this.end) this.takeEnd(this.header, line);
    else if (this.toStamp) this.takeTimestamp(this.toStamp, line);
    else if (!this.takeEntry(line)) this.takeOther(this.header, this.end, line);
  }

  finish(rest: Buffer): Verdict {
    const size = this.range.size;
    if (rest.length > 0) {
      this.line += 1;
      this.fail('truncated', 'the last line has no end', { index: size });
    }
    if (!this.header || !this.end) return this.fail('truncated', 'the export ends before its first entry');
    if (size < this.end.size) this.fail('truncated', `entry ${size} and all after it are missing`, { index: size });
    if (this.between < this.header.checkpoints.length)
      this.fail('truncated', 'a checkpoint is missing', { index: size });
    if (this.stamped.length < this.header.timestamps.length)
      this.fail('truncated', 'a time stamp is missing', { index: size });
    const unused = this.header.keys.find((key) => !this.used.has(key));
    if (unused !== undefined) this.fail('key', 'the export names a key that signed nothing in it');
    return {
      ok: true,
      checkpoint: this.end,
      entries: this.entries,
      hidden: this.hidden,
      goesOnFrom: [...this.goesOnFrom, ...this.kept.filter((one) => one.size === 0).map((one) => one.size)],
      timestamps: [],
    };
  }

  /** After everything else: it takes longer, and says when the entries were there rather than which. */
  async checkTimestamps(): Promise<StampedCheckpoint[]> {
    const { timestamps: check } = this.options;
    const checked: StampedCheckpoint[] = [];
    for (const { checkpoint, token, line } of this.stamped) {
      const { size, note } = checkpoint;
      try {
        checked.push(check ? { size, at: await check(token, Buffer.from(note)) } : { size });
      } catch (error) {
        this.line = line;
        const why = error instanceof Error ? error.message : 'it cannot be read';
        this.fail('timestamp', `the time stamp over the checkpoint of ${size} entries does not count: ${why}`);
      }
    }
    return checked;
  }

  fail(code: FaultCode, why: string, at: { readonly index?: number; readonly upTo?: number } = {}): never {
    throw new Found({ code, line: this.line, ...at, why });
  }

  private takeHeader(line: Buffer): void {
    const read = readLine(line.toString('utf8'));
    if (read?.kind !== 'header') this.fail('unreadable', 'the first line is not that of an export of version 1');
    this.header = read.header;
    const named = read.header.keys.map((text) => this.keyOf(text));
    const { keys } = this.options;
    this.keys = keys ? named.filter(({ text }) => keys.some((trusted) => trusted.text === text)) : named;
    if (this.keys.length < named.length) this.fail('key', 'the export is signed with a key that you did not name');
  }

  private keyOf(text: string): VerifierKey {
    try {
      return verifierKey(text);
    } catch {
      return this.fail('key', 'a key of the export is damaged');
    }
  }

  private takeEnd(header: Header, line: Buffer): void {
    const read = readLine(line.toString('utf8'));
    if (read?.kind !== 'checkpoint') this.fail('unreadable', 'the second line is not a checkpoint');
    this.end = this.open(read.note, 'the checkpoint that the export is of');
    const last = header.checkpoints.at(-1);
    if (last !== undefined && last > this.end.size) this.fail('unreadable', 'a checkpoint stands beyond the end');
    this.kept = (this.options.kept ?? [])
      .map((note) => this.open(note, 'a checkpoint that you kept', [...this.keys, ...(this.options.keys ?? [])]))
      .sort((one, other) => one.size - other.size);
    const longer = this.kept.find(({ size }) => size > (this.end?.size ?? 0));
    if (longer)
      this.fail(
        'shorter-than-kept',
        `you kept a checkpoint of ${longer.size} entries: those from ${this.end.size} on are missing`,
        {
          index: this.end.size,
        },
      );
    if (this.end.size === 0) this.compare(this.end, 'the export');
    this.expectTimestamp(header, this.end);
  }

  private expectTimestamp(header: Header, checkpoint: SignedCheckpoint): void {
    if (header.timestamps.includes(checkpoint.size)) this.toStamp = checkpoint;
  }

  private takeTimestamp(checkpoint: SignedCheckpoint, line: Buffer): void {
    const index = this.range.size;
    const read = readLine(line.toString('utf8'));
    if (read?.kind !== 'timestamp' || read.size !== checkpoint.size)
      this.fail('place', `the time stamp over the checkpoint of ${checkpoint.size} entries is missing or changed`, {
        index,
      });
    this.stamped.push({ checkpoint, token: read.token, line: this.line });
    this.toStamp = undefined;
  }

  private open(note: string, what: string, keys = this.keys): SignedCheckpoint {
    const opened = openCheckpoint(note, keys);
    if (!opened) return this.fail('signature', `no known key signed ${what}`);
    this.used.add(opened.key.text);
    return opened;
  }

  /** Whether the line is the entry that stands here. Most lines are: nothing is parsed, and nothing copied. */
  private takeEntry(line: Buffer): boolean {
    const begin = entryBegin(this.range.size);
    const start = begin.length + 64 + ENTRY_MIDDLE.length;
    const head = line.toString('latin1', 0, start);
    if (!head.startsWith(begin) || !head.endsWith(ENTRY_MIDDLE) || line.at(-1) !== BRACE) return false;
    const index = this.range.size;
    if (index >= (this.end?.size ?? 0)) this.fail('beyond', 'an entry follows the end', { index });
    const digest = head.slice(begin.length, begin.length + 64);
    if (hash('sha256', line.subarray(start, -1), 'hex') !== digest)
      this.fail('content', `entry ${index} is not the one that was sealed: its digest is another`, { index });
    this.leaf.write(digest, 1, 'hex');
    this.range.append(sha256(this.leaf));
    this.entries += 1;
    this.look();
    return true;
  }

  private takeOther(header: Header, end: SignedCheckpoint, line: Buffer): void {
    const index = this.range.size;
    const text = line.toString('utf8');
    const read = readLine(text);
    if (read?.kind === 'hidden') {
      this.takeHidden(read.leaves.from, read.leaves.to, read.hash, end);
      return;
    }
    if (read?.kind === 'checkpoint') {
      const place = header.checkpoints[this.between];
      if (place !== index)
        this.fail('place', `a checkpoint stands before entry ${index}, where none belongs`, { index });
      const checkpoint = this.open(read.note, `the checkpoint before entry ${index}`);
      if (checkpoint.size !== index)
        this.fail('place', `the checkpoint before entry ${index} is of another place`, { index });
      this.between += 1;
      this.compare(checkpoint, 'the checkpoint');
      this.expectTimestamp(header, checkpoint);
      return;
    }
    if (index >= end.size) this.fail('beyond', 'something follows the end', { index });
    const [, other] = /^\{"index":(\d+),/.exec(text) ?? [];
    if (other !== undefined && other !== String(index))
      this.fail('place', `entry ${index} is missing or moved: entry ${other} stands in its place`, { index });
    this.fail('unreadable', `what stands in the place of entry ${index} is not an entry`, { index });
  }

  private takeHidden(from: number, to: number, subtree: Hash, end: SignedCheckpoint): void {
    const index = this.range.size;
    const level = Math.log2(to - from);
    if (from !== index || to > end.size || !Number.isInteger(level) || from % (to - from) !== 0)
      this.fail('place', `hidden entries stand in the place of entry ${index} that are not those`, { index });
    const inside = this.kept.find(({ size }) => size > from && size < to);
    if (inside)
      this.fail(
        'kept-within-hidden',
        `the export hides the entries about your checkpoint of ${inside.size}: ask for one with since=${inside.size}`,
      );
    this.range.appendSubtree(level, subtree);
    this.hidden += to - from;
    this.look();
  }

  /** Compares the tree so far with whatever is known of this size. */
  private look(): void {
    const { size } = this.range;
    for (const kept of this.kept) if (kept.size === size) this.goesOn(kept);
    if (size === this.end?.size) this.compare(this.end, 'the checkpoint of the export');
  }

  private goesOn(kept: SignedCheckpoint): void {
    if (!this.range.root().equals(kept.root))
      this.fail('other-than-kept', `the first ${kept.size} entries are not those of the checkpoint that you kept`, {
        index: this.proven,
        upTo: kept.size - 1,
      });
    this.goesOnFrom.push(kept.size);
  }

  private compare({ size, root }: SignedCheckpoint, what: string): void {
    if (!this.range.root().equals(root))
      this.fail(
        'root',
        `one of the entries ${this.proven} to ${size - 1} was changed together with its digest: ${what} is over others`,
        {
          index: this.proven,
          upTo: size - 1,
        },
      );
    this.proven = size;
  }
}
