import { nextCursor, type Uuid } from '#kernel';
import { messageKinds, recipientsOf, type RecipientRow } from '#messages';
import type { Transaction } from '#platform/database';
import type { ReferralTools } from '#referrals';

/** How a nation's return stands. Overdue is told in place of due and in part, once the day is over. */
export const returnStates = ['due', 'in_part', 'overdue', 'received', 'declined', 'taken_back'] as const;
export type ReturnState = (typeof returnStates)[number];

/** What a nation answered last. */
export interface LastReturn {
  readonly id: Uuid;
  readonly reference: string;
  readonly receivedAt: Date;
}

export interface NationReturn {
  readonly organisation: string;
  readonly state: ReturnState;
  readonly acknowledgedAt: Date | null;
  /** How often it answered: parts, the whole, and what took the place of an earlier answer. */
  readonly versions: number;
  readonly last: LastReturn | null;
}

/** What was asked of a set of nations by a day, and how each stands: one row of the matrix nation × return. */
export interface ReturnCampaign {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  readonly kind: string;
  readonly status: string;
  readonly subject: string | null;
  readonly sentAt: Date;
  /** The end of the day by which it was asked for; null where nobody could be asked. */
  readonly dueAt: Date | null;
  readonly nations: readonly NationReturn[];
}

type Asked = Omit<ReturnCampaign, 'dueAt' | 'nations'>;

interface Answer extends LastReturn {
  readonly request: Uuid;
  readonly organisation: string;
}

export interface CampaignFilter {
  readonly operation?: string;
  readonly limit: number;
  readonly before?: Uuid;
}

/** What the caller's body asked nations for by a day, the newest first, with how each nation stands. */
export async function listCampaigns(
  { tx, clock, caller }: Pick<ReferralTools, 'tx' | 'clock' | 'caller'>,
  filter: CampaignFilter,
): Promise<{ data: ReturnCampaign[]; next: string | null }> {
  const campaigns = await askedFor(tx, caller.organisationId, filter);
  const ids = campaigns.map(({ id }) => id);
  const recipients = await recipientsOf(tx, ids, caller.organisationId);
  const answers = await answersTo(tx, ids, caller.organisationId);
  const now = clock.now();
  const data = campaigns.map((campaign) => {
    const own = recipients.filter(({ messageId }) => messageId === campaign.id);
    const nations = own.map((recipient) => {
      const given = answers.filter(
        ({ request, organisation }) => request === campaign.id && organisation === recipient.organisation,
      );
      return nationOf(recipient, given, now);
    });
    return { ...campaign, dueAt: own[0]?.decisionDueAt ?? null, nations };
  });
  return { data, next: nextCursor(data, filter.limit) };
}

function askedFor(tx: Transaction, senderId: Uuid, { operation, limit, before }: CampaignFilter): Promise<Asked[]> {
  return tx.rows<Asked>(
    `SELECT id, reference, operation_id AS operation, kind, message_status AS status, subject, sent_at AS "sentAt"
     FROM messages WHERE sender_id = $1 AND kind = ANY ($2) AND sent_at IS NOT NULL
       AND ($3::text IS NULL OR operation_id = $3) AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
    [senderId, messageKinds.askedByDay(), operation ?? null, before ?? null, limit],
  );
}

/** What was answered and may still be read, the oldest first. */
function answersTo(tx: Transaction, requests: readonly Uuid[], receiverId: Uuid): Promise<Answer[]> {
  return tx.rows<Answer>(
    `SELECT r.message_id AS id, r.reference, r.routed_at AS "receivedAt", r.in_reply_to AS request, o.slug AS organisation
     FROM recipients r JOIN organisations o ON o.id = r.sender_id
     WHERE r.organisation_id = $2 AND r.in_reply_to = ANY ($1) AND r.withheld_at IS NULL ORDER BY r.message_id`,
    [[...requests], receiverId],
  );
}

function nationOf(recipient: RecipientRow, answers: readonly Answer[], now: Date): NationReturn {
  const { organisation, acknowledgedAt } = recipient;
  const last = answers.at(-1);
  return {
    organisation,
    state: stateOf(recipient, now),
    acknowledgedAt,
    versions: answers.length,
    last: last ? { id: last.id, reference: last.reference, receivedAt: last.receivedAt } : null,
  };
}

function stateOf({ state, outcome, decisionDueAt }: RecipientRow, now: Date): ReturnState {
  if (state === 'completed' || outcome === 'answered') return 'received';
  if (state === 'declined') return 'declined';
  const isOpen = ['pending', 'acknowledged', 'in_progress', 'on_hold'].includes(state);
  if (!isOpen) return 'taken_back';
  if (decisionDueAt !== null && decisionDueAt <= now) return 'overdue';
  return state === 'in_progress' ? 'in_part' : 'due';
}
