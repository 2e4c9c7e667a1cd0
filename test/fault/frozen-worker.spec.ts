import { HubClient, Limit, persistently, type WebhookEndpoint } from '#hub-client';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startReceiver, type Received, type Receiver } from '#test/receiver';
import { eventually } from '#test/servers';
import { challengeAnswer } from '#test/verified-endpoint';
import type { AppMember } from './driver/app-member';
import { startFaultHub, type FaultHub } from './driver/fault-hub';
import { Random } from './driver/random';
import { waitingInTheHub } from './driver/settle';

/** More than a lane has in flight at once, so that a frozen worker holds some that it did not yet begin to send. */
const MANY = 100;
/** As many as a lane has in flight before the first answer comes. */
const IN_FLIGHT = 8;
const MOST_IN_FLIGHT = 64;
const PATIENCE_MS = 120_000;
const UNWRITTEN = 'hub_delivery_results_unwritten_total';

/**
 * Two delivery workers, and a process that stands still: as in a paused virtual machine, or one that swaps. Which of the
 * two holds the lane is made sure by freezing the other before anything is sent.
 */
describe('two delivery workers on one lane', () => {
  let hub: FaultHub;
  let one: AppMember;
  let other: AppMember;
  let receiver: Receiver;
  let endpoint: WebhookEndpoint;
  /** Answers that are held back, while `holding`. */
  let held: (() => void)[];
  let holding: boolean;
  let open: number;
  let mostOpen: number;
  let submitted = 0;

  beforeAll(async () => {
    // The requests of the frozen worker may be answered when it is awake again: they outlive its lease.
    const env = { DELIVERY_DEADLINE_MS: '30000' };
    hub = await startFaultHub({ deliveryWorkers: 2, random: new Random(9), env });
    [one, other] = hub.deliveryWorkers as [AppMember, AppMember];
  }, 120_000);
  afterAll(() => hub.stop(), 60_000);

  beforeEach(async () => {
    [held, holding, open, mostOpen] = [[], false, 0, 0];
    receiver = await startReceiver(({ body }, response) => {
      const challenge = challengeAnswer(body);
      if (challenge !== undefined) {
        response.end(challenge);
        return;
      }
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      const answer = (): void => {
        open -= 1;
        response.writeHead(204).end();
      };
      if (holding) held.push(answer);
      else setImmediate(answer);
    });
    const { url } = receiver;
    const { id } = await partner().createEndpoint({ url, description: 'frozen' }, `endpoint-${url}`);
    endpoint = await partner().verifyEndpoint(id, `verify-${url}`);
    // What is counted from here on are webhooks.
    receiver.received.length = 0;
  }, 60_000);
  afterEach(async () => {
    for (const worker of [one, other]) worker.thaw();
    await receiver.close();
    await partner().deleteEndpoint(endpoint.id);
  }, 60_000);

  const partner = (): HubClient => new HubClient({ api: hub.api, apiKey: hub.keys['unhcr'] ?? '', timeoutMs: 30_000 });
  /** Submits so many referrals to the partner; resolves when they wait to be sent. */
  const submit = async (count: number): Promise<void> => {
    const sender = new HubClient({ api: hub.api, apiKey: hub.keys['isaf-hq'] ?? '', timeoutMs: 30_000 });
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const keys = Array.from({ length: count }, (_, index) => `referral-${submitted + index}`);
    submitted += count;
    const ids = await new Limit(4).all(keys, async (key) => {
      const envelope = { operation: 'afghanistan', priority: 'normal', status: 'exercise', to: ['unhcr'] };
      const referral = { ...envelope, body: fictitiousCase() };
      const { id } = await persistently(() => sender.createReferral(referral, key), { signal });
      await persistently(() => sender.submitReferral(id, `submit-${key}`), { signal });
      return id;
    });
    for (const id of ids)
      await eventually('it is routed', async () => (await sender.referral(id)).state === 'routed', PATIENCE_MS);
  };
  const allSent = (): Promise<void> =>
    eventually('nothing waits', async () => (await waitingInTheHub(hub.superuserUrl)) === 0, PATIENCE_MS);
  const times = (received: readonly Received[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { headers } of received) {
      const id = String(headers['webhook-id']);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  };
  /** The attempts on record, by delivery. */
  const attempts = async (): Promise<string[]> => {
    const path = `/v1/webhook-endpoints/${endpoint.id}/attempts?limit=200`;
    const { body } = await new ApiCaller(hub, 'unhcr').call<{ data: { deliveryId: string }[] }>('GET', path);
    return body.data.map(({ deliveryId }) => deliveryId);
  };

  it('of which one is frozen past its lease: the other sends, and what the first still brings is not written', async () => {
    const before = (await one.metric(UNWRITTEN)) ?? 0;
    for (const worker of [one, other]) worker.freeze();
    holding = true;
    await submit(MANY);
    one.thaw();
    await eventually('a lane-full is in flight', () => held.length === IN_FLIGHT, PATIENCE_MS);
    one.freeze();
    other.thaw();
    // Those of the first stay unanswered; all of the other's are answered at once.
    const first = receiver.received.length;
    const frozen = held;
    [held, holding] = [[], false];
    await allSent();
    expect(receiver.received.length - first).toBe(MANY);
    const onRecord = await attempts();

    one.thaw();
    for (const answer of frozen) answer();
    await eventually(
      'the frozen one has found its lane lost',
      async () => ((await one.metric(UNWRITTEN)) ?? 0) > before,
      PATIENCE_MS,
    );
    await eventually(
      'every result of the frozen one is counted',
      async () => (await one.metric(UNWRITTEN)) === before + IN_FLIGHT,
      PATIENCE_MS,
    );
    // Nothing of it is on record, and it sent nothing more.
    expect(await attempts()).toEqual(onRecord);
    expect([onRecord.length, new Set(onRecord).size]).toEqual([MANY, MANY]);
    // Nothing is lost; the second sends are those that were in flight, under the same ids.
    const sent = times(receiver.received);
    expect([sent.size, Math.max(...sent.values()), receiver.received.length]).toEqual([MANY, 2, MANY + IN_FLIGHT]);
  }, 400_000);

  it('that claim it at the same moment: one serves, and each webhook is sent once', async () => {
    let expected = 0;
    for (let round = 0; round < 5; round += 1) {
      for (const worker of [one, other]) worker.freeze();
      await submit(20);
      expected += 20;
      // Both wake with a look that is overdue, and one of them with the wake-up.
      for (const worker of [one, other]) worker.thaw();
      await allSent();
    }
    const sent = times(receiver.received);
    expect([sent.size, Math.max(...sent.values())]).toEqual([expected, 1]);
    expect(mostOpen).toBeLessThanOrEqual(MOST_IN_FLIGHT);
    const onRecord = await attempts();
    expect([onRecord.length, new Set(onRecord).size]).toEqual([expected, expected]);
  }, 400_000);
});
