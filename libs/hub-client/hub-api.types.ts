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

/** A body that a rule kept out, with every reason. */
export interface RefusedBody {
  readonly organisation: string;
  readonly reasons: readonly { readonly rule: string; readonly provision?: string | null; readonly text: string }[];
}

export interface ReferralView {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly state: 'draft' | 'submitted' | 'routed' | 'entered_in_error';
  readonly priority: string;
  readonly status: string;
  readonly recipients: readonly RecipientView[];
  readonly refused: readonly RefusedBody[];
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
}

/** With the content that the receiver's field profile shows. */
export interface InboxMessage extends InboxItem {
  readonly body: unknown;
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

/** The secret (`whsec_…`) is shown here and never again. */
export interface NewWebhookEndpoint extends WebhookEndpoint {
  readonly secret: string;
  readonly publicKey: string;
}
