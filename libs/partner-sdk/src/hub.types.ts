/** What the hub's API says (version 1). Times are ISO 8601, UTC. More members may come. */
export type MessageStatus = 'actual' | 'exercise' | 'test';
export type Capacity = 'lead' | 'action' | 'information';
export type Priority = 'emergency' | 'urgent' | 'normal';

/** Where a message stands at your body. */
export type RecipientState =
  | 'pending'
  | 'acknowledged'
  | 'accepted'
  | 'declined'
  | 'onward_referred'
  | 'in_progress'
  | 'on_hold'
  | 'completed'
  | 'failed'
  | 'cancel_requested'
  | 'cancelled'
  | 'recalled'
  | 'recall_confirmed'
  | 'closed';

export type DeclineReason =
  | 'capacity'
  | 'lack_of_resources'
  | 'missing_documentation'
  | 'out_of_area'
  | 'outside_mandate'
  | 'not_eligible'
  | 'insufficient_information'
  | 'already_served'
  | 'declined_by_survivor'
  | 'conflict_of_interest'
  | 'unsafe_to_receive'
  | 'duplicate'
  | 'consent_missing'
  | 'expired'
  | 'other';

export type Outcome =
  | 'services_provided'
  | 'partially_provided'
  | 'referred_onward'
  | 'person_declined'
  | 'person_unreachable'
  | 'not_needed'
  | 'answered'
  | 'other';

/** What your body decides. `note` (up to 2,000 characters) is for the sender; it is needed with reason `other`. */
export type Decision =
  | { readonly decision: 'accepted'; readonly note?: string }
  | { readonly decision: 'declined'; readonly reason: DeclineReason; readonly note?: string }
  | { readonly decision: 'onward_referred'; readonly note?: string };

/** How an accepted case goes, and how it ended. */
export type Progress =
  | { readonly state: 'in_progress' | 'on_hold'; readonly note?: string }
  | { readonly state: 'completed' | 'failed'; readonly outcome: Outcome; readonly note?: string };

/** A message in your inbox, without content. */
export interface InboxItem {
  readonly messageId: string;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  readonly thread: string;
  readonly inReplyTo: string | null;
  readonly supersedes: string | null;
  readonly subject: string | null;
  readonly status: MessageStatus;
  readonly priority: Priority;
  readonly capacity: Capacity;
  readonly state: RecipientState;
  /** Place in your inbox, without gaps: the cursor. */
  readonly sequence: number;
  readonly dueAt: string;
  readonly decisionDueAt: string | null;
  readonly overdue: boolean;
  readonly routedAt: string;
  readonly expiresAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly decidedAt: string | null;
  readonly decision: Decision['decision'] | null;
  readonly outcome: Outcome | null;
}

/** A message with what your field profile releases of it. */
export interface InboxContent extends InboxItem {
  readonly sender: string;
  /** What is possible now. */
  readonly legal: readonly string[];
  /** Null once it was erased. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly attachments: readonly {
    readonly id: string;
    readonly name: string;
    readonly mediaType: string;
    readonly size: number;
    readonly sha256: string;
    readonly title: string | null;
  }[];
}

export interface InboxPage {
  readonly data: readonly InboxItem[];
  /** The cursor for the next call. */
  readonly next: string | null;
}

/** Proof that your body acknowledged: the same on every repeat. */
export interface Receipt {
  readonly receiptId: string;
  readonly messageId: string;
  readonly reference: string;
  readonly organisation: string;
  readonly acknowledgedAt: string;
}

/** A decision as kept. */
export interface Decided {
  readonly messageId: string;
  readonly reference: string;
  readonly state: RecipientState;
  readonly decision: Decision['decision'];
  readonly reason: DeclineReason | null;
  readonly decidedAt: string;
}

/** Progress as kept. */
export interface Progressed {
  readonly messageId: string;
  readonly reference: string;
  readonly state: RecipientState;
  readonly outcome: Outcome | null;
}

/** That your body stopped, or stopped using what it received, as kept. */
export interface Confirmed {
  readonly messageId: string;
  readonly reference: string;
  readonly state: RecipientState;
}

/** One entry of the evidence about a message. Ids, codes and counts, never content. */
export interface EvidenceEntry {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly actor: string | null;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly digest: string;
}

/** An entry with the proof that it is in the log. Keep it: `verifyReceipt` needs no hub. */
export interface EvidenceReceipt {
  readonly format: 'liaison-hub-evidence-receipt/1';
  /** Canonical JSON of the entry, as one text. */
  readonly entry: string;
  /** Place of the entry in the log, from 0. */
  readonly index: number;
  /** Hashes from the leaf up, base64. */
  readonly proof: readonly string[];
  /** The signed checkpoint that the proof leads to. */
  readonly checkpoint: string;
}

/** That the log at one checkpoint goes on from the log at an earlier one. */
export interface ConsistencyProof {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly string[];
}
