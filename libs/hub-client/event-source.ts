/** A block of a stream of server-sent events. Without `data` it only names a place to come back to. */
export interface EventBlock {
  /** The last id that the stream gave, also in an earlier block; empty before there was one. */
  readonly id: string;
  readonly event: string;
  readonly data: string | undefined;
}

/** No block of the hub comes near: more is another server, or a fault. */
const LONGEST_BLOCK = 1_048_576;

/**
 * Reads text/event-stream as the HTML standard says, piece by piece: a piece may end anywhere, within a character too.
 */
export class EventSourceReader {
  private readonly decoder = new TextDecoder();
  private rest = '';
  private id = '';
  private idGiven = false;
  private event = '';
  private data: string[] = [];
  private length = 0;

  /** @throws Error for a block that does not end. */
  read(piece: Uint8Array): EventBlock[] {
    const text = this.rest + this.decoder.decode(piece, { stream: true });
    // A carriage return at the end may be half of a line end.
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + text.slice(end);
    const blocks = lines.flatMap((line) => this.line(line));
    if (this.rest.length + this.length > LONGEST_BLOCK) throw new Error('an event of the stream does not end');
    return blocks;
  }

  private line(line: string): EventBlock[] {
    if (line === '') return this.dispatch();
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    this.length += line.length;
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) {
      this.id = value;
      this.idGiven = true;
    }
    return [];
  }

  private dispatch(): EventBlock[] {
    const { id, event, data, idGiven } = this;
    this.event = '';
    this.data = [];
    this.length = 0;
    this.idGiven = false;
    if (data.length > 0) return [{ id, event: event === '' ? 'message' : event, data: data.join('\n') }];
    return idGiven ? [{ id, event: '', data: undefined }] : [];
  }
}
