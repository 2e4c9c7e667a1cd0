import type { Uuid } from '#kernel';
import type {
  AgendaQuery,
  AgendaRequest,
  CalendarReplyTaken,
  CapacityView,
  Confirmed,
  Decided,
  Decision,
  DeliveryView,
  EndpointHealth,
  EventsQuery,
  ImportResult,
  InboxItem,
  InboxMessage,
  InboxQuery,
  Me,
  MessageKindView,
  MessageQuery,
  MessageSummary,
  MessageView,
  Move,
  NewWebhookEndpoint,
  OperationView,
  Page,
  Progressed,
  Receipt,
  Recovered,
  ReferralPreview,
  ReferralQuery,
  ReferralSummary,
  ReferralView,
  Reroute,
  RoutingExplanation,
  RoutingQuestion,
  StreamedEvent,
  SubmittedReferral,
  ThreadMessage,
  TimelineLine,
  ReviewEdition,
  ReviewFormat,
  ReviewQuery,
  ReviewSummary,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookAttempt,
  WebhookEndpoint,
} from './hub-api.types';
import { HubCalls, type HubClientOptions } from './hub-calls';
import { HubApiError, HubUnreachableError } from './hub-client.errors';
import { multipartBody } from './multipart-form';
import type { ProvisionMatrix, ReturnFile, ReturnImport, TrainingCoverage } from './nation-api.types';
import { searchOf } from './search-of';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CSV = 'text/csv';
/** Reading a large workbook takes the hub a while. */
const IMPORT_TIMEOUT_MS = 60_000;
/** The hub waits eight seconds for the endpoint. */
const VERIFY_TIMEOUT_MS = 20_000;

/**
 * The hub's HTTP API for one body. Every call is one request: whoever wants to be persistent wraps it. A POST carries
 * the caller's Idempotency-Key, so that repeating it is safe.
 *
 * @throws HubApiError for an answer that is not a success, HubUnreachableError for none; the reason of a signal that the
 *   caller aborted.
 */
export class HubClient {
  private readonly calls: HubCalls;

  constructor({ apiKey, ...options }: HubClientOptions) {
    this.calls = new HubCalls({ ...options, credential: { authorization: `Bearer ${apiKey}` } });
  }

  /** Whether the hub takes requests now. */
  async isReady(): Promise<boolean> {
    try {
      await this.calls.ask({ method: 'GET', path: '/health/ready', timeoutMs: 3_000 });
      return true;
    } catch (error) {
      if (error instanceof HubApiError || error instanceof HubUnreachableError) return false;
      throw error;
    }
  }

  async me(): Promise<Me> {
    return (await this.calls.ask({ method: 'GET', path: '/v1/me' })) as Me;
  }

  async operations(): Promise<Page<OperationView>> {
    return (await this.calls.ask({ method: 'GET', path: '/v1/operations' })) as Page<OperationView>;
  }

  /**
   * Makes a draft.
   *
   * @param referral the envelope and the body, as the API documents them; the hub checks it
   */
  async createReferral(referral: unknown, idempotencyKey: string): Promise<ReferralSummary> {
    return (await this.calls.post('/v1/referrals', referral, idempotencyKey)) as ReferralSummary;
  }

  /** Makes drafts of a workbook's good rows; reports the others. Operation and priority are for rows that give none. */
  async importReferrals(
    file: { readonly name: string; readonly content: Buffer; readonly operation?: string; readonly priority?: string },
    idempotencyKey: string,
  ): Promise<ImportResult> {
    const { operation, priority, ...named } = file;
    const fields = {
      ...(operation === undefined ? {} : { operation }),
      ...(priority === undefined ? {} : { priority }),
    };
    return (await this.upload('/v1/referrals/import', { ...named, fields }, idempotencyKey)) as ImportResult;
  }

  /** Makes one draft of all lines of a table with a nation's figures, or none where one is wrong. */
  async importReturn(
    { request, final, supersedes, ...file }: ReturnFile,
    idempotencyKey: string,
  ): Promise<ReturnImport> {
    const fields = { final: String(final), ...(supersedes === undefined ? {} : { supersedes }) };
    const path = `/v1/return-requests/${request}/import`;
    return (await this.upload(path, { ...file, fields }, idempotencyKey)) as ReturnImport;
  }

  async submitReferral(id: Uuid, idempotencyKey: string): Promise<SubmittedReferral> {
    return (await this.calls.post(`/v1/referrals/${id}/submit`, undefined, idempotencyKey)) as SubmittedReferral;
  }

  async referral(id: Uuid): Promise<ReferralView> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/referrals/${id}` })) as ReferralView;
  }

  async referrals(query: ReferralQuery = {}): Promise<Page<ReferralSummary>> {
    return (await this.calls.ask({
      method: 'GET',
      path: `/v1/referrals?${searchOf({ ...query })}`,
    })) as Page<ReferralSummary>;
  }

  async referralTimeline(id: Uuid): Promise<Page<TimelineLine>> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/referrals/${id}/timeline` })) as Page<TimelineLine>;
  }

  /** What each body would get, and every refusal with its rule. */
  async referralPreview(id: Uuid): Promise<ReferralPreview> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/referrals/${id}/preview` })) as ReferralPreview;
  }

  async moveReferral(
    id: Uuid,
    move: 'cancel' | 'close' | 'reopen' | 'withdraw-consent',
    details: Move,
    idempotencyKey: string,
  ): Promise<ReferralSummary> {
    return (await this.calls.post(`/v1/referrals/${id}/${move}`, details, idempotencyKey)) as ReferralSummary;
  }

  async rerouteReferral(id: Uuid, details: Reroute, idempotencyKey: string): Promise<ReferralSummary> {
    return (await this.calls.post(`/v1/referrals/${id}/reroute`, details, idempotencyKey)) as ReferralSummary;
  }

  /** What the rules would do with such a case. Nothing is kept, so that no key is needed to repeat it. */
  async explainRouting(question: RoutingQuestion): Promise<RoutingExplanation> {
    return (await this.calls.ask({
      method: 'POST',
      path: '/v1/routing-rules/explain',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    })) as RoutingExplanation;
  }

  async messageKinds(): Promise<Page<MessageKindView>> {
    return (await this.calls.ask({ method: 'GET', path: '/v1/message-kinds' })) as Page<MessageKindView>;
  }

  /**
   * Sends a message, or keeps a draft when it says so.
   *
   * @param message the envelope and the body, as the API documents them; the hub checks it
   */
  async sendMessage(message: unknown, idempotencyKey: string): Promise<MessageSummary> {
    return (await this.calls.post('/v1/messages', message, idempotencyKey)) as MessageSummary;
  }

  async messages(query: MessageQuery = {}): Promise<Page<MessageSummary>> {
    return (await this.calls.ask({
      method: 'GET',
      path: `/v1/messages?${searchOf({ ...query })}`,
    })) as Page<MessageSummary>;
  }

  async message(id: Uuid): Promise<MessageView> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/messages/${id}` })) as MessageView;
  }

  /** What the body sent and received in the thread of a message that it sent or received. */
  async thread(id: Uuid): Promise<Page<ThreadMessage>> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/messages/${id}/thread` })) as Page<ThreadMessage>;
  }

  async messagePreview(id: Uuid): Promise<ReferralPreview> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/messages/${id}/preview` })) as ReferralPreview;
  }

  async submitMessage(id: Uuid, idempotencyKey: string): Promise<SubmittedReferral> {
    return (await this.calls.post(`/v1/messages/${id}/submit`, undefined, idempotencyKey)) as SubmittedReferral;
  }

  async cancelMessage(id: Uuid, details: Move, idempotencyKey: string): Promise<MessageSummary> {
    return (await this.calls.post(`/v1/messages/${id}/cancel`, details, idempotencyKey)) as MessageSummary;
  }

  /** Hands over the reply of a calendar program (RFC 5546): of one's own body, or of any where it is the secretary. */
  async takeCalendarReply(calendar: string, idempotencyKey: string): Promise<CalendarReplyTaken> {
    return (await this.calls.post('/v1/calendar/reply', { calendar }, idempotencyKey)) as CalendarReplyTaken;
  }

  async agendaRequests(query: AgendaQuery = {}): Promise<Page<AgendaRequest>> {
    const path = `/v1/agenda-requests?${searchOf({ ...query })}`;
    return (await this.calls.ask({ method: 'GET', path })) as Page<AgendaRequest>;
  }

  async reviews(query: ReviewQuery = {}): Promise<Page<ReviewSummary>> {
    const path = `/v1/reports/review?${searchOf({ ...query })}`;
    return (await this.calls.ask({ method: 'GET', path })) as Page<ReviewSummary>;
  }

  /** A report as it is printed. @param edition what is published, or with it the exact figures of the key's body */
  reviewFile(id: Uuid, format: ReviewFormat, edition: ReviewEdition): Promise<Buffer> {
    const form = format === 'json' ? '' : `/report.${format}`;
    return this.calls.file(`/v1/reports/review/${id}${form}?edition=${edition}`);
  }

  /** How far the contingents of an operation are trained, as far as the body may see it. @param on `YYYY-MM-DD` */
  async trainingCoverage(query: { readonly operation: string; readonly on?: string }): Promise<TrainingCoverage> {
    const path = `/v1/training-coverage?${searchOf({ ...query })}`;
    return (await this.calls.ask({ method: 'GET', path })) as TrainingCoverage;
  }

  /** The provisions in force in an operation, and how units stand to them: to headquarters all, to others their own. */
  async provisions(operation: string): Promise<ProvisionMatrix> {
    const path = `/v1/provisions?${searchOf({ operation })}`;
    return (await this.calls.ask({ method: 'GET', path })) as ProvisionMatrix;
  }

  /** What the bodies of an operation last said that they can take up. */
  async capacities(operation: string): Promise<Page<CapacityView>> {
    return (await this.calls.ask({
      method: 'GET',
      path: `/v1/capacities?${searchOf({ operation })}`,
    })) as Page<CapacityView>;
  }

  /**
   * What happens to the body's messages, as it happens. It goes on until the signal; whoever wants to be persistent opens
   * it anew after the last id. The same event may come twice.
   *
   * @throws HubUnreachableError when the hub ends the stream, breaks it off, or is silent for too long.
   */
  events(query: EventsQuery): AsyncGenerator<StreamedEvent, never, void> {
    return this.calls.events(query);
  }

  async inbox({ signal, ...query }: InboxQuery): Promise<Page<InboxItem>> {
    const answer = await this.calls.ask({
      method: 'GET',
      path: `/v1/inbox?${searchOf({ ...query })}`,
      // A long poll is answered late on purpose.
      timeoutMs: this.calls.timeoutMs + (query.wait ?? 0) * 1_000,
      ...(signal ? { signal } : {}),
    });
    return answer as Page<InboxItem>;
  }

  /**
   * The content that a webhook points to.
   *
   * @param href of the webhook; only its path is followed, and only at this hub: the key is never sent elsewhere.
   */
  async inboxMessageAt(href: string): Promise<InboxMessage> {
    const { pathname } = new URL(href, this.calls.api);
    if (!pathname.startsWith('/v1/inbox/')) {
      throw new HubApiError(0, 'href_refused', 'The webhook points to something that is not in the inbox.');
    }
    return (await this.calls.ask({ method: 'GET', path: pathname })) as InboxMessage;
  }

  async inboxMessage(messageId: Uuid): Promise<InboxMessage> {
    return this.inboxMessageAt(`/v1/inbox/${messageId}`);
  }

  async acknowledge(messageId: Uuid, idempotencyKey: string): Promise<Receipt> {
    return (await this.calls.post(`/v1/inbox/${messageId}/acknowledge`, undefined, idempotencyKey)) as Receipt;
  }

  async decide(
    messageId: Uuid,
    decision: { readonly decision: Decision; readonly reason?: string; readonly note?: string },
    idempotencyKey: string,
  ): Promise<Decided> {
    return (await this.calls.post(`/v1/inbox/${messageId}/decision`, decision, idempotencyKey)) as Decided;
  }

  async progress(
    messageId: Uuid,
    progress: { readonly state: string; readonly outcome?: string; readonly note?: string },
    idempotencyKey: string,
  ): Promise<Progressed> {
    return (await this.calls.post(`/v1/inbox/${messageId}/progress`, progress, idempotencyKey)) as Progressed;
  }

  /** Confirms that the body stopped, or stopped using what it received. */
  async confirm(messageId: Uuid, what: 'cancel' | 'recall', idempotencyKey: string): Promise<Confirmed> {
    return (await this.calls.post(`/v1/inbox/${messageId}/confirm-${what}`, undefined, idempotencyKey)) as Confirmed;
  }

  async endpoints(): Promise<readonly WebhookEndpoint[]> {
    return ((await this.calls.ask({ method: 'GET', path: '/v1/webhook-endpoints' })) as Page<WebhookEndpoint>).data;
  }

  async createEndpoint(
    endpoint: { readonly url: string; readonly description?: string; readonly eventTypes?: readonly string[] },
    idempotencyKey: string,
  ): Promise<NewWebhookEndpoint> {
    return (await this.calls.post('/v1/webhook-endpoints', endpoint, idempotencyKey)) as NewWebhookEndpoint;
  }

  async changeEndpoint(
    endpoint: Pick<WebhookEndpoint, 'id' | 'version'>,
    change: { readonly url?: string; readonly state?: 'active' | 'paused' },
  ): Promise<WebhookEndpoint> {
    const answer = await this.calls.ask({
      method: 'PATCH',
      path: `/v1/webhook-endpoints/${endpoint.id}`,
      headers: { 'content-type': 'application/json', 'if-match': `"${endpoint.version}"` },
      body: JSON.stringify(change),
    });
    return answer as WebhookEndpoint;
  }

  /** Asks for a test event of a type, `test.ping` unless told otherwise, to one endpoint. */
  async testEndpoint(id: Uuid, eventType: string, idempotencyKey: string): Promise<{ readonly endpointId: Uuid }> {
    const answer = await this.calls.post(`/v1/webhook-endpoints/${id}/test`, { eventType }, idempotencyKey);
    return answer as { readonly endpointId: Uuid };
  }

  /** The webhooks of the last 24 hours after a cursor, oldest first, with their bytes. */
  async webhookDeliveries({ signal, ...query }: WebhookDeliveryQuery): Promise<Page<WebhookDelivery>> {
    const path = `/v1/webhook-deliveries?${searchOf({ ...query })}`;
    return (await this.calls.ask({ method: 'GET', path, ...(signal ? { signal } : {}) })) as Page<WebhookDelivery>;
  }

  /** Has the hub put its challenge to the endpoint, which its server answers. Waits for that. */
  async verifyEndpoint(id: Uuid, idempotencyKey: string): Promise<WebhookEndpoint> {
    const answer = await this.calls.ask({
      method: 'POST',
      path: `/v1/webhook-endpoints/${id}/verify`,
      headers: { 'idempotency-key': idempotencyKey },
      timeoutMs: VERIFY_TIMEOUT_MS,
    });
    return answer as WebhookEndpoint;
  }

  async endpointHealth(id: Uuid): Promise<EndpointHealth> {
    return (await this.calls.ask({ method: 'GET', path: `/v1/webhook-endpoints/${id}/health` })) as EndpointHealth;
  }

  /** The attempts at an endpoint, newest first. */
  async endpointAttempts(
    id: Uuid,
    query: { readonly cursor?: string; readonly limit?: number },
  ): Promise<Page<WebhookAttempt>> {
    const path = `/v1/webhook-endpoints/${id}/attempts?${searchOf(query)}`;
    return (await this.calls.ask({ method: 'GET', path })) as Page<WebhookAttempt>;
  }

  /** What was and is to be sent to an endpoint, newest first. */
  async deliveries(
    id: Uuid,
    query: { readonly state?: string; readonly after?: string; readonly limit?: number },
  ): Promise<Page<DeliveryView>> {
    const path = `/v1/webhook-endpoints/${id}/deliveries?${searchOf(query)}`;
    return (await this.calls.ask({ method: 'GET', path })) as Page<DeliveryView>;
  }

  async resendDelivery(id: Uuid, idempotencyKey: string): Promise<DeliveryView> {
    return (await this.calls.post(`/v1/deliveries/${id}/resend`, undefined, idempotencyKey)) as DeliveryView;
  }

  async recoverEndpoint(
    id: Uuid,
    range: { readonly since: string; readonly until?: string },
    idempotencyKey: string,
  ): Promise<Recovered> {
    return (await this.calls.post(`/v1/webhook-endpoints/${id}/recover`, range, idempotencyKey)) as Recovered;
  }

  async deleteEndpoint(id: Uuid): Promise<void> {
    await this.calls.ask({ method: 'DELETE', path: `/v1/webhook-endpoints/${id}` });
  }

  /** Sends a table in a form; the hub knows it by its content. */
  private upload(path: string, { name, content, fields }: Upload, idempotencyKey: string): Promise<unknown> {
    const contentType = name.endsWith('.csv') ? CSV : XLSX;
    const form = multipartBody({ fields, fileName: name, contentType, content });
    return this.calls.ask({
      ...{ method: 'POST', path, body: form.bytes, timeoutMs: IMPORT_TIMEOUT_MS },
      headers: { 'content-type': form.contentType, 'idempotency-key': idempotencyKey },
    });
  }
}

interface Upload {
  readonly name: string;
  readonly content: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

/** The members that are there, as a query string. */
