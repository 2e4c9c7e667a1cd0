import { Presets, SingleBar } from 'cli-progress';

/** How far the demo is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

const LINE_EVERY_MS = 2_000;

/** Where the demo says what it is doing; the result goes elsewhere. */
export interface DemoScreen {
  say(line: string): void;
  progress(progress: Progress): void;
  end(): void;
}

/** A bar on a terminal, plain lines anywhere else. */
export function screenFor(stream: NodeJS.WriteStream): DemoScreen {
  return stream.isTTY ? new BarScreen(stream) : new LineScreen(stream);
}

class BarScreen implements DemoScreen {
  private bar: SingleBar | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  say(line: string): void {
    this.end();
    this.stream.write(`${line}\n`);
  }

  progress({ done, total, what }: Progress): void {
    if (!this.bar) {
      const format = '{bar} {value}/{total} {what}';
      const options = { stream: this.stream, format, hideCursor: true, gracefulExit: false, linewrap: false };
      this.bar = new SingleBar(options, Presets.shades_classic);
      this.bar.start(total, done, { what });
    }
    this.bar.setTotal(total);
    this.bar.update(done, { what });
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}

/** Lines between two of which something moved on, and some time passed. */
class LineScreen implements DemoScreen {
  private last = '';
  private lastAt = -Infinity;

  constructor(private readonly stream: NodeJS.WritableStream) {}

  say(line: string): void {
    this.stream.write(`${line}\n`);
  }

  progress({ done, total, what }: Progress): void {
    const line = `${done}/${total} ${what}`;
    const early = performance.now() < this.lastAt + LINE_EVERY_MS && done < total;
    if (line === this.last || early) return;
    this.say(line);
    this.last = line;
    this.lastAt = performance.now();
  }

  end(): void {
    this.last = '';
  }
}
