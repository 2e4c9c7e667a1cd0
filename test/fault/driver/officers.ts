import { errorCodeOf, HubClient, persistently } from '#hub-client';
import { fictitiousCase } from '#test/fictitious';
import type { FaultHub } from './fault-hub';
import type { Ledger } from './ledger';
import type { Pace } from './pace';
import type { Random } from './random';

/** Who sends, to whom the rules let them send an adult's case, and who is told of every case. */
const THEATRES = [
  { operation: 'afghanistan', sender: 'isaf-hq', partners: ['unhcr', 'unama-hru', 'aihrc'], lead: 'iom' },
  { operation: 'kosovo', sender: 'kfor-hq', partners: ['unmik'], lead: 'unmik' },
] as const;

export const senders: readonly string[] = THEATRES.map(({ sender }) => sender);
export const partners: readonly string[] = [
  ...new Set(THEATRES.flatMap((theatre) => [theatre.lead, ...theatre.partners])),
];

/** Submitted at once by so many officers; those who wait for an answer send nothing else. */
const AT_ONCE = 24;
/** An officer's patience with one request, milliseconds. */
const REQUEST_MS = 3_000;
/** Submitted once more under the same key although the answer was there, as after a lost answer. */
const AGAIN = 0.1;

export interface Submissions {
  readonly hub: FaultHub;
  readonly ledger: Ledger;
  readonly random: Random;
  /** Their numbers, of which their keys are made, begin here. */
  readonly first: number;
  readonly count: number;
  /** When each of them is due; at once when left out. What a fault held up comes as a burst. */
  readonly pace?: Pace;
  readonly signal: AbortSignal;
}

/** Submits referrals as the officers of both missions do, each under keys that it keeps until it has an answer. */
export async function submitAll(submissions: Submissions): Promise<void> {
  const { first, count, pace } = submissions;
  let next = 0;
  const officer = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      await pace?.submission(number);
      await submitOne(submissions, first + number);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, officer));
}

async function submitOne({ hub, ledger, random, signal }: Submissions, number: number): Promise<void> {
  const theatre = random.chance(0.8) ? THEATRES[0] : THEATRES[1];
  const { sender, operation, lead } = theatre;
  const to = random.shuffled<string>(theatre.partners).slice(0, random.chance(0.5) ? 1 : 2);
  const keys = random.chance(0.5) ? hub.keys : hub.secondKeys;
  const again = random.chance(AGAIN);
  const client = new HubClient({ api: hub.api, apiKey: keys[sender] ?? '', timeoutMs: REQUEST_MS });
  const key = `referral-${number}`;
  const persist = <T>(work: () => Promise<T>): Promise<T> => persistently(work, { signal });
  await ledger.write({ event: 'asked', key, sender, to: [...new Set([lead, ...to])] });
  try {
    const referral = { operation, priority: 'normal', status: 'exercise', to, body: fictitiousCase() };
    const { id } = await persist(() => client.createReferral(referral, key));
    const submit = () => persist(() => client.submitReferral(id, `submit-${key}`));
    const { reference } = await submit();
    await ledger.write({ event: 'accepted', key, messageId: id, reference });
    if (again && (await submit()).reference !== reference)
      await ledger.write({ event: 'refused', key, code: 'another_answer' });
  } catch (error) {
    signal.throwIfAborted();
    await ledger.write({ event: 'refused', key, code: errorCodeOf(error) });
  }
}
