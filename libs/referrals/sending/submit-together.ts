import type { Uuid } from '#kernel';
import { lockFreeMessages, type MessageRow } from '#messages';
import { groundsOf } from '#routing';
import { outcomeOf, type OrAlone } from '#platform/database';
import type { ReferralTools } from '../tools';
import { decideSubmission, recordSubmissions, submittedOf, type Submission, type Submitted } from './submit-referral';

/**
 * Sends many drafts of one body on their way in one transaction, with the statements that one would take. Each is
 * decided by itself, before anything is written: a refusal is the outcome of that one.
 *
 * Never waits: what another transaction holds, what does not exist and what comes a second time is 'alone', so that
 * `submitReferral` finds out in a transaction of its own.
 */
export async function submitTogether(
  tools: ReferralTools,
  ids: readonly Uuid[],
): Promise<readonly OrAlone<Submitted>[]> {
  // The question for the grounds leaves with the lock and is answered after it: they are those of locked drafts.
  const [free, grounds] = await Promise.all([lockFreeMessages(tools.tx, ids), groundsOf(tools, ids)]);
  const submissions: Submission[] = [];
  const outcomes: OrAlone<Submitted>[] = [];
  for (const id of ids) {
    const message = referralIn(free, id);
    free.delete(id);
    const decided = message ? await outcomeOf(() => decideSubmission(tools, message, grounds.get(id))) : 'alone';
    if (decided !== 'alone' && decided.ok) submissions.push(decided.value);
    outcomes.push(decided !== 'alone' && decided.ok ? { ok: true, value: submittedOf(decided.value) } : decided);
  }
  await recordSubmissions(tools, submissions);
  return outcomes;
}

/** Only a referral has this address: for another kind the caller is told that there is no such referral. */
function referralIn(free: ReadonlyMap<Uuid, MessageRow>, id: Uuid): MessageRow | undefined {
  const message = free.get(id);
  return message?.kind === 'referral' ? message : undefined;
}
