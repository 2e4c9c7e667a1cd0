import { HubClient, Limit, type ReferralSummary } from '#hub-client';
import { ApiCaller } from '#test/api-caller';
import type { FaultHub } from './fault-hub';

const AT_ONCE = 12;
const PAGE = 200;

/** How often the hub has a recipient's acknowledgement: seen by the sender, and by the recipient. */
export interface Acknowledged {
  readonly timeline: number;
  readonly evidence: number;
}

/** A message as the hub has it; recipients by slug. */
export interface AccountedMessage {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly recipients: Readonly<Record<string, Acknowledged>>;
}

/** All that the hub says of what these bodies sent, drafts included, over its API. */
export async function hubAccount(hub: FaultHub, senders: readonly string[]): Promise<AccountedMessage[]> {
  const all = await Promise.all(
    senders.map(async (sender) => {
      const referrals = await sentBy(hub, sender);
      return new Limit(AT_ONCE).all(referrals, (referral) => accountOf(hub, sender, referral));
    }),
  );
  return all.flat();
}

async function sentBy(hub: FaultHub, sender: string): Promise<ReferralSummary[]> {
  const client = new HubClient({ api: hub.api, apiKey: hub.keys[sender] ?? '' });
  const all: ReferralSummary[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.referrals({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.data);
    cursor = page.next;
  }
  return all;
}

async function accountOf(
  hub: FaultHub,
  sender: string,
  { id, reference, state, recipients }: ReferralSummary,
): Promise<AccountedMessage> {
  const timeline = await listOf<{ event: string; organisation: string }>(hub, sender, `/v1/referrals/${id}/timeline`);
  const counted = recipients.map(async ({ organisation }) => {
    const evidence = await listOf<{ action: string; actor: string }>(hub, organisation, `/v1/evidence?subject=${id}`);
    return [
      organisation,
      {
        timeline: timeline.filter((line) => line.event === 'acknowledged' && line.organisation === organisation).length,
        evidence: evidence.filter((entry) => entry.action === 'recipient.acknowledged' && entry.actor === organisation)
          .length,
      },
    ] as const;
  });
  return { id, reference, state, recipients: Object.fromEntries(await Promise.all(counted)) };
}

async function listOf<T>(hub: FaultHub, body: string, path: string): Promise<readonly T[]> {
  const answer = await new ApiCaller(hub, body).call<{ data: T[] }>('GET', path);
  if (answer.status !== 200) throw new Error(`GET ${path} as ${body} was answered with ${answer.status}`);
  return answer.body.data;
}
