import { randomUUID } from 'node:crypto';
import { HubClient, HubUnreachableError, type EventData, type StreamedEvent } from '#hub-client';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { eventually } from '#test/servers';

type Told = Extract<StreamedEvent, { is: 'event' }>;

/** What a body hears until it closes. */
class Listener {
  readonly blocks: StreamedEvent[] = [];
  ended: unknown;
  private readonly stop = new AbortController();

  constructor(hub: RunningHub, slug: string, after?: string) {
    const client = new HubClient({ api: hub.api, apiKey: hub.keys[slug] ?? '' });
    void (async () => {
      try {
        const query = { signal: this.stop.signal, ...(after === undefined ? {} : { after }) };
        for await (const block of client.events(query)) this.blocks.push(block);
      } catch (error) {
        this.ended = error;
      }
    })();
  }

  /** Open and at its place. */
  static async open(hub: RunningHub, slug: string): Promise<Listener> {
    const listener = new Listener(hub, slug);
    await eventually('the stream is open', () => listener.place !== undefined || listener.ended !== undefined);
    return listener;
  }

  get events(): Told[] {
    return this.blocks.filter((block) => block.is === 'event');
  }

  get place(): string | undefined {
    return this.blocks.at(-1)?.id;
  }

  about(messageId: string): EventData[] {
    return this.events.map(({ data }) => data).filter((data) => data.messageId === messageId);
  }

  async hears(messageId: string, event: string): Promise<void> {
    await eventually(`${event} is told`, () => this.about(messageId).some((data) => data.event === event));
  }

  close(): void {
    this.stop.abort();
  }
}

describe('the stream of events', () => {
  let hub: RunningHub;
  const listeners: Listener[] = [];
  const as = (slug: string) => new ApiCaller(hub, slug);
  const listen = async (slug: string): Promise<Listener> => {
    const listener = await Listener.open(hub, slug);
    listeners.push(listener);
    return listener;
  };
  const resume = (slug: string, after: string | undefined): Listener => {
    const listener = new Listener(hub, slug, after);
    listeners.push(listener);
    return listener;
  };
  const post = async <T>(slug: string, path: string, json?: unknown): Promise<T> => {
    const headers = { 'idempotency-key': randomUUID() };
    const { status, body } = await as(slug).call<T>('POST', path, { headers, ...(json === undefined ? {} : { json }) });
    expect([200, 201, 202]).toContain(status);
    return body;
  };
  const refer = async (): Promise<string> => {
    const envelope = { operation: 'afghanistan', priority: 'urgent', status: 'exercise', to: ['iom'] };
    const { id } = await post<{ id: string }>('isaf-hq', '/v1/referrals', { ...envelope, body: fictitiousCase() });
    await post('isaf-hq', `/v1/referrals/${id}/submit`);
    return id;
  };

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
  }, 120_000);
  afterEach(() => {
    for (const listener of listeners.splice(0)) listener.close();
  });
  afterAll(async () => {
    await hub.stop();
  }, 60_000);

  it('tells the sender in order, the recipient what concerns it, and others nothing', async () => {
    const [sender, recipient, other] = [await listen('isaf-hq'), await listen('iom'), await listen('aihrc')];
    const id = await refer();
    await recipient.hears(id, 'sent');
    await post('iom', `/v1/inbox/${id}/acknowledge`);
    await sender.hears(id, 'acknowledged');
    await post('iom', `/v1/inbox/${id}/decision`, { decision: 'accepted' });
    await sender.hears(id, 'accepted');
    await recipient.hears(id, 'accepted');

    const atIom = sender.about(id).filter(({ organisation }) => organisation === null || organisation === 'iom');
    expect(atIom.map(({ event, state }) => [event, state])).toEqual([
      ['drafted', 'draft'],
      ['submitted', 'submitted'],
      ['routed', 'routed'],
      ['sent', 'pending'],
      ['acknowledged', 'acknowledged'],
      ['accepted', 'accepted'],
    ]);
    expect(recipient.about(id).map(({ event, organisation }) => [event, organisation])).toEqual([
      ['sent', 'iom'],
      ['acknowledged', 'iom'],
      ['accepted', 'iom'],
    ]);
    const { data, type } = recipient.events[0] ?? { data: undefined, type: '' };
    expect({ type, ...data }).toEqual({
      type: 'referral.routed',
      messageId: id,
      reference: expect.stringMatching(/^AFG-/) as string,
      kind: 'referral',
      operation: 'afghanistan',
      status: 'exercise',
      event: 'sent',
      organisation: 'iom',
      state: 'pending',
      at: expect.stringMatching(/Z$/) as string,
      thread: id,
      dueAt: expect.stringMatching(/Z$/) as string,
      overdue: false,
      href: `${hub.api}/v1/inbox/${id}`,
    });

    // The first that another body hears is its own.
    const body = { topics: ['recruitment'], text: 'Exercise: offers of work abroad.', areas: ['AF'] };
    const share = { operation: 'afghanistan', kind: 'information-share', to: ['unhcr'], draft: true, body };
    const own = await post<{ id: string }>('aihrc', '/v1/messages', share);
    await other.hears(own.id, 'drafted');
    expect(other.events.map(({ data: { messageId } }) => messageId)).toEqual([own.id]);
  }, 90_000);

  it('gives who comes back exactly what was missed, and then what happens', async () => {
    const before = await listen('isaf-hq');
    const id = await refer();
    await before.hears(id, 'sent');
    await eventually('all of the routing is told', () => before.about(id).some(({ event }) => event === 'routed'));
    before.close();
    const place = before.place;
    const heard = before.events.length;

    await post('iom', `/v1/inbox/${id}/acknowledge`);
    await post('iom', `/v1/inbox/${id}/decision`, { decision: 'accepted' });
    const after = resume('isaf-hq', place);
    await after.hears(id, 'accepted');
    await post('iom', `/v1/inbox/${id}/progress`, { state: 'in_progress' });
    await after.hears(id, 'in_progress');
    expect(heard).toBeGreaterThan(0);
    expect(after.events.map(({ data: { event } }) => event)).toEqual(['acknowledged', 'accepted', 'in_progress']);
  }, 60_000);

  it('begins where it was opened, also when nothing had happened before the line broke', async () => {
    const quiet = await listen('isaf-hq');
    quiet.close();
    const id = await refer();
    const after = resume('isaf-hq', quiet.place);
    await after.hears(id, 'sent');
    expect(after.events[0]?.data).toMatchObject({ messageId: id, event: 'drafted' });
  }, 60_000);

  it('loses nothing when the hub dies meanwhile', async () => {
    const before = await listen('isaf-hq');
    const id = await refer();
    await before.hears(id, 'sent');
    await hub.kill(hub.front);
    await eventually('the stream is broken off', () => before.ended instanceof HubUnreachableError);
    await hub.start(hub.front);
    await post('iom', `/v1/inbox/${id}/acknowledge`);
    const after = resume('isaf-hq', before.place);
    await after.hears(id, 'acknowledged');
    const all = [...before.about(id), ...after.about(id)].map(({ event }) => event);
    for (const event of ['drafted', 'submitted', 'routed', 'sent', 'acknowledged']) expect(all).toContain(event);
    const ids = after.events.map((event) => event.id);
    expect(new Set(ids).size).toBe(ids.length);
  }, 120_000);

  it('has eight places for a key; a client that dies frees its own, and HEAD takes none', async () => {
    const open = await Promise.all(Array.from({ length: 8 }, () => listen('unhcr')));
    expect((await as('unhcr').call('HEAD', '/v1/events')).status).toBe(200);
    const ninth = await listen('unhcr');
    expect(ninth.ended).toMatchObject({ status: 429, code: 'too_many_requests' });
    open[3]?.close();
    await eventually('there is room again', async () => (await listen('unhcr')).ended === undefined);
  }, 60_000);

  it('says how it is to be treated, and refuses what it cannot serve', async () => {
    const stop = new AbortController();
    const headers = { authorization: `Bearer ${hub.keys['unicef'] ?? ''}` };
    const answer = await fetch(`${hub.api}/v1/events`, { headers, signal: stop.signal });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    stop.abort();
    expect((await fetch(`${hub.api}/v1/events`)).status).toBe(401);
    const bad = await fetch(`${hub.api}/v1/events`, { headers: { ...headers, 'last-event-id': 'yesterday' } });
    expect(bad.headers.get('content-type')).toContain('application/problem+json');
    expect(await bad.json()).toMatchObject({ code: 'invalid_input' });
  }, 30_000);

  it('ends with the hub, and does not keep it from stopping', async () => {
    const listener = await listen('isaf-hq');
    const began = performance.now();
    const stopped = hub.stop();
    await eventually('the stream has ended', () => listener.ended instanceof HubUnreachableError, 20_000);
    expect(performance.now() - began).toBeLessThan(20_000);
    await stopped;
  }, 60_000);
});
