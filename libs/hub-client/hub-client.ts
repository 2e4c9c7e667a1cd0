import type { Uuid } from '#kernel';
import type {
  Decision,
  ImportResult,
  InboxItem,
  InboxMessage,
  Me,
  NewWebhookEndpoint,
  OperationView,
  Page,
  Receipt,
  ReferralView,
  SubmittedReferral,
  WebhookEndpoint,
} from './hub-api.types';
import { HubApiError, HubUnreachableError } from './hub-client.errors';
import { multipartBody } from './multipart-form';

export interface HubClientOptions {
  /** Where the hub answers, without `/v1`. */
  readonly api: string;
  /** `lh_…`: speaks for one body. */
  readonly apiKey: string;
  /** One deadline per request, milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly timeoutMs?: number;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Reading a large workbook takes the hub a while. */
const IMPORT_TIMEOUT_MS = 60_000;

/**
 * The hub's HTTP API for one body. Every call is one request: whoever wants to be persistent wraps it. A POST carries
 * the caller's Idempotency-Key, so that repeating it is safe.
 *
 * @throws HubApiError for an answer that is not a success, HubUnreachableError for none.
 */
export class HubClient {
  private readonly api: string;

  constructor(private readonly options: HubClientOptions) {
    this.api = options.api.replace(/\/+$/, '');
  }

  /** Whether the hub takes requests now. */
  async isReady(): Promise<boolean> {
    try {
      await this.ask({ method: 'GET', path: '/health/ready', timeoutMs: 3_000 });
      return true;
    } catch (error) {
      if (error instanceof HubApiError || error instanceof HubUnreachableError) return false;
      throw error;
    }
  }

  async me(): Promise<Me> {
    return (await this.ask({ method: 'GET', path: '/v1/me' })) as Me;
  }

  async operations(): Promise<Page<OperationView>> {
    return (await this.ask({ method: 'GET', path: '/v1/operations' })) as Page<OperationView>;
  }

  /** Makes drafts of a workbook's good rows; reports the others. */
  async importReferrals(
    file: { readonly name: string; readonly content: Buffer; readonly operation: string },
    idempotencyKey: string,
  ): Promise<ImportResult> {
    const form = multipartBody({
      fields: { operation: file.operation },
      fileName: file.name,
      contentType: XLSX,
      content: file.content,
    });
    const answer = await this.ask({
      method: 'POST',
      path: '/v1/referrals/import',
      headers: { 'content-type': form.contentType, 'idempotency-key': idempotencyKey },
      body: form.bytes,
      timeoutMs: IMPORT_TIMEOUT_MS,
    });
    return answer as ImportResult;
  }

  async submitReferral(id: Uuid, idempotencyKey: string): Promise<SubmittedReferral> {
    return (await this.post(`/v1/referrals/${id}/submit`, undefined, idempotencyKey)) as SubmittedReferral;
  }

  async referral(id: Uuid): Promise<ReferralView> {
    return (await this.ask({ method: 'GET', path: `/v1/referrals/${id}` })) as ReferralView;
  }

  async inbox(query: { readonly after?: string; readonly limit?: number }): Promise<Page<InboxItem>> {
    const search = new URLSearchParams({
      ...(query.after === undefined ? {} : { after: query.after }),
      ...(query.limit === undefined ? {} : { limit: String(query.limit) }),
    });
    return (await this.ask({ method: 'GET', path: `/v1/inbox?${search.toString()}` })) as Page<InboxItem>;
  }

  /**
   * The content that a webhook points to.
   *
   * @param href of the webhook; only its path is followed, and only at this hub: the key is never sent elsewhere.
   */
  async inboxMessageAt(href: string): Promise<InboxMessage> {
    const { pathname } = new URL(href, this.api);
    if (!pathname.startsWith('/v1/inbox/')) {
      throw new HubApiError(0, 'href_refused', 'The webhook points to something that is not in the inbox.');
    }
    return (await this.ask({ method: 'GET', path: pathname })) as InboxMessage;
  }

  async inboxMessage(messageId: Uuid): Promise<InboxMessage> {
    return this.inboxMessageAt(`/v1/inbox/${messageId}`);
  }

  async acknowledge(messageId: Uuid, idempotencyKey: string): Promise<Receipt> {
    return (await this.post(`/v1/inbox/${messageId}/acknowledge`, undefined, idempotencyKey)) as Receipt;
  }

  async decide(
    messageId: Uuid,
    decision: { readonly decision: Decision; readonly reason?: string; readonly note?: string },
    idempotencyKey: string,
  ): Promise<void> {
    await this.post(`/v1/inbox/${messageId}/decision`, decision, idempotencyKey);
  }

  async endpoints(): Promise<readonly WebhookEndpoint[]> {
    return ((await this.ask({ method: 'GET', path: '/v1/webhook-endpoints' })) as Page<WebhookEndpoint>).data;
  }

  async createEndpoint(
    endpoint: { readonly url: string; readonly description: string },
    idempotencyKey: string,
  ): Promise<NewWebhookEndpoint> {
    return (await this.post('/v1/webhook-endpoints', endpoint, idempotencyKey)) as NewWebhookEndpoint;
  }

  async changeEndpoint(
    endpoint: Pick<WebhookEndpoint, 'id' | 'version'>,
    change: { readonly url?: string; readonly state?: 'active' | 'paused' },
  ): Promise<WebhookEndpoint> {
    const answer = await this.ask({
      method: 'PATCH',
      path: `/v1/webhook-endpoints/${endpoint.id}`,
      headers: { 'content-type': 'application/json', 'if-match': `"${endpoint.version}"` },
      body: JSON.stringify(change),
    });
    return answer as WebhookEndpoint;
  }

  async deleteEndpoint(id: Uuid): Promise<void> {
    await this.ask({ method: 'DELETE', path: `/v1/webhook-endpoints/${id}` });
  }

  private post(path: string, body: unknown, idempotencyKey: string): Promise<unknown> {
    const key = { 'idempotency-key': idempotencyKey };
    return body === undefined
      ? this.ask({ method: 'POST', path, headers: key })
      : this.ask({
          method: 'POST',
          path,
          headers: { ...key, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
  }

  private async ask({ method, path, headers, body, timeoutMs }: Request): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.api}${path}`, {
        method,
        // A redirect would carry the key to wherever it points.
        redirect: 'error',
        headers: { accept: 'application/json', authorization: `Bearer ${this.options.apiKey}`, ...headers },
        signal: AbortSignal.timeout(timeoutMs ?? this.options.timeoutMs ?? 10_000),
        ...(body === undefined ? {} : { body }),
      });
      text = await response.text();
    } catch (error) {
      throw new HubUnreachableError(this.api, error);
    }
    const content = parsed(text);
    if (!response.ok) throw problemOf(response, content);
    return content;
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(response: Response, content: unknown): HubApiError {
  const problem = (typeof content === 'object' && content !== null ? content : {}) as Readonly<Record<string, unknown>>;
  const { code, detail } = problem;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new HubApiError(
    response.status,
    typeof code === 'string' ? code : `http_${response.status}`,
    typeof detail === 'string' ? detail : 'The answer has no explanation. Is this the address of a hub?',
    Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 60) * 1_000 : undefined,
    problem,
  );
}
