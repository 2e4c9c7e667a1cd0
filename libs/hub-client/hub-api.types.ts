import type { Uuid } from '#kernel';

/** What the hub's API says (docs: api, version 1). Times are ISO 8601 UTC. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly next: string | null;
}

export interface Me {
  readonly organisation: string;
  readonly scopes: readonly string[];
}

export interface OperationView {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly mission: string;
  readonly timeZone: string;
  readonly leadAgency: string;
  readonly bodies: readonly string[];
}

/** A row of an imported workbook that is a draft now. */
export interface ImportedRow {
  readonly row: number;
  readonly id: Uuid;
  readonly reference: string | null;
}

/** What is wrong with a row, never its content. */
export interface RowProblem {
  readonly row: number;
  readonly column?: string;
  readonly field?: string;
  readonly code: string;
  readonly message: string;
}

export interface ImportResult {
  readonly created: readonly ImportedRow[];
  /** Rows that an earlier import made a draft of. */
  readonly existing: readonly ImportedRow[];
  readonly problems: readonly RowProblem[];
  readonly warnings: readonly RowProblem[];
}

export interface SubmittedReferral {
  readonly id: Uuid;
  readonly reference: string;
  readonly state: string;
}

/** In which role a body receives a referral: `information` asks for no decision. */
export type Capacity = 'lead' | 'action' | 'information';

export type Decision = 'accepted' | 'declined' | 'onward_referred';

/** One recipient as the sender sees it. Delivery, acknowledgement and decision are separate facts. */
export interface RecipientView {
  readonly organisation: string;
  readonly capacity: Capacity;
  readonly state: string;
  readonly dueAt: string | null;
  /** Until when it is to decide; absent from hubs before this was known. */
  readonly decisionDueAt?: string | null;
  readonly overdue: boolean;
  readonly delivery: {
    readonly state: string;
    readonly attempts: number;
    readonly lastAttemptAt: string | null;
  } | null;
  readonly deliveredAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly decidedAt: string | null;
  readonly decision: Decision | null;
  readonly reason: string | null;
  readonly outcome: string | null;
}

/** A rule, and the provision that it rests on. */
export interface RoutingReason {
  readonly rule: string;
  readonly provision?: string | null;
  /** The version of the provision that was applied. */
  readonly version?: number;
  readonly text: string;
}

/** A body that a rule kept out, with every reason. */
export interface RefusedBody {
  readonly organisation: string;
  readonly reasons: readonly RoutingReason[];
}

/** A referral as its sender sees it in a list: no content. */
export interface ReferralSummary {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly state: 'draft' | 'submitted' | 'routed' | 'cancelled' | 'withdrawn' | 'entered_in_error';
  readonly priority: string;
  /** `actual`, `exercise` or `test`. */
  readonly status: string;
  readonly recipients: readonly RecipientView[];
  readonly createdAt?: string;
  readonly submittedAt?: string | null;
}

export interface ReferralView extends ReferralSummary {
  /** Bodies that it is addressed to. */
  readonly to?: readonly string[];
  /** Null once it was erased. */
  readonly body?: unknown;
  readonly refused: readonly RefusedBody[];
}

export interface ReferralQuery {
  readonly operation?: string;
  readonly state?: string;
  readonly priority?: string;
  readonly recipient?: string;
  readonly overdue?: boolean;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Something that happened to a referral. */
export interface TimelineLine {
  readonly at: string;
  readonly event: string;
  readonly organisation: string | null;
  readonly actor: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly note: string | null;
}

/** What a body would get, and why. */
export interface PreviewedBody {
  readonly organisation: string;
  readonly outcome: 'recipient' | 'refused' | 'not_concerned' | 'sender';
  readonly capacity: Capacity | null;
  readonly profile: string | null;
  readonly dueAt: string | null;
  readonly reasons: readonly RoutingReason[];
  readonly body: unknown;
  readonly withheld: readonly { readonly pointer: string; readonly group: string }[];
}

export interface ReferralPreview {
  readonly recipients: readonly PreviewedBody[];
}

/** Which recipients a sender's move is meant for (left out: all for whom it is possible), and a word to them. */
export interface Move {
  readonly recipients?: readonly string[];
  readonly note?: string;
}

/** The bodies to ask instead of those that declined. */
export interface Reroute {
  readonly to: readonly string[];
  readonly instead?: readonly string[];
}

/** An imagined case, in codes only, for the rules to look at. */
export interface RoutingQuestion {
  readonly operation: string;
  readonly kind?: string;
  readonly facts: {
    readonly services: readonly string[];
    readonly minor: string;
    readonly countries?: readonly string[];
    readonly exploitationTypes?: readonly string[];
    readonly keywords?: readonly string[];
    readonly priority: string;
  };
  readonly to?: readonly string[];
  readonly consent?: {
    readonly given: string;
    readonly purposes: readonly string[];
    readonly recipients?: readonly string[];
    readonly date?: string;
    readonly expires?: string;
  };
}

/** What the rules say for each body. */
export interface RoutingExplanation {
  readonly ruleSetVersion: number;
  readonly bodies: readonly {
    readonly organisation: string;
    readonly outcome: 'recipient' | 'refused' | 'not_concerned' | 'sender';
    readonly capacity: Capacity | null;
    readonly profile: string | null;
    readonly reasons: readonly RoutingReason[];
  }[];
}

/** A message as its receiver finds it in the inbox. */
export interface InboxItem {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  readonly capacity?: Capacity;
  readonly state: string;
  readonly priority: string;
  readonly dueAt: string | null;
  readonly acknowledgedAt: string | null;
  /** Place in the body's inbox, without gaps: the cursor of a list. */
  readonly sequence?: number;
  /** `actual`, `exercise` or `test`. */
  readonly status?: string;
  readonly decision?: Decision | null;
}

/** With the content that the receiver's field profile shows. */
export interface InboxMessage extends InboxItem {
  readonly sender?: string;
  /** What is possible now. */
  readonly legal?: readonly string[];
  /** Null once it was erased. */
  readonly body: unknown;
}

export interface InboxQuery {
  /** The last sequence that the caller has. */
  readonly after?: string;
  readonly limit?: number;
  /** Seconds that the hub may wait for something new, at most 30. */
  readonly wait?: number;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/** A decision as kept. */
export interface Decided {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly state: string;
  readonly decision: Decision;
  readonly reason: string | null;
  readonly decidedAt: string;
}

/** Progress as kept. */
export interface Progressed {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly state: string;
  readonly outcome: string | null;
}

/** What a body confirmed, as kept. */
export interface Confirmed {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly state: string;
}

/** The same on every repeat of an acknowledgement. */
export interface Receipt {
  readonly receiptId: Uuid;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly organisation: string;
  readonly acknowledgedAt: string;
}

export interface WebhookEndpoint {
  readonly id: Uuid;
  readonly url: string;
  readonly description: string | null;
  readonly state: string;
  readonly version: number;
}

/** An event on its way to an endpoint, or at its end. */
export interface DeliveryView {
  readonly id: Uuid;
  readonly endpointId: Uuid;
  readonly eventType: string;
  readonly messageId: Uuid | null;
  readonly sequence: number;
  readonly state: string;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly createdAt: string;
}

/** One attempt to deliver an event. */
export interface WebhookAttempt {
  readonly deliveryId: Uuid;
  readonly eventType: string;
  readonly attempt: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly fault: string | null;
  readonly excerpt: string | null;
}

export interface AttemptFigures {
  readonly attempts: number;
  readonly delivered: number;
  readonly successRate: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** How an endpoint does. */
export interface EndpointHealth {
  readonly id: Uuid;
  readonly state: string;
  readonly disabledReason: string | null;
  readonly verifiedAt: string | null;
  readonly breaker: { readonly state: string; readonly until: string | null };
  readonly consecutiveFailures: number;
  readonly failingSince: string | null;
  readonly lastHour: AttemptFigures;
  readonly lastDay: AttemptFigures;
  readonly lastSuccess: { readonly at: string; readonly status: number | null } | null;
  readonly lastFailure: { readonly at: string; readonly status: number | null; readonly fault: string | null } | null;
  readonly pending: number;
  readonly held: number;
  readonly oldestWaitingSince: string | null;
  readonly previousSecretsExpireAt: string | null;
}

/** What a recovery did, and how much is left for the next. */
export interface Recovered {
  readonly endpointId: Uuid;
  readonly requeued: number;
  readonly hastened: number;
  readonly remaining: number;
}

/** The secret (`whsec_…`) is shown here and never again. */
export interface NewWebhookEndpoint extends WebhookEndpoint {
  readonly secret: string;
  readonly publicKey: string;
}

/** A webhook as the hub keeps it for an endpoint. */
export interface WebhookDelivery {
  /** The `webhook-id`: a UUIDv7. */
  readonly id: string;
  readonly endpointId: string;
  readonly eventType: string;
  /** The text that is signed and sent. */
  readonly body: string;
}

export interface WebhookDeliveryQuery {
  /** The last that the caller has; left out: the newest ones. */
  readonly after?: string;
  readonly endpoint?: string;
  readonly limit?: number;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/** A kind of message that the hub knows. */
export interface MessageKindView {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly summary: string;
  readonly distribution: string;
  /** What a recipient is asked for: an acknowledgement, a decision, an answer. */
  readonly asks: string;
  readonly carriesCase: boolean;
  readonly addressing: string;
  /** Kinds that it may reply to; null: any. */
  readonly repliesTo: readonly string[] | null;
  readonly mustReply: boolean;
  /** JSON Schema of its body. */
  readonly schema: unknown;
}

/** A message of any kind as its sender sees it in a list: no content. */
export interface MessageSummary extends ReferralSummary {
  readonly kind: string;
  /** What belongs together has the same thread. */
  readonly thread: Uuid;
  readonly inReplyTo: Uuid | null;
  readonly subject: string | null;
}

export interface MessageView extends MessageSummary {
  readonly to?: readonly string[];
  /** Null once it was erased. */
  readonly body?: unknown;
  readonly refused: readonly RefusedBody[];
}

export interface MessageQuery extends ReferralQuery {
  readonly kind?: string;
}

/** A message of a thread as one of its parties sees it: no content. */
export interface ThreadMessage {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly direction: 'sent' | 'received';
  readonly sender: string;
  readonly subject: string | null;
  /** `actual`, `exercise` or `test`. */
  readonly status: string;
  readonly state: string;
  readonly at: string;
}

/** What became of the reply of a calendar program. */
export interface CalendarReplyTaken {
  readonly body: string;
  readonly answer: 'accepted' | 'declined' | 'tentative';
  /** The meeting, where it was about one; null: the whole series. */
  readonly meeting: Uuid | null;
}

/** An item for the next meeting: a body let its deadline pass. */
export interface AgendaRequest {
  readonly id: Uuid;
  readonly operation: string;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  /** `actual`, `exercise` or `test`. */
  readonly status: string;
  readonly priority: string;
  /** The body that is late. */
  readonly organisation: string;
  readonly sender: string;
  readonly reason: string;
  /** The deadline that passed. */
  readonly overdueSince: string;
  readonly state: string;
}

export interface AgendaQuery {
  readonly operation?: string;
  readonly state?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** What a body last said of one service. */
export interface CapacityView {
  readonly organisation: string;
  readonly service: string;
  readonly status: string;
  readonly places: number | null;
  /** Last day on which this holds; null: until it says otherwise. */
  readonly validUntil: string | null;
  readonly saidAt: string;
}

/** What an event of the stream tells: ids, codes and times. */
export interface EventData {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  /** `actual`, `exercise` or `test`. */
  readonly status: string;
  readonly event: string;
  /** The recipient that it is about; null when it is about the whole. */
  readonly organisation: string | null;
  readonly state: string | null;
  readonly at: string;
  /** What belongs together has the same thread. Absent from hubs before this was told, as are the deadline and its state. */
  readonly thread?: string;
  readonly dueAt?: string | null;
  readonly overdue?: boolean;
  readonly href: string;
}

/** A block of the stream of events. `id` is the place to come back to. */
export type StreamedEvent =
  | { readonly is: 'event'; readonly id: string; readonly type: string; readonly data: EventData }
  /** Events are missing: read the lists again. */
  | { readonly is: 'gap'; readonly id: string }
  /** Only the place. */
  | { readonly is: 'place'; readonly id: string };

export interface EventsQuery {
  /** The last id that the caller has. */
  readonly after?: string;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/** A review report, without what it says. */
export interface ReviewSummary {
  readonly id: Uuid;
  readonly operations: readonly string[];
  readonly number: number;
  /** First and last quarter, such as `2026-Q1`. */
  readonly from: string;
  readonly to: string;
  readonly digest: string;
  readonly madeAt: string;
}

export interface ReviewQuery {
  readonly operation?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

export type ReviewEdition = 'published' | 'own';
export type ReviewFormat = 'json' | 'html' | 'pdf' | 'csv';
