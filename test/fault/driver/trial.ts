import { setMaxListeners } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '#test/servers';
import { startFaultHub, type FaultHub } from './fault-hub';
import { hubAccount } from './hub-account';
import { judge, type Verdict } from './judge';
import { Ledger, only, readLedger, type LedgerEntry } from './ledger';
import { partners, senders, submitAll } from './officers';
import type { Pace } from './pace';
import { Partner } from './partner';
import { Random } from './random';
import { settle } from './settle';

/** After the last fault and the last submission everything comes to rest within this time, milliseconds. */
const SETTLES_WITHIN_MS = 180_000;

export interface Judged extends Verdict {
  /** Different webhooks that receivers took, and all requests that came to them. */
  readonly webhooks: number;
  readonly requests: number;
  /** Requests for a webhook that its receiver had answered with 2xx before. */
  readonly secondSends: number;
  readonly entries: readonly LedgerEntry[];
}

/** A hub in its production shape, officers and partners around it, and the ledger of what befalls them. */
export class Trial {
  private readonly end = new AbortController();
  private readonly receivers: Partner[] = [];
  private submitted = 0;

  private constructor(
    readonly hub: FaultHub,
    readonly ledger: Ledger,
    readonly random: Random,
    private readonly folder: string,
  ) {
    // Every request that is tried again listens to it.
    setMaxListeners(0, this.end.signal);
  }

  static async start(seed: number): Promise<Trial> {
    const random = new Random(seed);
    const hub = await startFaultHub({ deliveryWorkers: 2, random: random.split() });
    const folder = temporaryDirectory('fault-ledger');
    const trial = new Trial(hub, await Ledger.open(join(folder, 'ledger.jsonl')), random, folder);
    try {
      for (const body of [...senders, ...partners])
        trial.receivers.push(await Partner.start(body, { ...trial.surroundings(), random: random.split() }));
      return trial;
    } catch (error) {
      await trial.stop(false);
      throw error;
    }
  }

  surroundings(): { hub: FaultHub; ledger: Ledger; signal: AbortSignal } {
    return { hub: this.hub, ledger: this.ledger, signal: this.end.signal };
  }

  /** So many submissions; resolves when each has its answer. */
  async submit(count: number, pace?: Pace): Promise<void> {
    const first = this.submitted;
    this.submitted += count;
    await submitAll({ ...this.surroundings(), random: this.random.split(), first, count, ...(pace ? { pace } : {}) });
  }

  /** How many submissions the hub accepted so far. */
  accepted(): number {
    return only(this.ledger.entries, 'accepted').length;
  }

  /** Waits until all that was begun has come to its end. @throws Error when it does not. */
  async settle(withinMs = SETTLES_WITHIN_MS): Promise<void> {
    await this.hub.ready();
    if (!(await settle(this.ledger, this.hub.superuserUrl, withinMs)))
      throw new Error(`Not settled within ${withinMs / 1_000} s. The ledger: ${this.ledger.file}`);
  }

  /** By what is in the ledger's file, and what the hub says. Everything has to have ended. */
  async judge(): Promise<Judged> {
    const entries = await readLedger(this.ledger.file);
    return {
      ...judge(entries, await hubAccount(this.hub, senders)),
      webhooks: only(entries, 'received').length,
      requests: this.receivers.reduce((sum, { requests }) => sum + requests, 0),
      secondSends: only(entries, 'repeated').filter(({ answered }) => answered).length,
      entries,
    };
  }

  /** @param keepLedger leaves the file for whoever wants to know what happened */
  async stop(keepLedger: boolean): Promise<void> {
    this.end.abort();
    await Promise.all(this.receivers.map((receiver) => receiver.stop()));
    await this.ledger.close();
    await this.hub.stop();
    if (!keepLedger) rmSync(this.folder, { recursive: true });
  }
}
