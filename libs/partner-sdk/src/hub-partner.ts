import { HubProblemError, HubUnreachableError } from './errors';
import type {
  Confirmed,
  Decided,
  Decision,
  DeclineReason,
  EvidenceEntry,
  EvidenceReceipt,
  InboxContent,
  InboxItem,
  InboxPage,
  Outcome,
  Progress,
  Progressed,
  Receipt,
} from './hub.types';
import { Requests, pausing } from './requests';

export interface HubPartnerOptions {
  /** Where the hub answers, without `/v1`. https; http only for your own computer, or with `allowHttp`. */
  readonly baseUrl: string;
  /** `lh_…`: speaks for your body. */
  readonly apiKey: string;
  /** Deadline of one attempt, milliseconds. Default 10 000. */
  readonly deadlineMs?: number;
  /** How often a call is tried in all. Default 4. */
  readonly attempts?: number;
  /** Before the second attempt, milliseconds; twice as long before each that follows. Default 500. */
  readonly firstWaitMs?: number;
  /** The key would be readable on the way: only inside a network that you trust. */
  readonly allowHttp?: boolean;
}

export interface PollOptions {
  /** The last `sequence` that you have. Default 0: from the beginning. */
  readonly after?: number | string;
  /** Seconds that the hub may wait for something new, at most 30. Default 25. */
  readonly wait?: number;
  /** Most messages of one answer, at most 200. Default 50. */
  readonly limit?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Told of every failure after which it tries again. */
  readonly onRetry?: (error: unknown) => void;
}

/** To repeat a call in another process, give the same key. Default: a new one, kept over the attempts of this call. */
interface Repeatable {
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A hub, for one body. What fails on the way is tried again where that is safe: GET, and POST with an Idempotency-Key that
 * is the same on every attempt. Retry-After is honoured.
 *
 * @throws HubProblemError for an answer that is not a success, HubUnreachableError for none; the reason of a signal.
 */
export class HubPartner {
  private readonly requests: Requests;
  private readonly origin: string;

  /** @throws TypeError for an address or a key that is none. */
  constructor(options: HubPartnerOptions) {
    const { deadlineMs = 10_000, attempts = 4, firstWaitMs = 500 } = options;
    const baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.origin = requireSafe(baseUrl, options.allowHttp === true).origin;
    if (!/^[\x21-\x7e]{1,512}$/.test(options.apiKey)) throw new TypeError('apiKey is one line that begins with lh_.');
    this.requests = new Requests({ baseUrl, apiKey: options.apiKey, deadlineMs, attempts, firstWaitMs });
  }

  /**
   * A message with its content. The hub keeps the read as evidence.
   *
   * @param which its id, or the `href` of a webhook: that is followed at this hub only, as the key goes nowhere else
   * @throws TypeError for what is neither.
   */
  async fetchMessage(which: string, { signal }: Pick<Repeatable, 'signal'> = {}): Promise<InboxContent> {
    const id = ID.test(which) ? which : this.idIn(which);
    return (await this.requests.call({ method: 'GET', path: inboxPath(id), ...given({ signal }) })) as InboxContent;
  }

  /** Your body takes the message up. Asked again, by whomever, the answer is the same receipt. */
  async acknowledge(messageId: string, options: Repeatable = {}): Promise<Receipt> {
    return (await this.post(messageId, 'acknowledge', {}, options)) as Receipt;
  }

  /** @throws HubProblemError `illegal_transition` when somebody was first: `problem.legal` lists what is possible. */
  async decide(messageId: string, decision: Decision, options: Repeatable = {}): Promise<Decided> {
    return (await this.post(messageId, 'decision', decision, options)) as Decided;
  }

  accept(messageId: string, options: Repeatable & { readonly note?: string } = {}): Promise<Decided> {
    return this.decide(messageId, { decision: 'accepted', ...given({ note: options.note }) }, options);
  }

  decline(
    messageId: string,
    reason: DeclineReason,
    options: Repeatable & { readonly note?: string } = {},
  ): Promise<Decided> {
    return this.decide(messageId, { decision: 'declined', reason, ...given({ note: options.note }) }, options);
  }

  async progress(messageId: string, progress: Progress, options: Repeatable = {}): Promise<Progressed> {
    return (await this.post(messageId, 'progress', progress, options)) as Progressed;
  }

  /** The case ended with your body. */
  complete(
    messageId: string,
    outcome: Outcome,
    options: Repeatable & { readonly note?: string } = {},
  ): Promise<Progressed> {
    return this.progress(messageId, { state: 'completed', outcome, ...given({ note: options.note }) }, options);
  }

  /** Confirms that your body stopped (`cancel`), or stopped using what it received (`recall`). */
  async confirm(messageId: string, what: 'cancel' | 'recall', options: Repeatable = {}): Promise<Confirmed> {
    return (await this.post(messageId, `confirm-${what}`, undefined, options)) as Confirmed;
  }

  /** What is on record about a message, oldest first: the entries that your body may see, at most 500. Needs `evidence:read`. */
  async evidenceOf(messageId: string, { signal }: Pick<Repeatable, 'signal'> = {}): Promise<readonly EvidenceEntry[]> {
    const path = `/v1/evidence?${new URLSearchParams({ subject: idOf(messageId), limit: '500' }).toString()}`;
    const page = (await this.requests.call({ method: 'GET', path, ...given({ signal }) })) as {
      readonly data: readonly EvidenceEntry[];
    };
    return page.data;
  }

  /**
   * The receipt of an entry, to keep. Needs `evidence:read`.
   *
   * @throws HubProblemError `not_sealed` within the first two seconds of an entry.
   */
  async receiptOf(entryId: string, { signal }: Pick<Repeatable, 'signal'> = {}): Promise<EvidenceReceipt> {
    const path = `/v1/evidence/${idOf(entryId)}/proof`;
    return (await this.requests.call({ method: 'GET', path, ...given({ signal }) })) as EvidenceReceipt;
  }

  /** One page of your inbox after a cursor, oldest first, without content. */
  inbox(options: Omit<PollOptions, 'onRetry'> = {}): Promise<InboxPage> {
    return this.page(options);
  }

  /**
   * Everything in your inbox after the cursor, and then what arrives, until the signal. Outages are waited out, and nothing
   * is missed: `sequence` of the last message that you dealt with is the cursor to begin with after a restart.
   *
   * @throws HubProblemError for what does not pass, such as a key that holds no more. The signal ends it without an error.
   */
  async *poll({ onRetry, ...options }: PollOptions = {}): AsyncGenerator<InboxItem, void, void> {
    let after = options.after ?? 0;
    for (let failures = 0; options.signal?.aborted !== true;) {
      try {
        const page = await this.page({ wait: 25, ...options, after }, 1);
        failures = 0;
        for (const item of page.data) {
          yield item;
          after = item.sequence;
        }
      } catch (error) {
        if (isEnded(options.signal)) return;
        const passes = error instanceof HubUnreachableError || (error instanceof HubProblemError && error.isTransient);
        if (!passes) throw error;
        failures += 1;
        onRetry?.(error);
        await pausing(this.requests.pauseAfter(error, failures) ?? LONG_PAUSE, options.signal).catch(() => undefined);
      }
    }
  }

  private async page(options: Omit<PollOptions, 'onRetry'>, attempts?: number): Promise<InboxPage> {
    const { after = 0, wait = 0, limit = 50, signal } = options;
    const query = new URLSearchParams({ after: String(after), wait: String(wait), limit: String(limit) });
    const call = { method: 'GET' as const, path: `/v1/inbox?${query.toString()}`, lateMs: wait * 1_000 };
    return (await this.requests.call({ ...call, ...given({ signal, attempts }) })) as InboxPage;
  }

  private post(messageId: string, what: string, body: unknown, { idempotencyKey, signal }: Repeatable) {
    if (!ID.test(messageId))
      throw new TypeError('messageId is the id of a message, as a webhook or the inbox gives it.');
    const path = `${inboxPath(messageId)}/${what}`;
    return this.requests.call({ method: 'POST', path, ...given({ body, idempotencyKey, signal }) });
  }

  private idIn(href: string): string {
    const url = URL.canParse(href) ? new URL(href) : undefined;
    const [, id] = /\/v1\/inbox\/([^/]+)$/.exec(url?.pathname ?? '') ?? [];
    if (url?.origin !== this.origin || id === undefined || !ID.test(id))
      throw new TypeError('That is neither the id of a message nor an address in the inbox of this hub.');
    return id;
  }
}

const LONG_PAUSE = 60_000;

/** @throws TypeError for what is no id: it goes into an address */
function idOf(text: string): string {
  if (!ID.test(text)) throw new TypeError('That is no id of the hub.');
  return text.toLowerCase();
}

function inboxPath(id: string): string {
  return `/v1/inbox/${id.toLowerCase()}`;
}

function isEnded(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function requireSafe(baseUrl: string, allowHttp: boolean): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError('baseUrl is the address of the hub, for example https://hub.example.org.');
  const own = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !own && !allowHttp)
    throw new TypeError('baseUrl is not https: your key could be read on the way. To allow that: allowHttp.');
  return url;
}

/** The members that are there. */
function given<T extends object>(members: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };
}
