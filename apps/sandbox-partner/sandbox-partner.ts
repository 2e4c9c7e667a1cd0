import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { HubClient, Limit, errorCodeOf, persistently, type JournalEntry } from '#hub-client';
import { CaseDesk } from './case-desk';
import type { Habit } from './habits';
import type { PartnerMemory } from './partner-memory';
import { registerEndpoint } from './register-endpoint';
import { sweepInbox } from './sweep-inbox';
import type { WebhookEvent } from './webhook-event';
import { WebhookServer } from './webhook-server';

export interface SandboxPartnerOptions {
  readonly api: string;
  readonly apiKey: string;
  readonly habit: Habit;
  readonly memory: PartnerMemory;
  readonly note: (entry: JournalEntry) => void;
  /** 0: a free one. */
  readonly port: number;
}

/** Requests to the hub at once, of one partner. */
const REQUESTS_AT_ONCE = 4;
/** Events that call for action; the others are for the sender's information. */
const CALLS = ['referral.routed', 'referral.reminder'];
const STOP_WITHIN_MS = 2_000;

/** One body's system, as a partner would build it: a webhook server, a desk that acts, and a memory. */
export class SandboxPartner {
  private readonly stopping = new AbortController();
  private readonly client: HubClient;
  private readonly server: WebhookServer;
  private readonly desk: CaseDesk;
  private readonly limit = new Limit(REQUESTS_AT_ONCE);
  private readonly inHand = new Set<Promise<void>>();

  constructor(private readonly options: SandboxPartnerOptions) {
    const { api, apiKey, habit, memory, note } = options;
    this.client = new HubClient({ api, apiKey });
    this.desk = new CaseDesk({
      client: this.client,
      habit,
      acted: memory.messages,
      note,
      persist: this.persist,
      signal: this.stopping.signal,
    });
    this.server = new WebhookServer({
      habit,
      taken: memory.webhooks,
      onRequest: (request) => {
        note({ event: 'webhook', ...request });
      },
      onEvent: (event, webhookId) => {
        this.work(this.onEvent(event, webhookId));
      },
    });
  }

  /** Returns once the hub knows where to send to. A partner that is down at first comes back later by itself. */
  async start(): Promise<void> {
    const { habit, note } = this.options;
    const port = await this.server.listen(this.options.port);
    await this.register(port);
    if (habit.downForMs > 0) {
      await this.server.close();
      this.work(this.comeBack(port));
    } else {
      note({ event: 'listening', port });
      this.work(this.sweep());
    }
  }

  /** Ends orderly: the endpoint is paused, so that the hub holds what comes meanwhile. */
  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    await this.server.close();
    // A hub that is away cannot be told: it finds nobody listening and tries again later.
    const told = this.windUp().catch(() => undefined);
    await Promise.race([told, wait(STOP_WITHIN_MS, undefined, { ref: false })]);
    this.options.note({ event: 'stopped' });
  }

  private readonly persist = <T>(work: () => Promise<T>): Promise<T> =>
    this.limit.run(() => persistently(work, { signal: this.stopping.signal }));

  private async register(port: number): Promise<void> {
    const { memory, note } = this.options;
    const { id, secret } = await registerEndpoint(this.client, memory, WebhookServer.urlAt(port), this.persist);
    this.server.useSecret(secret);
    // Only now: the challenge is signed, and this server answers nothing whose signature it cannot check.
    const key = `sandbox-verify-${randomUUID()}`;
    await this.persist(() => this.client.verifyEndpoint(id, key));
    note({ event: 'registered', endpointId: id, port });
  }

  private async comeBack(port: number): Promise<void> {
    await wait(this.options.habit.downForMs, undefined, { signal: this.stopping.signal });
    const taken = await this.server.listen(port).catch(async () => {
      // Somebody took the port meanwhile.
      const other = await this.server.listen(0);
      await this.register(other);
      return other;
    });
    this.options.note({ event: 'listening', port: taken });
    await this.sweep();
  }

  private async sweep(): Promise<void> {
    const open = await sweepInbox(this.client, this.persist);
    const handled = open.map(({ messageId }) =>
      this.desk.handle({ messageId, href: `/v1/inbox/${messageId}`, by: 'inbox', key: messageId }),
    );
    await Promise.all(handled);
    await this.options.memory.save();
  }

  private async onEvent({ type, messageId, href }: WebhookEvent, webhookId: string): Promise<void> {
    const { memory } = this.options;
    // A sender is reminded too, of what others have not taken up: that is not in its own inbox.
    const calls = CALLS.includes(type) && new URL(href).pathname.startsWith('/v1/inbox/');
    const done = !calls || (await this.desk.handle({ messageId, href, by: 'webhook', key: webhookId }));
    if (done) memory.webhooks.finish(webhookId);
    else memory.webhooks.drop(webhookId);
    await memory.save();
  }

  private async windUp(): Promise<void> {
    await Promise.all(this.inHand);
    const own = (await this.client.endpoints()).find(({ id }) => id === this.options.memory.endpoint?.id);
    if (own) await this.client.changeEndpoint(own, { state: 'paused' });
  }

  /** Work that nobody waits for: what goes wrong in it is noted. */
  private work(work: Promise<void>): void {
    const noted = work.catch((error: unknown) => {
      if (this.stopping.signal.aborted) return;
      this.options.note({ event: 'failed', messageId: null, code: errorCodeOf(error) });
    });
    this.inHand.add(noted);
    void noted.finally(() => this.inHand.delete(noted));
  }
}
