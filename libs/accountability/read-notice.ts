import { nextCursor, type Uuid } from '#kernel';
import { listEvidence, type EvidenceView } from '#evidence';
import { findMessage, isOverdue, type MessageRow, type RecipientRow } from '#messages';
import { erased, readInboxItem, readReferral, type ReferralTools, type TimelineLine } from '#referrals';
import { authorityPart } from './authority-part';
import { legalStatuses, type NationStatus, type Proceedings } from './domain/nation-status';
import { knownCase, sideOf, type Side } from './known-case';
import { readHistory } from './read-history';
import { releasedReporter, type Reporter } from './reporter';
import { repatriationReason } from './repatriation-reason';
import { victimLink } from './victim-link';
import { listCases, type CaseFilter, type CaseRow } from './store/case.store';
import { knowingPeople, type KnowingPerson } from './store/people.store';

/** A notice in a list: how it stands, and no word of what is alleged. */
export interface NoticeSummary {
  readonly id: Uuid;
  readonly reference: string;
  readonly operation: string;
  /** The side on which the reader is. */
  readonly side: Side;
  readonly sender: string;
  /** The nation whose personnel it is about, and the authority that it designated; null before it is sent. */
  readonly nation: string | null;
  readonly authority: string | null;
  /** draft, submitted, routed. */
  readonly state: string;
  /** actual, exercise or test. */
  readonly status: string;
  readonly priority: string;
  readonly sentAt: Date | null;
  /** To acknowledge and, once acknowledged, to answer. */
  readonly dueAt: Date | null;
  readonly answerDueAt: Date | null;
  readonly overdue: boolean;
  readonly acknowledgedAt: Date | null;
  /** What the nation said last; null before it took it up. */
  readonly nationStatus: NationStatus | null;
  readonly proceedings: Proceedings | null;
  readonly nationStatusAt: Date | null;
  readonly repatriatedAt: Date | null;
  readonly repatriationRequestedAt: Date | null;
  /** What the reader's side may make of it now. */
  readonly legal: readonly NationStatus[];
}

export interface NoticeView extends NoticeSummary {
  /** As the sender wrote it; to the authority without who reported it, and without the victim's referral. */
  readonly body: unknown;
  /** To the authority: who reported it, once they agreed; null before. The sender finds it in the body. */
  readonly reporter: Reporter | null;
  readonly reporterReleasedAt: Date | null;
  /** Reference of the victim's referral, for as long as its consent names the authority; null otherwise. */
  readonly victimReferral: string | null;
  /** Why repatriation was asked for; null where it was not. */
  readonly repatriationReason: string | null;
  /** Who of the sender was let know; to the authority nobody. */
  readonly people: readonly KnowingPerson[];
}

/** The notices that the caller knows of, the newest first. */
export async function listNotices(
  tools: ReferralTools,
  filter: CaseFilter,
): Promise<{ readonly data: NoticeSummary[]; readonly next: string | null }> {
  const cases = await listCases(tools.tx, filter);
  const data: NoticeSummary[] = [];
  for (const one of cases) data.push(await summaryOf(tools, one));
  return { data, next: nextCursor(data, filter.limit) };
}

/**
 * One notice with what the reader may see of it. The read is evidence.
 *
 * @throws HubError `not_found`, also to whoever was not let know; `erased`
 */
export async function readNotice(tools: ReferralTools, id: Uuid): Promise<NoticeView> {
  const found = await knownCase(tools, id);
  const side = sideOf(found, tools.caller);
  const { body } = side === 'sender' ? await readReferral(tools, id, 'message') : await readInboxItem(tools, id);
  if (body === null) throw erased('notice');
  return viewOf(tools, found, body);
}

/** The same as the answer to a change, which has evidence of its own: without the body. */
export async function viewNotice(tools: ReferralTools, id: Uuid): Promise<NoticeSummary> {
  return summaryOf(tools, await knownCase(tools, id));
}

/** What happened to a notice, as the reader's side may know it, oldest first. @throws HubError `not_found` */
export async function readNoticeHistory(tools: ReferralTools, id: Uuid): Promise<TimelineLine[]> {
  return readHistory(tools, await knownCase(tools, id));
}

/** The evidence about a notice: a stream that is seen here only. @throws HubError `not_found` */
export async function readNoticeEvidence(
  tools: ReferralTools,
  id: Uuid,
  page: { readonly after?: Uuid; readonly limit: number },
): Promise<{ readonly data: EvidenceView[]; readonly next: string | null }> {
  await knownCase(tools, id);
  const data = await listEvidence(tools.tx, { subject: id, ...page });
  return { data, next: nextCursor(data, page.limit) };
}

async function viewOf(tools: ReferralTools, found: CaseRow, body: unknown): Promise<NoticeView> {
  const recipient = await authorityPart(tools, found);
  return {
    ...(await summaryOf(tools, found)),
    body,
    reporter: await releasedReporter(tools, found, recipient),
    reporterReleasedAt: found.reporterReleasedAt,
    victimReferral: await victimLink(tools, found),
    repatriationReason: await repatriationReason(tools, found, recipient),
    people: await knowingPeople(tools.tx, found.messageId),
  };
}

async function summaryOf(tools: ReferralTools, found: CaseRow): Promise<NoticeSummary> {
  const { tx, caller, directory, clock } = tools;
  const side = sideOf(found, caller);
  const message = side === 'sender' ? await findMessage(tx, found.messageId) : undefined;
  const recipient = await authorityPart(tools, found);
  const slugOf = (id: Uuid | null) => (id === null ? null : directory.slugOf(id));
  return {
    id: found.messageId,
    ...envelopeOf(message ?? recipient),
    operation: found.operationId,
    side,
    sender: await directory.slugOf(found.senderId),
    nation: await slugOf(found.nationId),
    authority: await slugOf(found.organisationId),
    state: message?.state ?? 'routed',
    sentAt: message?.sentAt ?? recipient?.routedAt ?? null,
    dueAt: recipient?.dueAt ?? null,
    answerDueAt: recipient?.decisionDueAt ?? null,
    overdue: recipient !== undefined && isOverdue(recipient, clock.now()),
    acknowledgedAt: recipient?.acknowledgedAt ?? null,
    nationStatus: found.status,
    proceedings: found.proceedings,
    nationStatusAt: found.statusAt,
    repatriatedAt: found.repatriatedAt,
    repatriationRequestedAt: found.repatriationRequestedAt,
    legal: side === 'authority' ? legalStatuses(found) : [],
  };
}

function envelopeOf(of: Pick<MessageRow | RecipientRow, 'reference' | 'messageStatus' | 'priority'> | undefined) {
  if (!of) throw new Error('a notice has no message');
  return { reference: of.reference, status: of.messageStatus, priority: of.priority };
}
