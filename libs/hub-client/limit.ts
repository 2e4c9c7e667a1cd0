/** At most so many at once; the others wait in line. */
export class Limit {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((resolve) => this.line.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      // The place is handed over, never given back and taken again: nobody can slip in between.
      const next = this.line.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Does all of them, in order of the list as far as the limit allows. */
  async all<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
    return Promise.all(items.map((item) => this.run(() => work(item))));
  }
}
