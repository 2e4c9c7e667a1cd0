import { notFound, type Uuid, nextCursor } from '#kernel';
import {
  findConsent,
  listConsents,
  referralsOn,
  type ConsentGrant,
  type ConsentRow,
  type ReferralOnConsent,
} from '#routing';
import { witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { isInForce, openDetails, type ConsentDetails } from './consent-record';

/** A record in a list: codes and days, nobody's words. */
export interface ConsentSummary {
  readonly id: Uuid;
  readonly operation: string;
  readonly state: string;
  readonly given: string;
  /** Whether anything may be sent on it today. */
  readonly inForce: boolean;
  readonly date: string | null;
  readonly expires: string | null;
  readonly grants: readonly ConsentGrant[];
  readonly version: number;
  readonly createdAt: Date;
  readonly withdrawnAt: Date | null;
}

export interface ConsentView extends ConsentSummary {
  readonly caseCode: string | null;
  readonly givenBy: string | null;
  readonly restrictions: string | null;
  readonly evidence: string | null;
  readonly questions: ConsentDetails['questions'] | null;
  /** The caller's referrals that rest on it. */
  readonly referrals: readonly ReferralOnConsent[];
}

export interface ConsentFilter {
  readonly operation?: string;
  readonly state?: string;
  readonly before?: Uuid;
  readonly limit: number;
}

/** The caller's records, newest first. */
export async function readConsents(
  tools: ReferralTools,
  filter: ConsentFilter,
): Promise<{ readonly data: ConsentSummary[]; readonly next: string | null }> {
  const rows = await listConsents(tools.tx, tools.caller.organisationId, filter);
  const data = await Promise.all(rows.map((row) => summaryOf(tools, row)));
  return { data, next: nextCursor(rows, filter.limit) };
}

/** A record with its words, which is a look at content. @throws HubError `not_found`, also for another body's record. */
export async function readConsent(tools: ReferralTools, id: Uuid): Promise<ConsentView> {
  const record = await findConsent(tools.tx, id);
  if (!record) throw notFound('consent');
  await witnessOwnRead(tools, id, 'view', 'consent');
  return consentView(tools, record);
}

export async function consentView(tools: ReferralTools, record: ConsentRow): Promise<ConsentView> {
  const details = await openDetails(tools.vault, record);
  return {
    ...(await summaryOf(tools, record)),
    caseCode: details?.caseCode ?? null,
    givenBy: details?.givenBy ?? null,
    restrictions: details?.restrictions ?? null,
    evidence: details?.evidence ?? null,
    questions: details?.questions ?? null,
    referrals: await referralsOn(tools.tx, record.id),
  };
}

async function summaryOf(tools: ReferralTools, record: ConsentRow): Promise<ConsentSummary> {
  const { operation } = await tools.directory.operation(record.operationId);
  return {
    id: record.id,
    operation: record.operationId,
    state: record.state,
    given: record.given,
    inForce: isInForce(record, operation, tools.clock.now()),
    date: record.date,
    expires: record.expires,
    grants: record.grants,
    version: record.version,
    createdAt: record.createdAt,
    withdrawnAt: record.withdrawnAt,
  };
}
